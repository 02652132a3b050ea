package serve

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"signpost/internal/generate"
	"signpost/internal/output"
	"signpost/internal/problem"
)

const (
	eventsPath = "/_signpost/events"
	scriptPath = "/_signpost/reload.js"
	stylePath  = "/_signpost/reload.css"
)

//go:embed reload.js
var reloadScript []byte

//go:embed reload.css
var reloadStyle []byte

// problemsPage is the answer at every address until a build succeeds.
//
//go:embed problems.html
var problemsPage []byte

// state is the current site and the result of the last build.
type state struct {
	mu      sync.Mutex
	site    contents
	status  status
	changed chan struct{} // closed and replaced when status changes
	streams atomic.Int32  // open streams of events
}

// contents is a site in memory.
type contents struct {
	build     int    // number of the build
	below     string // path of the published site on its host, such as "/centre"; empty at the root
	policy    string // Content-Security-Policy of the site; empty before the first build
	files     map[string]output.File
	redirects *generate.Redirects
	shard     func(path string) (output.File, bool) // generates a shard of the search index on request
}

func (c contents) find(path string) (output.File, bool) {
	file, ok := c.files[path]
	if !ok && c.shard != nil {
		return c.shard(path)
	}

	return file, ok
}

// status is the event that open pages receive. A page reloads if it came from another build.
type status struct {
	// Build is the number of the last build that succeeded.
	Build int `json:"build"`

	// Problems are those of the last build if it failed.
	Problems []problem.Problem `json:"problems"`
}

func newState() *state {
	return &state{changed: make(chan struct{})}
}

// succeed replaces the site, and reports whether the previous build failed.
func (s *state) succeed(site contents) (wasBroken bool) {
	s.update(func() {
		wasBroken = len(s.status.Problems) > 0
		s.status = status{Build: s.status.Build + 1}
		s.site = site
		s.site.build = s.status.Build
	})

	return wasBroken
}

// fail keeps the site and sets the problems of the last build.
func (s *state) fail(problems []problem.Problem) {
	s.update(func() { s.status.Problems = problems })
}

func (s *state) update(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *state) current() contents {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.site
}

// latest returns the status, and a channel that is closed when it changes.
func (s *state) latest() (status, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.status, s.changed
}

// maxStreams limits the open streams of events, so that connections are left for pages.
const maxStreams = maxConnections / 2

// heartbeat is the time between repeated events. Proxies close connections that are idle for longer.
const heartbeat = 30 * time.Second

// events sends the status to a page, now and whenever it changes, as server-sent events.
func (s *state) events(w http.ResponseWriter, r *http.Request) {
	if s.streams.Add(1) > maxStreams {
		s.streams.Add(-1)
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer s.streams.Add(-1)

	w.Header().Set("Content-Type", "text/event-stream")
	flusher := http.NewResponseController(w)
	if flusher.SetReadDeadline(time.Time{}) != nil || flusher.SetWriteDeadline(time.Time{}) != nil {
		return
	}

	for {
		status, changed := s.latest()
		data, err := json.Marshal(status)
		if err != nil {
			panic(err) // problems always marshal
		}

		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
			return
		}

		if flusher.Flush() != nil {
			return
		}

		select {
		case <-changed:
		case <-time.After(heartbeat):
		case <-r.Context().Done():
			return
		}
	}
}
