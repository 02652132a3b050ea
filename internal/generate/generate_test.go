package generate

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// ownConfig is the settings of this repository's help centre.
const ownConfig = "../../config.yaml"

func ownOutput(t *testing.T, articles *library.Library) output.Site {
	t.Helper()
	r, err := Load(t.Context(), Options{
		ConfigFile: ownConfig,
		Options:    site.Options{Library: articles},
	})
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

// A build renders pages on all processors, with reused buffers and content from disk. Each file must have the same
// bytes as if it were rendered alone, with content in memory.
func TestFilesDoNotAffectEachOther(t *testing.T) {
	want, err := ownOutput(t, nil).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	onDisk, err := library.Open(filepath.Join(t.TempDir(), "articles"), "a", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer onDisk.Close(t.Context())

	dir := t.TempDir()
	summary, err := output.Write(t.Context(), dir, ownOutput(t, onDisk))
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

		written, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil || !bytes.Equal(alone, written) {
			t.Errorf("%s differs from the file that is rendered alone: %v", f.Path, err)
		}
	}
}

func TestBasePath(t *testing.T) {
	for _, test := range []struct {
		settings, override, want string
	}{
		{"https://help.example/", "", ""},
		{"https://help.example/hjälp/centre", "", "/hjälp/centre"},
		{"https://help.example/centre/", "https://other.example/a/", "/a"},
		{"https://help.example/centre/", "http://127.0.0.1:8080/", "/centre"}, // a local server
	} {
		dir, o := newProject(t)
		putFiles(t, dir, "config.yaml", "title: Help\nbase_url: "+test.settings+"\n")
		o.BaseURL = test.override

		r, err := Load(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}

		if r.BasePath != test.want {
			t.Errorf("%s, then %s: got %q, want %q", test.settings, test.override, r.BasePath, test.want)
		}
	}
}

func TestCancelledCalls(t *testing.T) {
	_, o := newProject(t)
	r, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()

	for name, call := range map[string]func() error{
		"Load": func() error {
			_, err := Load(cancelled, o)
			return err
		},
		"Output": func() error {
			_, err := r.Output(cancelled)
			return err
		},
		"Live": func() error {
			_, _, err := r.Live(cancelled)
			return err
		},
	} {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want %v", name, err, context.Canceled)
		}
	}
}
