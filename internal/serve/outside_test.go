package serve

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const hiddenText = "text that is not in the site"

// newOpenProject serves a site with a copy of each kind, next to a file that is not in its content.
func newOpenProject(t *testing.T) (dir, address string) {
	t.Helper()
	drawing := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`
	dir, address = newProject(t, titled("First"))
	put(t, dir, "secret.txt", hiddenText)
	put(t, dir, "content/cards/form.pdf", "%PDF-1.4")
	put(t, dir, "content/cards/drawing.svg", drawing)
	put(t, dir, "content/_static/free.txt", "free")
	put(t, dir, "content/cards/card.md", titled("First")+"\n[Form](form.pdf)\n\n![A drawing](drawing.svg)\n")
	isServed := func(status) bool {
		code, _ := get(t, address+"cards/form.pdf")
		return code == 200
	}
	awaitStatus(t, address, isServed, func() { put(t, dir, "content/_static/free.txt", "free now") })

	return dir, address
}

// TestRawRequests sends paths that lead out of the site on some servers and systems.
func TestRawRequests(t *testing.T) {
	dir, address := newOpenProject(t)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}

	for _, target := range []string{
		"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/..%5csecret.txt", `/..\secret.txt`,
		"/cards/../../secret.txt", "/cards/..%2f..%2f..%2fsecret.txt", "/./../secret.txt", "/secret.txt",
		"//secret.txt", "/" + filepath.ToSlash(dir) + "/secret.txt",
		"/%2f" + strings.TrimPrefix(filepath.ToSlash(dir), "/") + "/secret.txt", "/secret.txt%00.html",
		"/cards/form.pdf%00", "/cards/form.pdf/", "/cards/form.pdf::$DATA", "/CARDS/FORM.PDF.", "/NUL",
		"/cards/con", "/proc/self/environ", "file://" + filepath.ToSlash(dir) + "/secret.txt",
		"http://localhost/../secret.txt", "http://evil.example/secret.txt", "http://localhost/secret.txt", "*",
		"/config.yaml", "/content/cards/card.md", "/_static/free.txt", "/_snippets/part.md",
		"/.signpost/written.json", "/anchors.lock",
	} {
		answer := sendRaw(t, u.Host, target)
		if strings.Contains(answer, hiddenText) || strings.HasPrefix(answer, "HTTP/1.1 200") {
			t.Errorf("%s: %s", target, answer)
		}

		_, after, isRedirect := strings.Cut(answer, "\r\nLocation: ")
		to, _, _ := strings.Cut(after, "\r\n")
		if isRedirect && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
			t.Errorf("%s redirects to %s", target, to)
		}
	}
}

// sendRaw sends a request with a target as it is, and returns the answer.
func sendRaw(t *testing.T, host, target string) string {
	t.Helper()
	connection, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()

	_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", target, host)
	answer, err := io.ReadAll(connection)
	if err != nil {
		t.Fatal(target, err)
	}

	return string(answer)
}

// TestLinksMadeWhileServing replaces files, and then their folder, by links that lead out of the content folder.
func TestLinksMadeWhileServing(t *testing.T) {
	dir, address := newOpenProject(t)
	copies := []string{"cards/card.md", "cards/form.pdf", "cards/drawing.svg", "free.txt"}
	for _, name := range copies {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if name == "free.txt" {
			file = filepath.Join(dir, "content", "_static", name)
		}

		replaceByLink(t, filepath.Join(dir, "secret.txt"), file)
		expectNothingHidden(t, dir, address, name)
	}

	put(t, dir, "out/card.md", hiddenText)
	put(t, dir, "out/form.pdf", hiddenText)
	put(t, dir, "out/drawing.svg", hiddenText)
	replaceByLink(t, filepath.Join(dir, "out"), filepath.Join(dir, "content", "cards"))
	for _, name := range copies[:3] {
		expectNothingHidden(t, dir, address, name)
	}
}

func replaceByLink(t *testing.T, target, name string) {
	t.Helper()
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}

	if err := os.Symlink(target, name); err != nil {
		t.Skip("this system allows no symbolic links")
	}
}

// expectNothingHidden fails if the answer at an address contains what a link leads to, or the path of the project.
func expectNothingHidden(t *testing.T, dir, address, name string) {
	t.Helper()
	if _, body := get(t, address+name); strings.Contains(body, hiddenText) || strings.Contains(body, dir) {
		t.Errorf("%s: %s", name, body)
	}
}
