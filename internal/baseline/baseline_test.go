package baseline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/problem"
	"signpost/internal/testkit/limited"
)

const fingerprint = "3f9a8c7d1e2b"

func TestParseIsTheInverseOfEncode(t *testing.T) {
	b := New("site/lint.baseline")
	for i, file := range []string{
		"content/a.md", "content/a b.md", " a.md", "#a.md", `"a".md`, "<<<<<<<", "a\nb.md", "a SP020 " + fingerprint,
		"../elsewhere/a.md", "日本語.md", "a\xff.md",
	} {
		b.add(Entry{File: file, Rule: "SP020", Fingerprint: fingerprint}, i+1)
	}

	again, problems := Parse("site/lint.baseline", b.Encode())
	if len(problems) > 0 {
		t.Error(problems)
	}

	if diff := cmp.Diff(b.counts, again.counts); diff != "" {
		t.Error(diff)
	}
}

func TestEncodeIsSorted(t *testing.T) {
	b := New("lint.baseline")
	b.add(Entry{File: "b.md", Rule: "SP020", Fingerprint: fingerprint}, 1)
	b.add(Entry{File: "a.md", Rule: "SP050", Fingerprint: fingerprint}, 3)
	b.add(Entry{File: "a.md", Rule: "SP020", Fingerprint: fingerprint}, 1)

	_, lines, _ := strings.Cut(string(b.Encode()), "\n")
	want := "a.md SP020 3f9a8c7d1e2b\na.md SP050 3f9a8c7d1e2b x3\nb.md SP020 3f9a8c7d1e2b\n"
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestParseReportsLines(t *testing.T) {
	for line, want := range map[string]string{
		"":                                     "",
		"# comment":                            "",
		"a.md SP020 3f9a8c7d1e2b\r":            "",
		"<<<<<<< HEAD":                         "merge conflict",
		"=======":                              "merge conflict",
		">>>>>>> other":                        "merge conflict",
		"a.md SP020":                           `"a.md SP020" is not a known problem`,
		"SP020 3f9a8c7d1e2b":                   `"SP020 3f9a8c7d1e2b" is not a known problem`,
		"a.md SP20 3f9a8c7d1e2b":               `"a.md SP20 3f9a8c7d1e2b" is not a known problem`,
		"a.md SP020 3f9a8c7d1e2":               `"a.md SP020 3f9a8c7d1e2" is not a known problem`,
		"a.md SP020 3f9a8c7d1e2b x0":           `"a.md SP020 3f9a8c7d1e2b x0" is not a known problem`,
		"a.md SP020 3f9a8c7d1e2b x99999999999": `"a.md SP020 3f9a8c7d1e2b x99999999999" is not a known problem`,
		`"a.md SP020 3f9a8c7d1e2b`:             `"\"a.md SP020 3f9a8c7d1e2b" is not a known problem`,
	} {
		_, problems := Parse("lint.baseline", []byte("# header\n"+line))
		got := ""
		for _, p := range problems {
			got += p.Text
			if p.Line != 2 || p.File != "lint.baseline" {
				t.Errorf("%q: at %s:%d, want line 2", line, p.File, p.Line)
			}
		}

		if got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// site is a site of one-line files, each of which has a problem.
type site map[string]string

func (s site) input() Input {
	in := Input{
		CanBeKnown: func(p problem.Problem) bool { return p.Rule == "SP020" },
		Source:     func(file string) []byte { return []byte(s[file]) },
		Exists:     func(file string) bool { return s[file] != "" },
	}

	rule := problem.Rule{ID: "SP020", Severity: problem.Error}
	for file := range s {
		in.Problems = append(in.Problems, rule.At(problem.Place{File: file, Line: 1}, "", "t"))
	}

	in.Problems = problem.Sort(in.Problems)

	return in
}

func TestMovedFilesKeepTheirProblems(t *testing.T) {
	old := site{"a.md": "one", "b.md": "two", "c.md": "three"}
	all := New("lint.baseline").Match(old.input()).Record(func(Entry) bool { return false })

	// a.md has moved, b.md has a new problem in another file, and c.md has another sentence.
	now := site{"new/a.md": "one", "b.md": "two", "d.md": "two", "c.md": "four"}
	in := now.input()
	m := all.Match(in)
	got := ""
	for _, p := range in.Problems {
		got += fmt.Sprintln(p.File, p.Known)
	}

	if diff := cmp.Diff("b.md true\nc.md false\nd.md false\nnew/a.md true\n", got); diff != "" {
		t.Error(diff)
	}

	if m.Found.Len() != 2 || m.New.Len() != 2 || m.Gone.Len() != 1 || !m.Moved() {
		t.Errorf("got %d found, %d new and %d gone, want 2, 2 and 1", m.Found.Len(), m.New.Len(), m.Gone.Len())
	}
}

func TestLargeBaselines(t *testing.T) {
	old, now := site{}, site{}
	for i := range 20_000 {
		text := fmt.Sprint("line ", i%100)
		old[fmt.Sprintf("old/%d.md", i)] = text
		now[fmt.Sprintf("new/%d.md", i)] = text
	}

	all := New("lint.baseline").Match(old.input()).Record(func(Entry) bool { return false })
	if m := all.Match(now.input()); m.Found.Len() != len(now) || m.Gone.Len() != 0 {
		t.Errorf("%d of %d problems are known, %d gone", m.Found.Len(), len(now), m.Gone.Len())
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("# header\ncontent/a.md SP020 3f9a8c7d1e2b x3\n\"a\\nb\" SP020 3f9a8c7d1e2b\n<<<<<<< x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		b, _ := Parse("lint.baseline", data)
		again, problems := Parse("lint.baseline", b.Encode())
		if len(problems) > 0 || !cmp.Equal(b.counts, again.counts) {
			t.Errorf("%q: %v", b.Encode(), problems)
		}
	})
}
