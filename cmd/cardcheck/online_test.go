package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"signpost/internal/cli"
)

// With --online the site says what it has now; whatever is wrong there, the codes of this program stand in.
func TestNewestCodes(t *testing.T) {
	var body []byte
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		if r.URL.Path != "/help/codes.json" || body == nil {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(body)
	}))
	defer server.Close()
	later := newerRegistry.Encode()
	for _, c := range []struct {
		name, out, complaint string
		body                 []byte
		args                 []string
		calls                int
	}{
		{"new codes, and links to where they came from", server.URL + "/help/e/xx-101/", "", later, []string{"explain", "XX-101", "--online"}, 1},
		{"no call without being asked to", "", "XX-101", later, []string{"explain", "XX-101"}, 0},
		{"damaged on the way", "Sign in to EMIS failed", "registry is damaged", bytes.Replace(later, []byte("It came"), []byte("It went"), 1), []string{"explain", "EM-301", "--online"}, 1},
		{"of another time", "Sign in to EMIS failed", "has schema 2", []byte(`{"schema": 2}`), []string{"explain", "EM-301", "--online"}, 1},
		{"not there", "Sign in to EMIS failed", "status 404", nil, []string{"explain", "EM-301", "--online"}, 1},
	} {
		body, calls = c.body, 0
		var stdout, stderr bytes.Buffer
		runWith(t.Context(), cli.Process{
			Args:   append(c.args, "--site", server.URL+"/help/"),
			Env:    func(string) string { return "" },
			Stdin:  strings.NewReader(""),
			Stdout: &stdout,
			Stderr: &stderr,
		}, testRegistry)
		if !strings.Contains(stdout.String(), c.out) || calls != c.calls {
			t.Errorf("%s: %d calls, %q, %q", c.name, calls, &stdout, &stderr)
		}
		if !strings.Contains(stdout.String()+stderr.String(), c.complaint) {
			t.Errorf("%s: complains %q, want %q", c.name, &stderr, c.complaint)
		}
	}
}
