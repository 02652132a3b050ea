package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"signpost/internal/cli"
)

// externalTest is a help centre with links to two other sites: one without the page, and one that is busy.
type externalTest struct {
	dir      string
	dead     string // the address of a page
	busy     string
	requests atomic.Int64
}

func newExternalTest(t *testing.T) *externalTest {
	t.Helper()
	e := &externalTest{dir: t.TempDir()}
	e.dead = e.serve(t, http.StatusNotFound) + "/missing"
	e.busy = e.serve(t, http.StatusTooManyRequests) + "/busy"
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, filepath.Join(e.dir, "cache"))
	}

	const article = "---\ntitle: T\n---\nText.\n\nSee [a page](%s) and [another page of it](%s).\n"
	writeFiles(t, e.dir, map[string]string{
		"config.yaml":  "title: Help\n",
		"content/a.md": fmt.Sprintf(article, e.dead, e.busy),
		"content/b.md": "# B\n\nText.\n",
	})
	return e
}

// serve starts a site that returns the same status for every page.
func (e *externalTest) serve(t *testing.T, status int) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		e.requests.Add(1)
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// lintResult is what a run of lint returns.
type lintResult struct {
	code     int
	requests int64
	stdout   string
	stderr   string
}

func (e *externalTest) lint(t *testing.T, args ...string) lintResult {
	t.Helper()
	before := e.requests.Load()
	var stdout, stderr bytes.Buffer
	args = append([]string{"lint", "--config", filepath.Join(e.dir, "config.yaml")}, args...)
	code := runArgs(t.Context(), &stdout, &stderr, args...)
	return lintResult{
		code:     code,
		requests: e.requests.Load() - before,
		stdout:   stdout.String(),
		stderr:   stderr.String(),
	}
}

func TestLintChecksExternalLinks(t *testing.T) {
	e := newExternalTest(t)
	if got := e.lint(t); got.code != cli.ExitOK || got.requests != 0 {
		t.Fatalf("without --external: %+v", got)
	}
	fileWithoutLinks := filepath.Join(e.dir, "content", "b.md")
	if got := e.lint(t, "--external", fileWithoutLinks); got.code != cli.ExitOK || got.requests != 0 {
		t.Fatalf("for a file without links: %+v", got)
	}

	got := e.lint(t, "--external")
	want := `a.md:6:5: warning SP024: the link "` + e.dead + `" returns 404 Not Found`
	if got.code != cli.ExitOK || !strings.Contains(got.stdout, want) {
		t.Errorf("no %s in %+v", want, got)
	}
	if strings.Count(got.stdout, "SP024") != 1 {
		t.Errorf("a busy site is reported as a problem: %s", got.stdout)
	}
	if want := "a.md:6: not checked: " + e.busy + " returns 429"; !strings.Contains(got.stderr, want) {
		t.Errorf("no %s in %s", want, got.stderr)
	}

	again := e.lint(t, "--external", "--strict")
	if again.code != cli.ExitProblems || again.requests != 1 {
		t.Errorf("only the busy site is to be asked again: %+v", again)
	}
}
