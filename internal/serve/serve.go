// Package serve shows a site on this computer while it is written: it rebuilds after every change, makes open pages reload,
// and shows problems in the page, which stays as it last was until they are mended.
//
// The site is served from memory: the output folder is not touched. Pages are the same bytes as a build writes, but for one
// script at their end.
package serve

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"path"
	"path/filepath"
	"strings"
	"time"

	"signpost/internal/generate"
	"signpost/internal/history"
	"signpost/internal/output"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// Options say what is served, and where.
type Options struct {
	Build generate.Options
	Addr  string                                   // host and port; port 0 takes any that is free
	Log   io.Writer                                // what happens is told here
	Tell  func([]problem.Problem)                  // is told why a build failed
	Ready func(address string, b *generate.Result) // called once the first build is done and requests are answered
}

// Run serves until ctx is done.
func Run(ctx context.Context, o Options) error {
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --addr", err)
	}
	defer listener.Close()
	address := "http://" + reachable(listener.Addr()) + "/"
	o.Build.BaseURL = cmp.Or(o.Build.BaseURL, address)
	o.Build.Cache, o.Build.History = new(site.Cache), new(history.Reader)
	s := &server{options: o, loopback: loopback(listener.Addr()), state: newState()}
	if !s.loopback {
		fmt.Fprintln(o.Log, "everybody who reaches this computer over the network can read the site")
	}
	changed, err := watch(ctx, o.Build)
	if err != nil {
		return fmt.Errorf("watch the content: %w", err)
	}
	result, err := s.rebuild(ctx)
	if err != nil && ctx.Err() == nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	s.options.Build.Store = nil // it takes snippets to be as they were at the start; what changes from now on is in memory
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	o.Ready(address, result)
	for {
		select {
		case <-ctx.Done():
			err := server.Close()
			<-done
			return err
		case err := <-done:
			return err
		case files := <-changed:
			s.forget(files)
			if _, err := s.rebuild(ctx); err != nil && ctx.Err() == nil {
				fmt.Fprintf(o.Log, "signpost: %v\n", err)
			}
		}
	}
}

type server struct {
	options  Options
	loopback bool
	state    *state
}

// forget lets the next build read changed articles again, and everything when something else has changed: settings and snippets
// have a say in every article.
func (s *server) forget(files []string) {
	for _, name := range files {
		article, err := filepath.Rel(s.options.Build.ContentDir(), name)
		if err != nil || filepath.Ext(name) != ".md" {
			files = nil
			break
		}
		s.options.Build.Cache.Forget(filepath.ToSlash(article))
	}
	if files == nil {
		s.options.Build.Cache = new(site.Cache)
	}
}

// rebuild builds the site anew, and keeps the old one where there are errors.
func (s *server) rebuild(ctx context.Context) (*generate.Result, error) {
	result, err := generate.Load(ctx, s.options.Build)
	if err != nil {
		return nil, err
	}
	forgive(result.Problems)
	if result.Failed() {
		fmt.Fprintln(s.options.Log, "\nnot rebuilt:")
		s.options.Tell(result.Problems)
		s.state.fail(result.Problems)
		return result, nil
	}
	files, shard, err := result.Live(ctx)
	if err != nil {
		return nil, err
	}
	fresh := contents{below: result.Below, files: make(map[string]output.File, len(files)), shard: shard}
	for _, f := range files {
		fresh.files[f.Path] = f
	}
	if s.state.succeed(fresh) {
		fmt.Fprintln(s.options.Log, "\nrebuilt: what was wrong is mended")
	}
	return result, nil
}

// forgive makes warnings of notes that say what is left to write: a page is to be seen while it is written.
func forgive(problems []problem.Problem) {
	for i, p := range problems {
		if p.Rule == rules.Placeholder.ID {
			problems[i].Severity = problem.Warning
		}
	}
}

// loopback reports whether only this computer can reach the address.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// reachable is an address for the browser on this computer: one that stands for every network leads nowhere.
func reachable(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return a.String()
}

// ServeHTTP answers with the file at the address.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	switch {
	case s.loopback && !localHost(r.Host):
		http.Error(w, "this address is for this computer alone", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		s.state.events(w, r)
	case r.URL.Path == scriptPath:
		send(w, scriptPath, http.StatusOK, reloadScript)
	case r.URL.Path == stylePath:
		send(w, stylePath, http.StatusOK, reloadStyle)
	default:
		s.page(w, r)
	}
}

// localHost reports whether a request names this computer: a page elsewhere whose name was made to lead here does not.
func localHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// page answers at the root, and at the path where the site will stand: texts that were written for there may name it.
func (s *server) page(w http.ResponseWriter, r *http.Request) {
	site := s.state.current()
	if s.found(w, r, site, r.URL.Path) {
		return
	}
	if inner, ok := strings.CutPrefix(r.URL.Path, site.below); ok && site.below != "" && s.found(w, r, site, inner) {
		return
	}
	if missing, ok := site.files["404.html"]; ok {
		s.send(w, missing, http.StatusNotFound)
		return
	}
	send(w, "/problems.html", http.StatusServiceUnavailable, problemsPage)
}

// found answers with the file at an address of the site, where there is one.
func (s *server) found(w http.ResponseWriter, r *http.Request, site contents, address string) bool {
	if address != "" && address[0] != '/' {
		return false // the path of the site was but the beginning of another word
	}
	name := strings.TrimPrefix(address, "/")
	if strings.HasSuffix(address, "/") {
		name += "index.html"
	}
	if file, ok := site.find(name); ok {
		s.send(w, file, http.StatusOK)
		return true
	}
	if _, ok := site.files[path.Join(name, "index.html")]; !ok {
		return false
	}
	u := *r.URL
	u.Path = path.Base(u.Path) + "/" // relative: it cannot lead to another host
	http.Redirect(w, r, "./"+u.RequestURI(), http.StatusMovedPermanently)
	return true
}

// send renders a file, now that somebody asks for it.
func (s *server) send(w http.ResponseWriter, file output.File, status int) {
	data, err := file.Data()
	if err != nil {
		fmt.Fprintf(s.options.Log, "signpost: %v\n", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, file.Path, status, withReload(file.Path, data))
}

func send(w http.ResponseWriter, name string, status int, data []byte) {
	w.Header().Set("Content-Type", cmp.Or(contentType[path.Ext(name)], mime.TypeByExtension(path.Ext(name)), "application/octet-stream"))
	w.WriteHeader(status)
	_, _ = w.Write(data) // the reader has gone when this fails
}

// contentType does not depend on what the system knows.
var contentType = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif",
}

// withReload puts the script that reloads at the end of a page.
func withReload(name string, data []byte) []byte {
	end := bytes.LastIndex(data, []byte("</body>"))
	if path.Ext(name) != ".html" || end < 0 {
		return data
	}
	tag := `<script src="` + scriptPath + `" defer></script>`
	return bytes.Join([][]byte{data[:end], []byte(tag), data[end:]}, nil)
}
