package main

import (
	"html"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// The projects in internal/migrate list in the file "published" what their generator published: addresses of pages and
// headings. After the import and a build, each must lead to its page, and to an element with the ID, without
// JavaScript.
func TestImportedAddresses(t *testing.T) {
	archives, err := filepath.Glob("../../internal/migrate/testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}

	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if f.Name == "published" {
				t.Run(filepath.Base(name), func(t *testing.T) { checkPublished(t, archive, string(f.Data)) })
			}
		}
	}
}

func checkPublished(t *testing.T, archive *txtar.Archive, published string) {
	dir := extractArchive(t, archive)
	site := filepath.Join(dir, "site")
	signpost(t, "import", "markdown", filepath.Join(dir, "in"), "--into", site)
	signpost(t, "build", "--quiet", "--config", filepath.Join(site, "config.yaml"))

	for address := range strings.FieldsSeq(published) {
		page, fragment, _ := strings.Cut(address, "#")
		text, ok := followRedirects(filepath.Join(site, "public"), page)
		switch {
		case !ok:
			t.Errorf("%s leads to no page", address)
		case fragment != "" && !strings.Contains(text, ` id="`+html.EscapeString(fragment)+`"`):
			t.Errorf("%s: the page has no element with this ID", address)
		}
	}
}

var refresh = regexp.MustCompile(`<meta http-equiv="refresh" content="[^"]*url=([^"]*)"`)

// followRedirects returns the page that a web server shows at an address. Addresses that differ only in case from
// others need a redirect of the host.
func followRedirects(public, address string) (string, bool) {
	redirects, _ := os.ReadFile(filepath.Join(public, "_redirects"))
	for range 5 {
		old := regexp.QuoteMeta(strings.TrimSuffix(address, "/"))
		rule := regexp.MustCompile(`(?m)^` + old + `/? (\S+) 301`)
		if m := rule.FindSubmatch(redirects); m != nil {
			address = string(m[1])
		}

		name := filepath.Join(public, filepath.FromSlash(address))
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			name = filepath.Join(name, "index.html")
			address = strings.TrimSuffix(address, "/") + "/"
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return "", false
		}

		m := refresh.FindSubmatch(data)
		if m == nil {
			return string(data), true
		}
		target, _, _ := strings.Cut(html.UnescapeString(string(m[1])), "#")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(address+"x"), target)
		}
		address = target
	}
	return "", false
}
