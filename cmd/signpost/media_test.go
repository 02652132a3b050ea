package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"image"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/internal/cli"
	"signpost/internal/generate"
)

// exportWithMedia links to a picture twice, to a form, and to what must not be fetched.
const exportWithMedia = `{"articles": [
  {"id": 1, "title": "One", "html_url": "https://help.example.org/hc/en/articles/1-One", "section_id": 7,
   "body": "<img src='/hc/pictures/My%20shot' alt='A'>` +
	`<img src='https://evil.example/gone.png' alt='B'><a href='/hc/en/article_attachments/9'>Form</a>"},
  {"id": 2, "title": "Two", "html_url": "https://help.example.org/hc/en/articles/2-Two", "user_segment_id": 5,
   "body": "<img src='https://help.example.org/hc/pictures/My%20shot' alt='A'><img src='/hc/page.png' alt='C'>"}]}`

// TestImportDownloadsPictures imports articles with pictures and an attachment from a server.
func TestImportDownloadsPictures(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}

	requests := map[string]int{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests[r.Host+r.URL.Path]++
		switch r.URL.Path {
		case "/hc/pictures/My shot":
			_, _ = w.Write(picture.Bytes())
		case "/hc/en/article_attachments/9":
			w.Header().Set("Content-Disposition", `attachment; filename="Form A.pdf"`)
			_, _ = w.Write([]byte("%PDF-1.7"))
		case "/hc/page.png":
			_, _ = w.Write([]byte("<html>"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()

	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": "title: Help\n", "export.json": exportWithMedia})
	log := importExport(t, dir, "one", server)

	one := readText(t, filepath.Join(dir, "one", "articles", "one.md"))
	for _, want := range []string{
		"![A](../pictures/my-shot.png)", "[Form](../attachments/form-a.pdf)", "![B](https://evil.example/gone.png)",
	} {
		if !strings.Contains(one, want) {
			t.Errorf("no %s in\n%s", want, one)
		}
	}
	if two := readText(t, filepath.Join(dir, "one", "articles", "two.md")); !strings.Contains(two, "draft: true") {
		t.Errorf("a restricted article is no draft:\n%s", two)
	}
	if data := readText(t, filepath.Join(dir, "one", "pictures", "my-shot.png")); data != picture.String() {
		t.Error("the picture differs")
	}
	for _, want := range []string{
		"imported as drafts: 1 restricted article", "missing pictures and attachments: 2", "report.md lists them all",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("no %q in\n%s", want, log)
		}
	}
	report := readText(t, filepath.Join(dir, "import-report.md"))
	for _, want := range []string{
		"- `articles/two.md`", "- `https://evil.example/gone.png` returns 404 Not Found",
		"- `https://help.example.org/hc/page.png` is not a picture in a format that is supported",
	} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}

	importExport(t, dir, "two", server)
	if n := requests["help.example.org/hc/pictures/My shot"]; n != 1 {
		t.Errorf("the picture was requested %d times in two imports", n)
	}
	if _, err := os.Stat(filepath.Join(dir, "import-report-2.md")); err != nil {
		t.Error(err)
	}
}

// importExport imports export.json into a folder, with all hosts on one server, and returns what is printed.
func importExport(t *testing.T, dir, content string, server *httptest.Server) string {
	t.Helper()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, server.Listener.Addr().String())
	}
	var stderr bytes.Buffer
	i := &articleImporter{
		program: &program{cli.Process{
			Stderr:   &stderr,
			CacheDir: filepath.Join(dir, "cache"),
			Now:      time.Now,
		}},
		options: generate.Options{
			ConfigFile: filepath.Join(dir, "config.yaml"),
			Content:    filepath.Join(dir, content),
		},
		pictures: true,
		testClient: &http.Client{Transport: &http.Transport{
			DialContext:     dial,
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // the certificate is for another name
		}},
	}
	if err := i.run(t.Context(), "zendesk", filepath.Join(dir, "export.json")); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	return stderr.String()
}

func readText(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
