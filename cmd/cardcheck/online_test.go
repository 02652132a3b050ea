package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"signpost/internal/cli"
)

// codesServer is a site that sends its codes.json, or 404 if it has none.
type codesServer struct {
	body     []byte
	requests int
}

// ServeHTTP counts the requests.
func (s *codesServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests++
	if r.URL.Path != "/help/codes.json" || s.body == nil {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(s.body)
}

// newestCodesTest is a run of explain with a site that has newer codes, or none.
type newestCodesTest struct {
	name     string
	body     []byte // codes.json of the site
	args     string
	stdout   string // SITE is the address of the site
	stderr   string
	requests int
}

// TestNewestCodes checks that --online loads the codes of the site, and that the codes of this program are used if that
// fails.
func TestNewestCodes(t *testing.T) {
	newer := newerRegistry.Encode()
	for _, test := range []newestCodesTest{
		{
			name:     "new codes and links to their site",
			body:     newer,
			args:     "explain XX-101 --online",
			stdout:   "SITE/e/xx-101/",
			requests: 1,
		},
		{
			name:   "no request without --online",
			body:   newer,
			args:   "explain XX-101",
			stderr: "does not know XX-101",
		},
		{
			name:     "damaged codes",
			body:     bytes.Replace(newer, []byte("It came"), []byte("It went"), 1),
			args:     "explain EM-301 --online",
			stdout:   "Sign in to EMIS failed",
			stderr:   "registry is damaged",
			requests: 1,
		},
		{
			name:     "codes of another schema",
			body:     []byte(`{"schema": 2}`),
			args:     "explain EM-301 --online",
			stdout:   "Sign in to EMIS failed",
			stderr:   "has schema 2",
			requests: 1,
		},
		{
			name:     "no codes",
			args:     "explain EM-301 --online",
			stdout:   "Sign in to EMIS failed",
			stderr:   "status 404",
			requests: 1,
		},
	} {
		t.Run(test.name, test.run)
	}
}

func (n newestCodesTest) run(t *testing.T) {
	handler := &codesServer{body: n.body}
	server := httptest.NewServer(handler)
	defer server.Close()
	site := server.URL + "/help"

	var stdout, stderr bytes.Buffer
	runWith(t.Context(), cli.Process{
		Args:   append(strings.Fields(n.args), "--site", site+"/"),
		Env:    func(string) string { return "" },
		Stdin:  strings.NewReader(""),
		Stdout: &stdout,
		Stderr: &stderr,
	}, testRegistry)

	if handler.requests != n.requests {
		t.Errorf("%d requests, want %d", handler.requests, n.requests)
	}
	if want := strings.ReplaceAll(n.stdout, "SITE", site); !strings.Contains(stdout.String(), want) {
		t.Errorf("standard output is %q, want %q", &stdout, want)
	}
	if !strings.Contains(stderr.String(), n.stderr) {
		t.Errorf("standard error is %q, want %q", &stderr, n.stderr)
	}
}
