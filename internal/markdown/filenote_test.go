package markdown

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
)

func TestSize(t *testing.T) {
	german := Labels{megabytesLabel: "{number} MB", decimalLabel: ","}
	french := Labels{kilobytesLabel: "{number} Ko"}
	for _, test := range []struct {
		labels Labels
		bytes  int64
		want   string
	}{
		{nil, 0, "1 KB"},
		{nil, 1_499, "1 KB"},
		{nil, 999_499, "999 KB"},
		{nil, 999_500, "1 MB"},
		{nil, 1_234_567, "1.2 MB"},
		{nil, 999_960_000, "1 GB"},
		{nil, 3 << 30, "3.2 GB"},
		{german, 1_234_567, "1,2 MB"},
		{french, 12_000, "12 Ko"},
	} {
		if got := test.labels.FileNote(NoteSize, "a.pdf", test.bytes); got != test.want {
			t.Errorf("%d bytes: %q, want %q", test.bytes, got, test.want)
		}
	}
}

// The note after a link leaves out what the writer states in the link or in brackets behind it.
func TestNoteAfter(t *testing.T) {
	for _, test := range []struct {
		source string
		want   string // "" for no note
	}{
		{"[Form](form.pdf)", "PDF, 1.2 MB"},
		{"[Form](my%20form.PDF)", "PDF, 1.2 MB"},
		{"[The PDF form](form.pdf)", "1.2 MB"},
		{"[form.pdf](form.pdf)", "1.2 MB"},
		{"[Form (PDF, 3 MB)](form.pdf)", ""},
		{"[Form](form.pdf) (pdf, 3.4 MB)", ""},
		{"[Form](form.pdf) (12 kB)", "PDF"},
		{"[Form](form.pdf), which is a PDF of 3 MB", "PDF, 1.2 MB"},
		{"[Form](form.pdf) (by *us*)", "PDF, 1.2 MB"},
		{"[Licence](LICENSE)", "1.2 MB"},
		{"[Page](page.md)", ""},
		{"[Page](page.html)", ""},
		{"[Page](/a/b/)", ""},
		{"[Here](#there)", ""},
		{"[Up](..)", ""},
		{"[Site](https://example.org/form.pdf)", ""},
		{"[Site](//example.org/form.pdf)", ""},
	} {
		doc := Parse([]byte(test.source), Options{})
		html := doc.Render([]ast.Node{doc.Root})
		got := ""
		for _, l := range html.Links {
			if l.Note != 0 {
				got = English.FileNote(l.Note, strings.ReplaceAll(html.Links[0].Dest, "%20", " "), 1_234_567)
			}
		}

		if got != test.want {
			t.Errorf("%s: note %q, want %q", test.source, got, test.want)
		}
	}
}
