package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLintAsksOtherSites(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.URL.Path == "/busy" {
			w.WriteHeader(http.StatusTooManyRequests)
		} else {
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, filepath.Join(dir, "cache"))
	}
	busy := strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + "/busy"
	text := "---\ntitle: T\n---\nText.\n\nSee [a page](" + server.URL + "/missing) and [another page of it](" + busy + ").\n"
	for name, data := range map[string]string{"config.yaml": "title: Help\n", "content/a.md": text, "content/b.md": "# B\n\nText.\n"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	lint := func(args ...string) (stdout, stderr string, code int) {
		var out, errs bytes.Buffer
		code = run(context.Background(), append([]string{"lint", "--config", filepath.Join(dir, "config.yaml")}, args...), &out, &errs)
		return out.String(), errs.String(), code
	}

	if _, _, code := lint(); code != exitFine || asked != 0 {
		t.Fatalf("without --external: exit code %d, %d questions", code, asked)
	}
	if _, _, code := lint("--external", filepath.Join(dir, "content", "b.md")); code != exitFine || asked != 0 {
		t.Fatalf("for a file without links: exit code %d, %d questions", code, asked)
	}
	stdout, stderr, code := lint("--external")
	if want := `a.md:6:5: warning SP024: the link "` + server.URL + `/missing" answers 404 Not Found`; code != exitFine || !strings.Contains(stdout, want) {
		t.Errorf("exit code %d, no %s in\n%s", code, want, stdout)
	}
	if strings.Contains(stdout, "busy") && strings.Count(stdout, "SP024") > 1 || !strings.Contains(stderr, "a.md:6: not checked: "+busy+" answers 429") {
		t.Errorf("a busy site is no problem, and is told:\n%s%s", stdout, stderr)
	}
	before := asked
	if _, _, code := lint("--external", "--strict"); code != exitProblems || asked != before+1 {
		t.Errorf("again: exit code %d, %d questions; the busy site alone was to be asked", code, asked-before)
	}
}
