package filename

import (
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

func TestPortable(t *testing.T) {
	long := strings.Repeat("überlange-namen-", 20)
	for name, want := range map[string]string{
		"Overview.pdf":          "Overview.pdf",
		"q?a.md":                "q-a.md",
		"what is this?.md":      "what is this.md",
		"a\tb.md":               "a-b.md",
		"a\xffb.md":             "a-b.md",
		"dot..":                 "dot",
		"???":                   "file",
		"con.md":                "con-1.md",
		"AUX":                   "AUX-1",
		"com¹.tar.gz":           "com¹-1.tar.gz",
		"con .txt":              "con-1.txt",
		"file.":                 "file",
		long + ".pdf":           strings.Repeat("überlange-namen-", 5) + "überlange.pdf",
		strings.Repeat("名", 90): strings.Repeat("名", 33),
	} {
		got := Portable(name)
		if got != want {
			t.Errorf("Portable(%q) = %q; want %q", name, got, want)
		}
	}
}

// FuzzPortable checks that every suggested name can be stored, and suggests itself.
func FuzzPortable(f *testing.F) {
	long := strings.Repeat("ß?", 200)
	for _, name := range []string{"a", "con.", "lpt1 .a.b", " - ", "a.\u0085", long, "..", "nul.nul", ".?"} {
		f.Add(name)
	}

	f.Fuzz(func(t *testing.T, name string) {
		limited.Input(t)
		got := Portable(name)
		if name != "" && (got == "" || Check(got) != "" || Portable(got) != got) {
			t.Errorf("Portable(%q) = %q, which %s", name, got, Check(got))
		}
	})
}

func TestFold(t *testing.T) {
	for _, names := range [][]string{
		{"guides/a.md", "Guides/A.md"},
		{"caf\u00e9.md", "cafe\u0301.md", "CAF\u00c9.md", "CAFE\u0301.MD"},
		{"stra\u00dfe", "STRASSE", "strasse", "STRA\u1e9eE"},
		{"\u03c3\u03b1\u03c2", "\u03a3\u0391\u03a3"},
		{"a\u200db", "ab"},
		{"\u212b.svg", "\u00e5.svg"},
	} {
		for _, name := range names[1:] {
			if Fold(name) != Fold(names[0]) {
				t.Errorf("Fold tells %q from %q", name, names[0])
			}
		}
	}

	for _, pair := range [][2]string{{"a/b", "ab"}, {"e", "\u00e9"}, {"a-b", "ab"}} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("Fold does not tell %q from %q", pair[0], pair[1])
		}
	}
}
