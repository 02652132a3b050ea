package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
)

// fullRuns has a command line for each command, and states whether it prints to standard output. DIR is the folder of
// the help centre, and SITE its address on a server.
var fullRuns = []struct {
	args   string
	prints bool
}{
	{"", true},
	{"help", true},
	{"--help", true},
	{"version", true},
	{"licences", true},
	{"lock move /start/sign-in/#old /start/sign-in/#first-time --config DIR/config.yaml", false},
	{"lock retire /start/sign-in/#older --reason Gone --config DIR/config.yaml", false},
	{"lock fix --config DIR/config.yaml", false},
	{"lock fix --format json --config DIR/config.yaml", true},
	{"build --config DIR/config.yaml", false},
	{"codes --config DIR/config.yaml", true},
	{"codes SI-101 --config DIR/config.yaml", true},
	{"codes --format json --config DIR/config.yaml", true},
	{"codes --format go --config DIR/config.yaml", true},
	{"codes scan DIR/product --config DIR/config.yaml", true},
	{"explain", true},
	{"explain SP020", true},
	{"diff DIR/public DIR/public --format json", true},
	{"verify SITE/ --format json --config DIR/config.yaml", true},
	{"lint --config DIR/config.yaml --content DIR/bad", true},
	{"lint --format json --config DIR/config.yaml", true},
	{"lint --format sarif --config DIR/config.yaml", true},
	{"lint --format junit --config DIR/config.yaml", true},
	{"lint --format github --config DIR/config.yaml --content DIR/bad", true},
	{"lock --config DIR/config.yaml", false},
	{"search password --config DIR/config.yaml", true},
	{"search --format json password --config DIR/config.yaml", true},
	{"serve --addr 127.0.0.1:0 --config DIR/config.yaml", true},
	{"new start/next --config DIR/config.yaml", false},
	{"new error SI-109 Message --config DIR/config.yaml", true},
	{"new statement --config DIR/config.yaml", false},
	{"new theme mine --config DIR/config.yaml", false},
	{"init DIR/other", false},
	{"import zendesk DIR/export.json --config DIR/config.yaml", false},
	{"import markdown DIR/content --into DIR/imported", false},
}

// TestFullDisk runs every command with a standard output that cannot be written.
func TestFullDisk(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	prepareFullDisk(t, dir)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()

	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "public"))))
	defer server.Close()

	places := strings.NewReplacer("DIR", dir, "SITE", server.URL)
	for _, test := range fullRuns {
		t.Run(test.args, func(t *testing.T) {
			var stderr bytes.Buffer
			args := strings.Fields(places.Replace(test.args))
			code := runArgs(t.Context(), full, &stderr, args...)

			const message = "signpost: cannot write the output: write /dev/full: no space left on device\n"
			reported := strings.HasSuffix(stderr.String(), message)
			if want := map[bool]int{true: cli.ExitFailed, false: cli.ExitOK}[test.prints]; code != want {
				t.Errorf("exit code %d, want %d\n%s", code, want, &stderr)
			}
			if reported != test.prints {
				t.Errorf("standard error:\n%s", &stderr)
			}
		})
	}
}

// prepareFullDisk writes a help centre with a site, and one with a problem.
func prepareFullDisk(t *testing.T, dir string) {
	t.Helper()
	var stderr bytes.Buffer
	runOK := func(args ...string) {
		if code := runArgs(t.Context(), &stderr, &stderr, args...); code != cli.ExitOK {
			t.Fatalf("%v: exit code %d\n%s", args, code, &stderr)
		}
	}

	runOK("init", dir)
	runOK("build", "--config", filepath.Join(dir, "config.yaml"))
	writeTestFile(t, filepath.Join(dir, "anchors.lock"), []byte("/start/sign-in/#old\n/start/sign-in/#older\n"))
	writeTestFile(t, filepath.Join(dir, "bad", "a.md"), []byte("# A\n\n[b](b.md)\n"))
	writeTestFile(t, filepath.Join(dir, "product", "main.go"), []byte("package main\n\nconst code = \"SI-999\"\n"))
	const export = `{"articles": [{"id": 1, "title": "Card", "body": "<p>x</p>"}]}`
	writeTestFile(t, filepath.Join(dir, "export.json"), []byte(export))
}

// TestEveryCommandIsRunOnAFullDisk checks that the list above is complete.
func TestEveryCommandIsRunOnAFullDisk(t *testing.T) {
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		path := strings.TrimPrefix(c.CommandPath(), "signpost ")
		if c.Runnable() && !hasFullRun(path) {
			t.Errorf("no command line for %q", path)
		}
		for _, child := range c.Commands() {
			visit(child)
		}
	}
	visit(newRoot(thisProcess()))
}

func hasFullRun(path string) bool {
	for _, test := range fullRuns {
		if test.args == path || strings.HasPrefix(test.args, path+" ") {
			return true
		}
	}
	return false
}
