package addresslist

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"signpost/internal/testkit/folder"
	"signpost/internal/testkit/limited"
)

const (
	sitemap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
	xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>
https://help.example/a/?x=1&amp;y=2</loc><lastmod>2026-01-01</lastmod>
<image:image><image:loc>https://help.example/a.png</image:loc></image:image></url>
<url><loc><![CDATA[https://help.example/b]]></loc></url>
</urlset>`

	index = `<sitemapindex><sitemap><loc>https://help.example/maps/one.xml</loc></sitemap>` +
		`<sitemap><loc>https://help.example/maps/two.xml.gz</loc></sitemap>` +
		`<sitemap><loc>https://help.example/maps/index.xml</loc></sitemap></sitemapindex>`
)

// write writes files and returns the name of the first one.
func write(t *testing.T, files ...string) string {
	t.Helper()
	return filepath.Join(folder.New(t, files...), files[0])
}

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()

	return b.String()
}

// utf16 returns a text as PowerShell writes it.
func utf16(text string) string {
	encoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	encoded, _ := encoder.String(text) // any text can be encoded

	return encoded
}

func TestRead(t *testing.T) {
	inSitemap := []string{"https://help.example/a/?x=1&y=2", "https://help.example/b"}
	for _, test := range []struct {
		name  string
		files []string
		want  []string
	}{
		{"sitemap", []string{"sitemap.xml", sitemap}, inSitemap},
		{"UTF-16", []string{"sitemap.xml", utf16(strings.Replace(sitemap, "UTF-8", "UTF-16", 1))}, inSitemap},
		{"list in UTF-16", []string{"old.txt", utf16("/a/\r\n/caf\u00e9/\r\n")}, []string{"/a/", "/café/"}},
		{"byte order mark", []string{"sitemap.xml", "\xef\xbb\xbf" + sitemap}, inSitemap},
		{"compressed", []string{"sitemap.xml.gz", zip(sitemap)}, inSitemap},
		{
			"index that contains itself",
			[]string{
				"index.xml", index,
				"one.xml", sitemap,
				"two.xml.gz", zip(strings.ReplaceAll(sitemap, "/b", "/c")),
			},
			[]string{
				"https://help.example/a/?x=1&y=2", "https://help.example/b",
				"https://help.example/a/?x=1&y=2", "https://help.example/c",
			},
		},
		{"list", []string{"old.txt", "# Old\n\n/a/\r\n https://help.example/b,c \nd.html"}, []string{
			"/a/", "https://help.example/b,c", "d.html",
		}},
		{"table", []string{"crawl.csv", "\"/a/\",200\n\"/b,c/\",404\n"}, []string{"/a/", "/b,c/"}},
		{"table with titles", []string{"crawl", "Address;Status\n/a/;200\n"}, []string{"/a/"}},
	} {
		got, err := Read(t.Context(), write(t, test.files...))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}

		if diff := cmp.Diff(test.want, got.Addresses); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestReadRejects(t *testing.T) {
	const loc = "<urlset><url><loc>/a/</loc></url>"
	for _, test := range []struct {
		name  string
		files []string
		want  string
	}{
		{"empty", []string{"a", ""}, "contains no addresses"},
		{"page", []string{"a", "<!DOCTYPE html><html><a href=/>x</a></html>"}, "neither a sitemap nor a list"},
		{"encoding", []string{"a", `<?xml version="1.0" encoding="ISO-8859-1"?><urlset/>`}, "save the file as UTF-8"},
		{"cut off", []string{"a", loc}, "unexpected EOF"},
		{
			"entity",
			[]string{"a", `<!DOCTYPE x [<!ENTITY e SYSTEM "a">]><urlset><url><loc>&e;</loc></url></urlset>`},
			"invalid character entity &e;",
		},
		{
			"folder of another sitemap",
			[]string{"a", "<sitemapindex><sitemap><loc>https://h/x/..</loc></sitemap></sitemapindex>"},
			"has no name",
		},
		{"missing", []string{"index.xml", index}, "the sitemap https://help.example/maps/one.xml is not in the folder"},
		{"bomb", []string{"a", zip("<urlset>" + strings.Repeat(" ", maxSitemap))}, "too large"},
	} {
		_, err := Read(t.Context(), write(t, test.files...))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}

func TestReadIgnoresUnusualAddresses(t *testing.T) {
	text := "/a/\n/" + strings.Repeat("x", 100_000) + "\n/b\x00\n/c/\n"
	got, err := Read(t.Context(), write(t, "a", text))
	if err != nil {
		t.Fatal(err)
	}

	want := &List{Addresses: []string{"/a/", "/c/"}, Ignored: 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, write(t, "a", "/a/\n")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sitemap))
	f.Add([]byte(index))
	f.Add([]byte(zip(sitemap)))
	f.Add([]byte("Address,Status\n\"/a/\",200\n"))
	f.Add([]byte("/a/\n\xff\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		name := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}

		list, err := Read(t.Context(), name)
		if (list == nil) == (err == nil) {
			t.Errorf("%v, %v", list, err)
		}
	})
}
