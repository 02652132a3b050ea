// Package serve shows a site on this computer while its author writes it.
//
// [Run] rebuilds the site after every change and makes open pages reload. If a build has errors, pages keep
// their last content and show the problems on top of it.
//
// The site is served from memory and does not touch the output folder. Pages have the same content as in a
// build, except for a script at the end that reloads them.
package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"signpost/internal/cli"
	"signpost/internal/generate"
	"signpost/internal/history"
	"signpost/internal/output"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// Options are the options of Run. All fields are required.
type Options struct {
	// Build are the options of each build.
	Build generate.Options

	// Addr is the host and port to listen on. Port 0 picks a free one.
	Addr string

	// Log receives messages for the author.
	Log io.Writer

	// Report prints the problems of a build that failed.
	Report func([]problem.Problem)

	// refuse returns an error instead of watching a folder, and interval is the time between comparisons of all files.
	// Only tests set them.
	refuse   func(dir string) error
	interval time.Duration

	// Ready is called after the first build, when the server answers requests.
	Ready func(address string, r *generate.Result)
}

// Run serves the site until ctx is cancelled, and then returns nil. If ctx is cancelled during the first
// build, Run returns ctx.Err().
func Run(ctx context.Context, o Options) error {
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return cli.WithHint(err, "choose another address with --addr")
	}

	listener = netutil.LimitListener(listener, maxConnections)
	defer listener.Close()

	address := "http://" + browserAddress(listener.Addr()) + "/"
	s := newServer(o, listener.Addr(), address)
	if !s.isLoopback {
		fmt.Fprintln(o.Log, "anyone on the network can read the site")
	}

	w := newWatcher(ctx, s.options)
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { w.run(ctx) })
	defer group.Wait()
	defer cancel()

	result, err := s.rebuild(ctx)
	if err != nil {
		return err
	}

	s.options.Build.Library = nil // it assumes that snippets do not change; later builds use memory

	return s.serve(ctx, listener, w.batches, func() { o.Ready(address, result) })
}

// server answers requests and rebuilds the site.
type server struct {
	options    Options
	isLoopback bool // only this computer can reach the server
	state      *state
}

func newServer(o Options, addr net.Addr, address string) *server {
	o.Build.BaseURL = cmp.Or(o.Build.BaseURL, address)
	o.Build.Cache = new(site.Cache)
	o.Build.Themes = new(generate.ThemeCache)
	o.Build.History = new(history.Reader)

	return &server{
		options:    o,
		isLoopback: isLoopback(addr),
		state:      newState(),
	}
}

// serve answers requests and rebuilds the site after each batch of changes, until ctx is cancelled.
func (s *server) serve(ctx context.Context, listener net.Listener, batches <-chan []string, ready func()) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      10 * time.Minute, // for large attachments
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // what others send is none of the author's business
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}

	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	ready()

	for {
		select {
		case <-ctx.Done():
			err := shutDown(ctx, server)
			<-done
			return err

		case err := <-done:
			return err
		case files := <-batches:
			s.invalidate(files)
			if _, err := s.rebuild(ctx); err != nil && ctx.Err() == nil {
				s.keep(err)
			}
		}
	}
}

// maxConnections limits the open connections. Others wait until one is closed.
const maxConnections = 256

// shutdownTimeout is how long running requests may take to finish. They end quickly, since their context is cancelled.
const shutdownTimeout = 500 * time.Millisecond

// shutDown waits for running requests, and closes connections that take too long.
func shutDown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()

	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}

	return err
}

// invalidate removes changed articles from the cache. It clears the cache if another file has changed, or if
// files is nil, since settings and snippets may affect every article.
func (s *server) invalidate(files []string) {
	content := s.options.Build.ContentDir()
	for _, name := range files {
		article, err := filepath.Rel(content, name)
		if err != nil || filepath.Ext(name) != ".md" {
			files = nil
			break
		}

		s.options.Build.Cache.Invalidate(filepath.ToSlash(article))
	}

	if files == nil {
		s.options.Build.Cache = new(site.Cache)
	}
}

// rebuild builds the site. If that has errors, it reports them and keeps the previous site.
func (s *server) rebuild(ctx context.Context) (*generate.Result, error) {
	result, err := generate.Load(ctx, s.options.Build)
	if err != nil {
		return nil, err
	}

	allowPlaceholders(result.Problems)
	if result.Failed() {
		fmt.Fprintln(s.options.Log, "\nnot rebuilt:")
		found := problem.New(result.Problems)
		s.options.Report(found)
		s.state.fail(found)
		return result, nil
	}

	files, shard, err := result.Live(ctx)
	if err != nil {
		return nil, err
	}

	next := contents{
		below:     result.BasePath,
		policy:    result.Config.Policy().String(),
		files:     make(map[string]output.File, len(files)),
		shard:     shard,
		redirects: result.Redirects(),
	}

	for _, f := range files {
		next.files[f.Path] = f
	}

	if wasBroken := s.state.succeed(next); wasBroken {
		fmt.Fprintln(s.options.Log, "\nrebuilt without errors")
	}

	return result, nil
}

// keep keeps the previous site after an error other than problems in the sources. Only the log says what happened:
// it names files of this computer.
func (s *server) keep(err error) {
	fmt.Fprintln(s.options.Log, "\nnot rebuilt:")
	cli.Warn(s.options.Log, "signpost", err)
	s.state.fail([]problem.Problem{{
		Severity: problem.Error,
		Text:     "the sources of the site cannot be read",
		Hint:     "see the output of signpost serve",
	}})
}

// allowPlaceholders turns errors about placeholders into warnings, so that the author sees an unfinished page.
func allowPlaceholders(problems []problem.Problem) {
	for i, p := range problems {
		if p.Rule == rules.Placeholder.ID {
			problems[i].Severity = problem.Warning
		}
	}
}

// isLoopback reports whether only this computer can reach an address.
func isLoopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// browserAddress returns the address to open in a browser on this computer. A server that listens on all
// interfaces is at localhost.
func browserAddress(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}

	return a.String()
}
