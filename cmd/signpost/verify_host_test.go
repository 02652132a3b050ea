package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/cli"
	"signpost/internal/codes"
)

// publishedSite is a help centre with addresses of all kinds.
var publishedSite = map[string]string{
	"config.yaml": "title: Help\nbase_url: https://help.example/\n",
	"content/cards/resolve.md": `---
title: Resolve
aliases: [/Cards/Old.html, "/article.php?id=12", /hc/articles/360-*]
---
## The first {#first code=ID-201}

See [the form](form.pdf).

## The second {#second code=ID-202}

![A card](card.svg)
`,
	"content/cards/add.md":    "---\ntitle: Add\n---\n## Where {#where}\n\nHere.\n",
	"content/guides/start.md": "---\ntitle: Start\n---\n## A part {#part}\n\nText of the part.\n",
	"content/guides/print.md": "---\ntitle: Print\n---\nText about printers.\n",
	"content/cards/form.pdf":  "%PDF-1.4 a form",
	"content/cards/card.svg":  `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>`,
	"content/guides/offer.md": "---\ntitle: Offer\nexpires: 2020-01-01\n---\n## Terms {#terms}\n\nText.\n",
	"anchors.lock": `/cards/resolve/#gone retired That field no longer exists.
/fax/ retired Faxes ended in 2026.
/fax/#send retired Faxes ended in 2026.
/files/old.pdf -> /cards/form.pdf
/guides/offer/
/guides/offer/#older
/guides/offer/#terms
/old/ids/ -> /guides/start/
/old/ids/#step -> /guides/start/#part
/old/moved/ -> /guides/start/
/old/moved/#part -> /guides/start/#part
/old/section/ -> /cards/resolve/#second
/old/split/ -> /guides/start/
/old/split/#b -> /cards/add/#where
`,
}

// plantedFault is something wrong with a host. change changes the files of the site, which are in a folder, and
// between is put between the host and its readers. nginx and caddy are lines for the configuration, in which BASE is
// the path of the site.
type plantedFault struct {
	name         string
	change       func(t *testing.T, site string)
	between      func(w http.ResponseWriter, r *http.Request, host http.Handler)
	nginx, caddy string

	// want are the kinds and addresses of the faults; * stands for any letters.
	want []string
}

var plantedFaults = []plantedFault{
	{
		name:   "missing folder",
		change: remove("guides"),
		want: []string{
			"missing /guides/", "missing /guides/offer/", "missing /guides/print/", "missing /guides/start/",
		},
	},
	{
		name:   "missing page",
		change: remove("cards/add"),
		want:   []string{"missing /cards/add/"},
	},
	{
		name:   "missing short link",
		change: remove("e/id-201"),
		want:   []string{"missing /e/id-201/"},
	},
	{
		name:   "missing file",
		change: remove("cards/form.pdf"),
		want:   []string{"missing /cards/form.pdf"},
	},
	{
		name:   "missing codes",
		change: remove("codes.json"),
		want:   []string{"missing /codes.json"},
	},
	{
		name: "folder in another case",
		change: func(t *testing.T, site string) {
			check(t, os.Rename(filepath.Join(site, "cards", "add"), filepath.Join(site, "cards", "Add")))
		},
		want: []string{"missing /cards/add/"},
	},
	{
		name:   "stale page",
		change: replaceAll("guides/print/index.html", "about printers", "about faxes"),
		want:   []string{"stale /guides/print/"},
	},
	{
		name:   "missing heading",
		change: replace("cards/resolve/index.html", `id="second"`, `id="other"`),
		want:   []string{"missing-heading /cards/resolve/#second"},
	},
	{
		name:   "missing notice of a page",
		change: copyOver("guides/print/index.html", "fax/index.html"),
		want:   []string{"missing-heading /fax/#send", "missing-notice /fax/"},
	},
	{
		name:   "missing notice of a heading",
		change: replace("cards/resolve/index.html", "That field no longer exists.", ""),
		want:   []string{"missing-notice /cards/resolve/#gone"},
	},
	{
		name:   "page in place of another",
		change: copyOver("guides/print/index.html", "cards/add/index.html"),
		want:   []string{"other-page /cards/add/"},
	},
	{
		name:   "page at an old address leads elsewhere",
		change: replace("old/split/index.html", "../../guides/start/", "../../guides/print/"),
		want:   []string{"wrong-target /old/split/"},
	},
	{
		name:   "stale codes",
		change: dropCode,
		want:   []string{"stale-codes /codes.json"},
	},
	{
		name:   "codes for another host",
		change: replaceAll("codes.json", "https://help.example/", "http://localhost:8080/"),
		want:   []string{"wrong-base /codes.json"},
	},
	{
		name:   "missing style",
		change: remove("assets/site-*.css"),
		want:   []string{"missing-asset /assets/site-*.css"},
	},
	{
		name:   "missing search index",
		change: remove("search"),
		want:   []string{"missing-asset /search/index.idx"},
	},
	{
		name:   "file of another size",
		change: replace("cards/form.pdf", "form", "fo"),
		want:   []string{"other-file /cards/form.pdf"},
	},
	{
		name:   "file of the same size",
		change: replace("cards/form.pdf", "form", "from"),
		want:   []string{"other-file /cards/form.pdf"},
	},
	{
		name:  "redirect that drops the fragment of the reader",
		nginx: "rewrite ^BASE/old/ids/$ BASE/guides/start/ permanent;",
		caddy: "redir BASE/old/ids/ BASE/guides/start/ 301",
		want:  []string{"lost-fragment /old/ids/#step"},
	},
	{
		name:  "redirect that drops its own fragment",
		nginx: "rewrite ^BASE/old/section/$ BASE/cards/resolve/ permanent;",
		caddy: "redir BASE/old/section/ BASE/cards/resolve/ 301",
		want:  []string{"lost-fragment /old/section/"},
	},
	{
		name:  "redirect to the wrong page",
		nginx: "rewrite ^BASE/old/moved/$ BASE/cards/add/ permanent;",
		caddy: "redir BASE/old/moved/ BASE/cards/add/ 301",
		want:  []string{"wrong-target /old/moved/"},
	},
	{
		name:  "redirect to a page that does not exist",
		nginx: "rewrite ^BASE/old/moved/$ BASE/nowhere/ permanent;",
		caddy: "redir BASE/old/moved/ BASE/nowhere/ 301",
		want:  []string{"missing /old/moved/"},
	},
	{
		name:  "redirect to itself",
		nginx: "rewrite ^BASE/guides/start/$ BASE/guides/start/ redirect;",
		caddy: "redir BASE/guides/start/ BASE/guides/start/ 302",
		want:  []string{"redirect-loop /guides/start/"},
	},
	{
		name:  "redirect to another host",
		nginx: "rewrite ^BASE/guides/start/$ https://www.help.example/guides/start/ permanent;",
		caddy: "redir BASE/guides/start/ https://www.help.example/guides/start/ 301",
		want:  []string{"other-host /guides/start/"},
	},
	{
		name:   "200 for everything, with the page for missing addresses",
		change: errorsAre200,
		want:   []string{"soft-404 /signpost-verify-*/"},
	},
	{
		name: "200 for everything, and a missing folder",
		change: func(t *testing.T, site string) {
			errorsAre200(t, site)
			remove("guides")(t, site)
			remove("cards/form.pdf")(t, site)
		},
		want: []string{
			"missing /cards/form.pdf", "missing /guides/", "missing /guides/offer/", "missing /guides/print/",
			"missing /guides/start/", "soft-404 /signpost-verify-*/",
		},
	},
	{
		name:  "internal error",
		nginx: `if ($uri = "BASE/guides/start/") { return 500; }`,
		caddy: "respond BASE/guides/start/ 500",
		want:  []string{"server-error /guides/start/"},
	},
	{
		name:  "forbidden page",
		nginx: `if ($uri = "BASE/guides/start/") { return 403; }`,
		caddy: "respond BASE/guides/start/ 403",
		want:  []string{"forbidden /guides/start/"},
	},
	{
		name:  "password for the whole site",
		nginx: `return 401;`,
		caddy: "respond 401",
		want:  []string{"forbidden /"},
	},
	{
		name:    "redirect that removes the slash",
		between: at("/guides/start/", "/guides/start", redirectTo("/guides/start"), sendFrom("/guides/start/")),
		want:    []string{"lost-slash /guides/start/"},
	},
	{
		name:    "wrong type of a page",
		between: at("/guides/start/", withHeader("Content-Type", "text/plain")),
		want:    []string{"wrong-type /guides/start/"},
	},
	{
		name:    "wrong charset of a page",
		between: at("/guides/start/", withHeader("Content-Type", "text/html; charset=iso-8859-1")),
		want:    []string{"wrong-type /guides/start/"},
	},
	{
		name:    "wrong type of a file",
		between: at("/cards/form.pdf", withHeader("Content-Type", "text/html")),
		want:    []string{"wrong-type /cards/form.pdf"},
	},
	{
		name:    "wrong type of a script",
		between: at("/assets/site-*.js", withHeader("Content-Type", "text/plain")),
		want:    []string{"wrong-type /assets/site-*.js"},
	},
	{
		name:    "broken compression",
		between: at("/guides/start/", withHeader("Content-Encoding", "gzip")),
		want:    []string{"bad-encoding /guides/start/"},
	},
	{
		name:    "compression that was not asked for",
		between: at("/guides/start/", withHeader("Content-Encoding", "br")),
		want:    []string{"bad-encoding /guides/start/"},
	},
	{
		name:    "compressed data without a header",
		between: at("/guides/start/", sendText("\x1f\x8b\x08 compressed")),
		want:    []string{"bad-encoding /guides/start/"},
	},
	{
		name:    "connection closed half way",
		between: at("/guides/start/", closeHalfWay),
		want:    []string{"cut-off /guides/start/"},
	},
	{
		name:    "page that takes too long",
		between: at("/guides/start/", neverAnswer),
		want:    []string{"timeout /guides/start/"},
	},
}

// TestVerifyFindsPlantedFaults checks that verify finds what is wrong with nginx and Caddy, and nothing else. Half of
// the sites are at the root of their host, half below it.
func TestVerifyFindsPlantedFaults(t *testing.T) {
	for i, server := range hostServers {
		t.Run(server.name, func(t *testing.T) {
			built := []string{buildPublished(t, ""), buildPublished(t, "/help")}
			for j, fault := range plantedFaults {
				t.Run(fault.name, func(t *testing.T) {
					dir, path := built[(i+j)%2], []string{"", "/help"}[(i+j)%2]
					address := fault.plant(t, server, dir, path)
					checkFaults(t, address+path+"/", fault.want, "--config", filepath.Join(dir, "config.yaml"))
				})
			}
		})
	}
}

// TestVerifyHealthyHost checks that verify reports nothing if there is nothing wrong.
func TestVerifyHealthyHost(t *testing.T) {
	for _, path := range []string{"", "/help", "/hjälp och stöd"} {
		dir := buildPublished(t, path)
		for _, server := range hostServers {
			t.Run(server.name+path, func(t *testing.T) {
				address := plantedFault{}.plant(t, server, dir, path)
				checkFaults(t, address+path+"/", nil, "--config", filepath.Join(dir, "config.yaml"))
			})
		}
	}
}

// buildPublished builds the site for a path of its host. The site is in the folder public of its root.
func buildPublished(t *testing.T, path string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	writeFiles(t, dir, publishedSite)
	config := "title: Help\nbase_url: \"https://help.example" + path + "/\"\n"
	writeFiles(t, dir, map[string]string{"config.yaml": config})
	signpost(t, "lock", "--config", filepath.Join(dir, "config.yaml"))
	signpost(t, "build", "--quiet",
		"--config", filepath.Join(dir, "config.yaml"),
		"--out", filepath.Join(dir, "public", filepath.FromSlash(path)))
	return dir
}

// plant starts a server with a copy of the site and the fault, and returns its address.
func (f plantedFault) plant(t *testing.T, server hostServer, dir, path string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "public")
	check(t, os.CopyFS(root, os.DirFS(filepath.Join(dir, "public"))))
	if f.change != nil {
		f.change(t, filepath.Join(root, filepath.FromSlash(path)))
	}

	line := map[string]string{"nginx": f.nginx, "caddy": f.caddy}[server.name]
	line = strings.ReplaceAll(line, "BASE", path)
	if f.between != nil && server.name == "nginx" {
		line = "absolute_redirect off;" // it would redirect past the proxy
	}
	server.config = strings.Replace(server.config, `root`, line+"\nroot", 1)
	address := server.start(t, root, path)
	getPage(t, address+"/")
	if f.between == nil {
		return address
	}

	target, err := url.Parse(address)
	check(t, err)
	host := httputil.NewSingleHostReverseProxy(target)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.between(w, r, host)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL
}

// checkFaults runs verify and compares its faults with the expected ones.
func checkFaults(t *testing.T, address string, want []string, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"verify", address, "--format", "json", "--timeout", "2s"}, args...)
	code := runArgs(t.Context(), &stdout, &stderr, args...)

	wantCode := cli.ExitOK
	if want != nil {
		wantCode = cli.ExitProblems
	}
	if code != wantCode {
		t.Fatalf("exit code %d, want %d: %s", code, wantCode, &stderr)
	}

	var report struct {
		Faults []struct{ Kind, Address, Text, Hint string }
	}
	check(t, json.Unmarshal(stdout.Bytes(), &report))
	var got []string
	for _, f := range report.Faults {
		got = append(got, withoutHash.ReplaceAllString(f.Kind+" "+f.Address, "$1-*$2"))
		if f.Text == "" || f.Hint == "" {
			t.Errorf("the fault %s %s has no text or no hint", f.Kind, f.Address)
		}
	}

	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%s", diff, &stdout)
	}
}

// withoutHash matches the part of names that differs between builds or runs.
var withoutHash = regexp.MustCompile(`(site|verify)-[0-9A-Za-z]+(\.|/)`)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// remove removes the files that match a pattern.
func remove(pattern string) func(*testing.T, string) {
	return func(t *testing.T, site string) {
		names, err := filepath.Glob(filepath.Join(site, filepath.FromSlash(pattern)))
		if err != nil || names == nil {
			t.Fatal("nothing to remove", pattern, err)
		}
		for _, name := range names {
			check(t, os.RemoveAll(name))
		}
	}
}

// replace replaces one text in a file.
func replace(file, old, text string) func(*testing.T, string) {
	return func(t *testing.T, site string) { replaceIn(t, filepath.Join(site, file), old, text, 1) }
}

// replaceAll replaces a text everywhere in a file.
func replaceAll(file, old, text string) func(*testing.T, string) {
	return func(t *testing.T, site string) { replaceIn(t, filepath.Join(site, file), old, text, -1) }
}

func replaceIn(t *testing.T, name, old, text string, n int) {
	t.Helper()
	data, err := os.ReadFile(name)
	check(t, err)
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not contain %q", name, old)
	}
	check(t, os.WriteFile(name, []byte(strings.Replace(string(data), old, text, n)), 0o666))
}

// copyOver replaces a file by a copy of another.
func copyOver(from, to string) func(*testing.T, string) {
	return func(t *testing.T, site string) {
		data, err := os.ReadFile(filepath.Join(site, from))
		check(t, err)
		check(t, os.WriteFile(filepath.Join(site, to), data, 0o666))
	}
}

// dropCode replaces the list of codes by one without the last.
func dropCode(t *testing.T, site string) {
	name := filepath.Join(site, "codes.json")
	data, err := os.ReadFile(name)
	check(t, err)
	registry, err := codes.Decode(data)
	check(t, err)
	older := codes.New(registry.Site, registry.Codes[:len(registry.Codes)-1])
	check(t, os.WriteFile(name, older.Encode(), 0o666))
}

// errorsAre200 makes both servers answer 200 with the page for missing addresses.
func errorsAre200(t *testing.T, site string) {
	replace("_nginx.conf", "error_page 404 ", "error_page 404 =200 ")(t, site)
	replaceIn(t, filepath.Join(site, "_Caddyfile"), "\tfile_server ", "\tfile_server {\nstatus 200\n}\n#", 1)
}

// at answers some paths with the handlers, in order, and leaves the others to the host. The last handler counts for the
// last path too.
func at(args ...any) func(http.ResponseWriter, *http.Request, http.Handler) {
	var paths []string
	var handlers []func(http.ResponseWriter, *http.Request, http.Handler)
	for _, arg := range args {
		switch arg := arg.(type) {
		case string:
			paths = append(paths, arg)
		case func(http.ResponseWriter, *http.Request, http.Handler):
			handlers = append(handlers, arg)
		}
	}

	return func(w http.ResponseWriter, r *http.Request, host http.Handler) {
		name := strings.TrimPrefix(r.URL.Path, "/help")
		for i, pattern := range paths {
			if matched, _ := filepath.Match(pattern, name); matched {
				handlers[i](w, r, host)
				return
			}
		}
		host.ServeHTTP(w, r)
	}
}

func redirectTo(path string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		base := strings.TrimSuffix(strings.TrimSuffix(r.URL.Path, "/"), path)
		w.Header().Set("Location", base+path)
		w.WriteHeader(http.StatusPermanentRedirect)
	}
}

// sendFrom sends what the host has at another path.
func sendFrom(path string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, host http.Handler) {
		r.URL.Path = strings.TrimSuffix(r.URL.Path, strings.TrimSuffix(path, "/")) + path
		host.ServeHTTP(w, r)
	}
}

// withHeader changes a header of the answer.
func withHeader(name, value string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, host http.Handler) {
		r.Header.Set("Accept-Encoding", "identity")
		answer := httptest.NewRecorder()
		host.ServeHTTP(answer, r)
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.Header().Set(name, value)
		_, _ = io.Copy(w, answer.Body)
	}
}

func sendText(text string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, text)
	}
}

// closeHalfWay promises more than it sends.
var closeHalfWay = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	fmt.Fprint(buffer, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<!doctype html>")
	_ = buffer.Flush()
}

// neverAnswer waits until the client has given up.
var neverAnswer = func(_ http.ResponseWriter, r *http.Request, _ http.Handler) { <-r.Context().Done() }
