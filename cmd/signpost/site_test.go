package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/testkit/browser"
)

// signpost runs a command that must succeed.
func signpost(t *testing.T, args ...string) {
	t.Helper()
	var stderr bytes.Buffer
	if code := runArgs(t.Context(), io.Discard, &stderr, args...); code != cli.ExitOK {
		t.Fatalf("signpost %s: exit code %d\n%s", args, code, &stderr)
	}
}

// writeFiles writes the files of a help centre.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// extractArchive writes the files of a text archive into a new folder.
func extractArchive(t *testing.T, archive *txtar.Archive) (dir string) {
	t.Helper()
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	dir = t.TempDir()
	writeFiles(t, dir, files)
	return dir
}

// serveFolder serves a folder with the Content-Security-Policy that its _headers ask for.
func serveFolder(t *testing.T, dir string) (address string) {
	t.Helper()
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers, err := os.ReadFile(filepath.Join(dir, "_headers"))
		if err != nil {
			t.Error(err)
		}
		_, policy, _ := strings.Cut(string(headers), "Content-Security-Policy: ")
		policy, _, _ = strings.Cut(policy, "\n")
		w.Header().Set("Content-Security-Policy", policy)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// serveOwnSite builds and serves the help centre of this repository.
func serveOwnSite(t *testing.T) (address string, registry *codes.Registry) {
	t.Helper()
	out := t.TempDir()
	address = serveFolder(t, out)
	signpost(t, "build", "--quiet", "--config", "../../config.yaml", "--base-url", address, "--out", out)

	data, err := os.ReadFile(filepath.Join(out, "codes.json"))
	if err != nil {
		t.Fatal(err)
	}
	registry, err = codes.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return address, registry
}

// tabs are the browsers in which a page must work.
var tabs = map[string]func(testing.TB) context.Context{
	"with JavaScript":    browser.New,
	"without JavaScript": browser.NewWithoutScript,
}

// checkNoBrowserErrors checks that the browser has logged no errors.
func checkNoBrowserErrors(ctx context.Context, t *testing.T) {
	t.Helper()
	for _, message := range browser.Errors(ctx) {
		t.Errorf("in the browser: %s", message)
	}
}
