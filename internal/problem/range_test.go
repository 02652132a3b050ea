package problem

import (
	"fmt"
	"strings"
	"testing"
)

func TestWithRanges(t *testing.T) {
	const file = "\uFEFF" +
		"title: Cards\r\n" +
		"\tsidebar_label: x # side  \n" +
		"\n" +
		"日本👉 See [one](a.md)\n" +
		"next"

	source := func(name string) []byte {
		if name == "missing.md" {
			return nil
		}

		return []byte(file)
	}

	longKey := strings.Repeat("x", 1000)
	for name, test := range map[string]struct {
		problem Problem
		want    string
	}{
		"the end of a known range":           {Problem{Line: 4, Column: 16, EndLine: 4, EndColumn: 27}, "4:16-4:27"},
		"an unknown end":                     {Problem{Line: 4, Column: 16}, "4:16-4:27"},
		"two lines":                          {Problem{Line: 4, Column: 16, EndLine: 5, EndColumn: 3}, "4:16-5:3"},
		"more lines than there are":          {Problem{Line: 4, Column: 16, EndLine: 6, EndColumn: 3}, "4:16-4:27"},
		"a whole line, without blanks":       {Problem{Line: 2}, "2:2-2:25"},
		"a line without its return":          {Problem{Line: 1}, "1:1-1:13"},
		"a key":                              {Problem{Line: 2, Key: "Sidebar_Label"}, "2:2-2:15"},
		"a key at a column":                  {Problem{Line: 1, Column: 1, Key: "title"}, "1:1-1:6"},
		"only a part of a word":              {Problem{Line: 2, Key: "side"}, "2:21-2:25"},
		"a key that is elsewhere":            {Problem{Line: 1, Key: "order"}, "1:1-1:13"},
		"an end before its start":            {Problem{Line: 4, Column: 16, EndLine: 4, EndColumn: 10}, "4:16-4:27"},
		"an end after its line":              {Problem{Line: 4, Column: 16, EndLine: 4, EndColumn: 99}, "4:16-4:27"},
		"a start after its line":             {Problem{Line: 1, Column: 99}, "1:12-1:13"},
		"a column in a character":            {Problem{Line: 4, Column: 2, EndLine: 4, EndColumn: 3}, "4:1-4:4"},
		"an empty line":                      {Problem{Line: 3}, "3:1-3:1"},
		"a whole file":                       {Problem{Column: 7, EndLine: 3}, "0:0-0:0"},
		"a line that the file does not have": {Problem{Line: 9, Column: 2, EndColumn: 8}, "9:2-9:0"},
		"a file that cannot be read":         {Problem{File: "missing.md", Line: 1, Column: 2}, "1:2-1:0"},
		"a long key in a long line":          {Problem{Line: 4, Column: 16, Key: longKey}, "4:16-4:27"},
	} {
		p := WithRanges([]Problem{test.problem}, source)[0]
		if got := fmt.Sprintf("%d:%d-%d:%d", p.Line, p.Column, p.EndLine, p.EndColumn); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func TestColumnsCountUTF16(t *testing.T) {
	lines := lineReader{source: func(string) []byte { return []byte("日👉e\u0301 here 👉x") }}
	for _, test := range []struct{ column, endColumn, start, end int }{
		{12, 16, 7, 11},  // "here"
		{17, 21, 12, 14}, // one emoji is two units
		{1, 4, 1, 2},     // an earlier place of the same line
		{12, 99, 7, 99},  // not in the line
	} {
		start, end := lines.columns(Problem{Line: 1, Column: test.column, EndLine: 1, EndColumn: test.endColumn})
		if start != test.start || end != test.end {
			t.Errorf("%d-%d: got %d-%d, want %d-%d", test.column, test.endColumn, start, end, test.start, test.end)
		}
	}
}
