package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// Each file in testdata/blocks contains Markdown, and how it is rendered. SIGNPOST_UPDATE=1 writes the files.
func TestBlocks(t *testing.T) {
	files, err := filepath.Glob("testdata/blocks/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("got files %v and error %v", files, err)
	}

	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}

			input := archive.Files[0]
			got := txtar.Format(renderArchive(t, input))
			if os.Getenv("SIGNPOST_UPDATE") == "1" {
				if err := os.WriteFile(file, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}

			if diff := cmp.Diff(string(txtar.Format(archive)), string(got)); diff != "" {
				t.Errorf("(-want +got): %s", diff)
			}
		})
	}
}

// renderArchive renders Markdown with one section.
func renderArchive(t *testing.T, input txtar.File) *txtar.Archive {
	t.Helper()
	s := render(t, string(input.Data), Options{})[0]

	return &txtar.Archive{
		Files: []txtar.File{
			input,
			{Name: "page.html", Data: []byte(s.HTML)},
			{Name: "text", Data: []byte(s.Text)},
			{Name: "summary", Data: []byte(s.Summary)},
			{Name: "steps", Data: []byte(strings.Join(s.Steps, "\n"))},
		},
	}
}

func TestNotesAreInTheSectionThatRefersToThemFirst(t *testing.T) {
	const src = "# A\nx[^1]\n# B[^2]\ny[^1] z[^3]\n\n[^3]: three\n[^2]: two\n[^1]: one\n"
	sections := render(t, src, Options{})
	var got []string
	for _, s := range sections {
		got = append(got, s.Text)
	}

	if diff := cmp.Diff([]string{"", "x\n* one", "y z\n* two\n* three"}, got); diff != "" {
		t.Error(diff)
	}

	const list = `<ol class="notes" aria-label="Notes" start="2">`
	if !strings.Contains(sections[2].HTML, list) {
		t.Errorf("the numbers of the notes start again:\n%s", sections[2].HTML)
	}
}
