package problem

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteReport(t *testing.T) {
	var b strings.Builder
	report := Report{Problems: problems, Source: readSource}
	if err := report.Write(&b); err != nil {
		t.Fatal(err)
	}

	want := "a, b.md:2:14: warning SP054: 100% wrong\n" +
		"    2 | \tŵy 日👉 see above\n" +
		"      | \t        ^\n" +
		"    hint: fix: it,\nnow\n" +
		"    see https://h.example/#sp054\n" +
		"a, b.md:3:201: warning SP056: long\n" +
		"    3 | …" + strings.Repeat("x", 48) + "HERE" + strings.Repeat("y", 44) + "…\n" +
		"      |  " + strings.Repeat(" ", 48) + "^\n" +
		"\n" +
		"b.md:1:5: error SP001: <bad>\n" +
		"    1 | bad �[31m� here\n" +
		"      |     ^\n" +
		"    hint: h\n" +
		"\n" +
		"missing.md:9:3: warning SP043: t\n" +
		"missing.md: warning SP043: whole file\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestLineReader(t *testing.T) {
	r := lineReader{source: readSource}
	for number, want := range map[int]string{
		0:  "",
		1:  "first",
		4:  "",
		99: "",
	} {
		if got := string(r.line("a, b.md", number)); got != want {
			t.Errorf("line %d: got %q, want %q", number, got, want)
		}
	}
}

// TestWriteReportOfHostileNames has names of files that would change the colours of a terminal, or add a line.
func TestWriteReportOfHostileNames(t *testing.T) {
	problems := []Problem{{
		Rule:     "SP045",
		Severity: Error,
		File:     "a\x1b[31m\nb.md:1: error SP001: no.pdf",
		Text:     "the name contains a control character",
		Hint:     "did you mean \x1b[2J.pdf?",
	}}

	var b strings.Builder
	r := Report{Problems: problems, Source: readSource}
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}

	want := "a\ufffd[31m\ufffdb.md:1: error SP001: no.pdf: error SP045: the name contains a control character\n" +
		"    hint: did you mean \ufffd[2J.pdf?\n"
	if got := b.String(); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
