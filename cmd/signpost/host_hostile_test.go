package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"signpost/internal/testkit/folder"
	"signpost/internal/testkit/need"
)

// hostileWords mean something in the configuration of a host, in a header, or in a policy.
var hostileWords = []string{
	`"`, "'", "`", ";", "{", "}", "$uri", "${x}", "{$HOME}", "{http.request.uri}", "#", "\\", "\\\"", "\n",
	"\r\nSet-Cookie: a=b",
	"\t", " ", "  ", "é", "日本", "\u202e", "\u2028", "*", "?", "&", "%", "%0a", "%22", "%5c", "(", ")", "[",
	"]", "|", "^", "~",
	"<", ">", ",", "=", "; sandbox", "; script-src *", "'unsafe-inline'", "} return 200 x; {",
	"; include /etc/passwd;", "@x", ":80",
	"import /etc/passwd", "!", "+", "//", "..", "\"; }", "<<EOF", "\x7f", "a", "b", "help",
}

func hostileText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(5) {
		b.WriteString(hostileWords[r.IntN(len(hostileWords))])
	}

	return b.String()
}

// hostileSettings returns a site with hostile texts in some of its settings and addresses.
func hostileSettings(r *rand.Rand) []string {
	var b strings.Builder
	setting := func(format, value string) {
		if r.IntN(12) == 0 { // most values are refused
			value += hostileText(r)
		}

		fmt.Fprintf(&b, format+"\n", strconv.Quote(value))
	}

	fmt.Fprintf(&b, "title: %s\ndescription: %s\n", strconv.Quote("T"+hostileText(r)), strconv.Quote(hostileText(r)))
	setting("base_url: %s", "https://help.example/centre")
	setting("language: %s", "en-GB")
	setting("feedback: {endpoint: %s}", "https://help.example/x;{$uri}?'`&}=")
	setting("contact: {url: %s}", "https://help.example/?`{}'$;")
	setting("footer: [{text: \"F\", url: %s}]", "https://help.example/#'{}$;")
	b.WriteString("security:\n")
	setting("  frames: [%s]", "https://a.example")
	setting("  connect: [%s]", "https://b.example")
	setting("  frame_ancestors: [%s]", "https://c.example")
	setting("  codes_origins: [\"https://e.example\", %s]", "https://d.example")

	alias := "/" + hostileText(r) + pickOne(r, "", "/", "/*", "?id=1", ".html")
	article := "---\ntitle: A\naliases: [" + strconv.Quote(alias) + "]\n---\nText.\n"
	name := strings.NewReplacer("/", "", "\n", "").Replace(hostileText(r))

	return []string{
		"config.yaml", b.String(),
		"content/help/a.md", article,
		"content/help/" + name + ".md", "# B\n\nText.\n",
		"anchors.lock", "/" + strings.NewReplacer("\n", "", " ", "").Replace(hostileText(r)) + "/ -> /help/a/\n",
	}
}

// TestServersAcceptHostileSettings builds sites from hostile settings and addresses. What is built, nginx and Caddy
// accept, and its headers are those of every site.
func TestServersAcceptHostileSettings(t *testing.T) {
	for _, server := range hostServers {
		if _, err := exec.LookPath(server.name); err != nil {
			need.Missing(t, err)
		}
	}

	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	runs := 300
	if n, err := strconv.Atoi(os.Getenv("ATTACK_RUNS")); err == nil {
		runs = n
	}

	built := 0
	for i := range runs {
		dir := folder.New(t, hostileSettings(rand.New(rand.NewPCG(2, uint64(i))))...)
		args := []string{"build", "--config", filepath.Join(dir, "config.yaml")}
		var out bytes.Buffer
		if code := runArgs(t.Context(), &out, &out, args...); code == 3 || code == 1 {
			continue
		} else if code != 0 {
			t.Errorf("site %d: exit code %d: %s", i, code, &out)
			continue
		}

		built++
		public := filepath.Join(dir, "public")
		if err := checkHeadersFile(os.DirFS(public)); err != nil {
			t.Errorf("site %d: %v", i, err)
		}

		for _, server := range hostServers {
			if output, err := server.validate(t, public); err != nil {
				t.Errorf("site %d: %s: %v\n%s", i, server.name, err, output)
			}
		}

		if t.Failed() {
			return
		}
	}

	t.Logf("%d of %d sites were built", built, runs)
	if built < runs/20 {
		t.Errorf("only %d of %d sites were built", built, runs)
	}
}

// validate checks the configuration of a server that includes the files of a site, and returns the output.
func (s hostServer) validate(t *testing.T, root string) ([]byte, error) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "server.conf")
	config := fmt.Sprintf(s.config, "127.0.0.1:8080", dir, root, "")
	if err := os.WriteFile(file, []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}

	args := map[string][]string{
		"nginx": {"-t", "-c"},
		"caddy": {"validate", "--adapter", "caddyfile", "--config"},
	}
	cmd := exec.CommandContext(t.Context(), s.name, append(args[s.name], file)...)
	cmd.Env = append(os.Environ(), "HOME="+dir)

	return cmd.CombinedOutput()
}

var (
	knownHeaders = strings.Fields("Content-Security-Policy X-Content-Type-Options Referrer-Policy Cache-Control " +
		"Access-Control-Allow-Origin Vary")
	knownDirectives = strings.Fields("default-src script-src frame-src img-src connect-src base-uri object-src " +
		"frame-ancestors require-trusted-types-for")
)

// checkHeadersFile checks that _headers contains known headers, and the policy known directives.
func checkHeadersFile(site fs.FS) error {
	data, err := fs.ReadFile(site, "_headers")
	if err != nil {
		return err
	}

	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		name, value, isHeader := strings.Cut(strings.TrimPrefix(line, "  "), ": ")
		switch {
		case !strings.HasPrefix(line, "  "):
			if line != "" && !strings.HasPrefix(line, "/") && !strings.HasPrefix(line, "#") {
				return fmt.Errorf("_headers contains the line %q", line)
			}
		case !isHeader || !slices.Contains(knownHeaders, name):
			return fmt.Errorf("_headers contains the header %q", line)
		case name == "Content-Security-Policy":
			for directive := range strings.SplitSeq(value, "; ") {
				if name, _, _ := strings.Cut(directive, " "); !slices.Contains(knownDirectives, name) {
					return fmt.Errorf("the policy contains %q", directive)
				}
			}
		}
	}

	return nil
}
