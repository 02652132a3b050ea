package article

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// nestedList returns a list of lists of one item each.
func nestedList(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}

	return b.String()
}

// nestedQuotes returns quotations in each other, one more on each line.
func nestedQuotes(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(">", i+1) + " a\n")
	}

	return b.String()
}

func table(columns, rows int) string {
	return strings.Repeat("a|", columns-1) + "a\n" + strings.Repeat("-|", columns-1) + "-\n" +
		strings.Repeat("a|b\n", rows)
}

// longList returns a list in which levels other lists are open on each of many lines.
func longList(levels, lines int) string {
	indent := strings.Repeat("  ", levels)
	return nestedList(levels) + strings.Repeat("\n", lines) + indent + "end\n"
}

func TestLimits(t *testing.T) {
	const half = limit.Depth / 2
	long := strings.Repeat("x", 1<<10)

	tests := []struct {
		name          string
		within, above string
		line          int // of the problem
		text          string
	}{
		{
			"lists", nestedList(half - 1), nestedList(half + 2),
			half + 4, "nested more than 200 deep",
		},
		{
			"quotations", nestedQuotes(20), strings.Repeat(">", limit.Depth+1) + " a\n",
			4, "nested more than 200 deep",
		},
		{
			"emphasis", strings.Repeat("*a ", half) + strings.Repeat("b* ", half),
			strings.Repeat("*a ", limit.Depth+3) + strings.Repeat("b* ", limit.Depth+3),
			4, "nested more than 200 deep",
		},
		{
			"callouts of other programs", containers(limit.Containers), containers(limit.Containers + 1),
			4 + limit.Containers, "nested more than 200 deep",
		},
		{
			"lines", longList(50, 20_000), longList(50, limit.Lines/50),
			0, "too many lines",
		},
		{
			"heading", "## " + long + "\n", "## " + strings.Repeat("{", limit.Heading) + "\n",
			4, "longer than 4 KB",
		},
		{
			"underlined heading", long + "\n---\n", strings.Repeat("x", limit.Heading+1) + "\n---\n",
			4, "longer than 4 KB",
		},
		{
			"cells", table(1000, 198), table(1000, 200),
			4, "more than 200000 cells",
		},
		{
			"cells of several tables", table(10, 9_000) + "\n" + table(10, 9_000),
			table(10, 12_000) + "\n" + table(10, 9_000), 4 + 12_003, "more than 200000 cells",
		},
		{
			"definitions of links", "[a]: " + long + "\n\n" + strings.Repeat("[a] b\n\n", limit.Expanded>>10),
			"[a]: " + long + "\n\n" + strings.Repeat("[a] b\n\n", limit.Expanded>>10+1),
			6 + 2*limit.Expanded>>10, "insert more than 1 MB",
		},
		{
			"titles of pictures", "![a](b)\n", "[a]: b '" + long + "'\n\n" + strings.Repeat("![c][a]\n\n", 2000),
			0, "insert more than 1 MB",
		},
		{
			"variables", strings.Repeat("{{ v }}\n\n", limit.Expanded>>10),
			strings.Repeat("{{ v }}\n\n", limit.Expanded>>10+1), 4 + 2*limit.Expanded>>10, "insert more than 1 MB",
		},
		{
			"variables in addresses", "[a]({{ v }})\n", strings.Repeat("[a]({{ v }}{{ v }})\n\n", 1000),
			0, "insert more than 1 MB",
		},
		{
			"variables in HTML", "<b>{{ v }}</b>\n", strings.Repeat("<b>{{ v }}{{ v }}</b>\n\n", 1000),
			0, "insert more than 1 MB",
		},
	}
	opts := Options{Variables: map[string]string{"v": long}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("a.md", []byte("---\ntitle: T\n---\n"+tt.within), opts)
			if i := slices.IndexFunc(problems, isUnreadableRule); i >= 0 {
				t.Errorf("within the limit: %s", problems[i])
			}

			_, problems = Parse("a.md", []byte("---\ntitle: T\n---\n"+tt.above), opts)
			i := slices.IndexFunc(problems, isUnreadableRule)
			if i < 0 || !strings.Contains(problems[i].Text, tt.text) {
				t.Fatalf("above the limit: %.3v, want %q", problems, tt.text)
			}

			if line := problems[i].Line; line == 0 || tt.line > 0 && line != tt.line {
				t.Errorf("the problem is on line %d, want %d", line, tt.line)
			}
		})
	}
}

func isUnreadableRule(p problem.Problem) bool {
	return p.Rule == rules.Unreadable.ID
}

// containers returns callouts in each other, and text.
func containers(count int) string {
	return strings.Repeat(":::note\n", count) + "a\n" + strings.Repeat(":::\n", count)
}

func TestArticleSize(t *testing.T) {
	const head = "---\ntitle: T\n---\n"
	text := func(size int) []byte {
		return []byte(head + strings.Repeat("a line of text\n\n", size/16)[:size-len(head)])
	}

	if _, problems := Parse("a.md", text(limit.Article), Options{}); problems != nil {
		t.Errorf("%.3v", problems)
	}

	_, problems := Parse("a.md", text(limit.Article+1), Options{})
	if len(problems) != 1 || problems[0].Text != "the article has 2.0 MB; the limit is 2 MB" {
		t.Errorf("%.3v", problems)
	}

	opts := Options{Content: fstest.MapFS{
		"_snippets/a.md": {Data: []byte(strings.Repeat("a line of text\n\n", limit.Included/16-100))},
	}}
	_, problems = Parse("a.md", append(text(limit.Article/2+10_000), "\n{{< include \"a.md\" >}}\n"...), opts)
	if len(problems) != 1 || problems[0].Text != "the article has 2.0 MB with its snippets; the limit is 2 MB" {
		t.Errorf("%v", problems)
	}
}

func TestFrontMatterLimits(t *testing.T) {
	parse := func(front string) []problem.Problem {
		_, problems := Parse("a.md", []byte("---\ntitle: T\n"+front+"---\n# T\n\nx\n"), Options{})
		return problems
	}

	if problems := parse("description: " + strings.Repeat("x", limit.FrontMatter-100) + "\n"); problems != nil {
		t.Errorf("%.3v", problems)
	}

	problems := parse("description: " + strings.Repeat("x", limit.FrontMatter) + "\n")
	if len(problems) == 0 || problems[0].Rule != rules.BrokenYAML.ID || problems[0].Line != 1 {
		t.Errorf("%.3v", problems)
	}

	for _, key := range []string{"aliases", "authors", "related", "sources", "tags"} {
		list := "description: d\n" + key + ": [" + strings.Repeat("/a/, ", limit.Entries-1) + "/b/"
		if problems := parse(list + "]\n"); problems != nil {
			t.Errorf("%.3v", problems)
		}

		want := fmt.Sprintf("%s has %d entries; the limit is %d", key, limit.Entries+1, limit.Entries)
		problems := parse(list + ", /c/]\n")
		if len(problems) != 1 || problems[0].Text != want || problems[0].Line != 4 {
			t.Errorf("got %.3v, want %q", problems, want)
		}
	}
}

// For the first mistakes a similar name is suggested; to do it for all would take the square of the time.
func TestSuggestionsAreLimited(t *testing.T) {
	var text strings.Builder
	for range limit.Suggestions + 10 {
		text.WriteString("{{ desc }}\n\n")
	}

	_, problems := Parse("a.md", []byte(text.String()), Options{Variables: map[string]string{"desk": "x"}})
	count := 0
	for _, p := range problems {
		if strings.Contains(p.Hint, "did you mean") {
			count++
		}
	}

	if count != limit.Suggestions {
		t.Errorf("got %d suggestions", count)
	}
}

func TestCodesAreLimited(t *testing.T) {
	var text strings.Builder
	for i := range limit.Codes {
		fmt.Fprintf(&text, "## Heading %d {#id-%d code=PAY-%d}\n\nText.\n\n", i, i, i)
	}

	_, problems := Parse("a.md", []byte("---\ntitle: A\n---\n\n"+text.String()), Options{})
	if slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.Rule == rules.Unreadable.ID }) {
		t.Errorf("%.3v", problems)
	}

	text.WriteString("## One more {#one-more code=PAY-A1}\n\nText.\n\n## And another {#and code=PAY-A2}\n\nText.\n")
	_, problems = Parse("a.md", []byte("---\ntitle: A\n---\n\n"+text.String()), Options{})
	problems = slices.DeleteFunc(problems, func(p problem.Problem) bool { return p.Rule != rules.Unreadable.ID })
	if want := 5 + 4*limit.Codes; len(problems) != 1 || problems[0].Line != want {
		t.Errorf("got %.3v, want one in line %d", problems, want)
	}
}
