package generate

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// own are the repository's own settings and content.
const own = "../../config.yaml"

func outputOf(t *testing.T, articles *library.Library) output.Site {
	t.Helper()
	r, err := Load(t.Context(), Options{ConfigFile: own, Options: site.Options{Library: articles}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Failed() {
		t.Fatal(r.Problems)
	}
	s, err := r.Output(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A build keeps what articles say in a file, and makes pages on all processors in memory that is used again. None of it may show: each file is, to the
// byte, as one that is made alone, of articles that stay in memory.
func TestNoFileShowsWhatAnotherSays(t *testing.T) {
	want, err := outputOf(t, nil).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	articles, err := library.Open(filepath.Join(t.TempDir(), "articles"), "a", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer articles.Close(t.Context())
	dir := t.TempDir()
	summary, err := output.Write(t.Context(), dir, outputOf(t, articles))
	if err != nil {
		t.Fatal(err)
	}
	if summary.Written != len(want) {
		t.Errorf("%d files are written, want %d", summary.Written, len(want))
	}
	for _, f := range want {
		alone, err := f.Data()
		if err != nil {
			t.Fatal(f.Path, err)
		}
		if written, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path))); err != nil || !bytes.Equal(alone, written) {
			t.Errorf("%s is not as it is alone: %v", f.Path, err)
		}
	}
}
