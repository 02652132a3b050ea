package serve

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"path"
	"signpost/internal/csp"
	"signpost/internal/output"
	"strings"
	"time"
)

// ServeHTTP serves the files of the site and of this package.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", cmp.Or(s.state.current().policy, (&csp.Policy{}).String()))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")

	switch {
	case s.isLoopback && !isLocalHost(r.Host):
		http.Error(w, "only this computer may use this address", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "only GET and HEAD are supported", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		s.state.events(w, r)
	case r.URL.Path == scriptPath:
		send(w, scriptPath, http.StatusOK, reloadScript)
	case r.URL.Path == stylePath:
		send(w, stylePath, http.StatusOK, reloadStyle)
	default:
		s.servePage(w, r)
	}
}

// isLocalHost reports whether the Host header names this computer. Otherwise the request comes from a page on
// another host whose name resolves to this computer (DNS rebinding).
func isLocalHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}

	if host == "localhost" {
		return true
	}

	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))

	return err == nil && ip.IsLoopback()
}

// servePage answers at the root and below the path of the published site, since articles may contain either.
func (s *server) servePage(w http.ResponseWriter, r *http.Request) {
	site := s.state.current()
	if s.serveAddress(w, r, site, "") {
		return
	}

	if site.below != "" && s.serveAddress(w, r, site, site.below) {
		return
	}

	if notFound, ok := site.files["404.html"]; ok {
		s.send(w, notFound, site.build, http.StatusNotFound)
		return
	}

	send(w, "/problems.html", http.StatusServiceUnavailable, problemsPage)
}

// serveAddress answers at an address of the site, which is at a path of its host, or returns false if it has none. It
// redirects from old addresses like a host.
func (s *server) serveAddress(w http.ResponseWriter, r *http.Request, site contents, base string) bool {
	address, ok := strings.CutPrefix(r.URL.Path, base)
	if !ok || site.redirects == nil {
		return false
	}

	to, found := site.redirects.FindQuery(address, r.URL.RawQuery)
	if !found && s.serveFile(w, r, site, address) {
		return true
	}

	if !found {
		to, found = site.redirects.Find(address)
	}

	if found {
		http.Redirect(w, r, base+to, http.StatusMovedPermanently)
	}

	return found
}

// serveFile answers with the file at an address of the site, or returns false if there is none.
func (s *server) serveFile(w http.ResponseWriter, r *http.Request, site contents, address string) bool {
	if address != "" && address[0] != '/' {
		return false // the path of the site is a prefix of another name
	}

	name := strings.TrimPrefix(address, "/")
	if strings.HasSuffix(address, "/") {
		name += "index.html"
	}

	file, ok := site.find(name)
	if ok && file.Open != nil {
		s.sendCopy(w, r, file)
		return true
	}

	if ok {
		s.send(w, file, site.build, http.StatusOK)
		return true
	}

	if _, ok := site.files[path.Join(name, "index.html")]; !ok {
		return false
	}

	u := *r.URL
	u.Path = path.Base(u.Path) + "/" // relative, so that it cannot lead to another host
	http.Redirect(w, r, "./"+u.RequestURI(), http.StatusMovedPermanently)

	return true
}

// sendCopy sends a file on disk, or the part of it that the browser asks for: it need not fit into memory.
func (s *server) sendCopy(w http.ResponseWriter, r *http.Request, file output.File) {
	opened, err := file.Open()
	if err != nil {
		s.fail(w, err)
		return
	}
	defer opened.Close()

	w.Header().Set("Content-Type", contentType(path.Ext(file.Path)))
	http.ServeContent(w, r, "", time.Time{}, opened)
}

// fail answers that a file cannot be made. A file of the content folder that cannot be read any more is not found; only
// the log names it.
func (s *server) fail(w http.ResponseWriter, err error) {
	fmt.Fprintf(s.options.Log, "signpost: %v\n", err)
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		http.Error(w, "the file was removed or cannot be read", http.StatusNotFound)
		return
	}

	http.Error(w, err.Error(), http.StatusInternalServerError)
}

// send renders a file and sends it.
func (s *server) send(w http.ResponseWriter, file output.File, build, status int) {
	data, err := file.Data()
	if err != nil {
		s.fail(w, err)
		return
	}

	send(w, file.Path, status, withReload(file.Path, data, build))
}

func send(w http.ResponseWriter, name string, status int, data []byte) {
	w.Header().Set("Content-Type", contentType(path.Ext(name)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // fails if the browser has gone away
}

func contentType(extension string) string {
	return cmp.Or(
		contentTypes[extension],
		mime.TypeByExtension(extension),
		"application/octet-stream",
	)
}

// contentTypes has the types that do not depend on the configuration of this computer.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".svg":  "image/svg+xml",
	".xml":  "application/xml",
	".png":  "image/png",
	".jpg":  "image/jpeg",
	".gif":  "image/gif",
	".mp4":  "video/mp4",
	".webm": "video/webm",
	".vtt":  "text/vtt; charset=utf-8",
	".pdf":  "application/pdf",
	".txt":  "text/plain; charset=utf-8",
}

// withReload inserts the script that reloads a page before the end of its body. It does so when there is another build
// than that of the page.
func withReload(name string, data []byte, build int) []byte {
	end := bytes.LastIndex(data, []byte("</body>"))
	if path.Ext(name) != ".html" || end < 0 {
		return data
	}

	tag := fmt.Sprintf(`<script src="%s" data-build="%d" defer></script>`, scriptPath, build)

	return bytes.Join([][]byte{data[:end], []byte(tag), data[end:]}, nil)
}
