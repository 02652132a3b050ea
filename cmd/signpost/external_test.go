package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"signpost/internal/cli"
)

func TestLintAsksOtherSites(t *testing.T) {
	var asked atomic.Int64
	serve := func(status int) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			w.WriteHeader(status)
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	site, busySite := serve(http.StatusNotFound), serve(http.StatusTooManyRequests)

	dir := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, filepath.Join(dir, "cache"))
	}
	busy := busySite + "/busy"
	text := "---\ntitle: T\n---\nText.\n\nSee [a page](" + site + "/missing) and [another page of it](" + busy + ").\n"
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
		code = runArgs(context.Background(), &out, &errs, append([]string{"lint", "--config", filepath.Join(dir, "config.yaml")}, args...)...)
		return out.String(), errs.String(), code
	}

	if _, _, code := lint(); code != cli.ExitOK || asked.Load() != 0 {
		t.Fatalf("without --external: exit code %d, %d questions", code, asked.Load())
	}
	if _, _, code := lint("--external", filepath.Join(dir, "content", "b.md")); code != cli.ExitOK || asked.Load() != 0 {
		t.Fatalf("for a file without links: exit code %d, %d questions", code, asked.Load())
	}
	stdout, stderr, code := lint("--external")
	if want := `a.md:6:5: warning SP024: the link "` + site + `/missing" returns 404 Not Found`; code != cli.ExitOK || !strings.Contains(stdout, want) {
		t.Errorf("exit code %d, no %s in\n%s", code, want, stdout)
	}
	if strings.Contains(stdout, "busy") && strings.Count(stdout, "SP024") > 1 || !strings.Contains(stderr, "a.md:6: not checked: "+busy+" returns 429") {
		t.Errorf("a busy site is no problem, and is told:\n%s%s", stdout, stderr)
	}
	before := asked.Load()
	if _, _, code := lint("--external", "--strict"); code != cli.ExitProblems || asked.Load() != before+1 {
		t.Errorf("again: exit code %d, %d questions; the busy site alone was to be asked", code, asked.Load()-before)
	}
}
