package serve

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

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

// problemsPage is shown at every address while there has been no build without errors.
//
//go:embed problems.html
var problemsPage []byte

// state is the site as it now is, and the browsers that wait for news of it.
type state struct {
	mu      sync.Mutex
	site    contents
	news    news
	changed chan struct{} // closed when there is news
}

// contents is what a site is made of: its files by path, and the shards of its search index, which are made when they are wanted.
type contents struct {
	below string // where the site will stand on its host: "/centre", and empty at the root
	files map[string]output.File
	shard func(path string) (output.File, bool)
}

func (c contents) find(path string) (output.File, bool) {
	file, ok := c.files[path]
	if !ok && c.shard != nil {
		return c.shard(path)
	}
	return file, ok
}

// news is what a browser is told: it reloads when the build is another than the one its page came from.
type news struct {
	Build    int               `json:"build"`
	Problems []problem.Problem `json:"problems"` // those of a build that failed; empty after one that did not
}

func newState() *state { return &state{changed: make(chan struct{})} }

// succeed takes over a new site, and reports whether the build before it failed.
func (s *state) succeed(site contents) (mended bool) {
	s.update(func() {
		mended = len(s.news.Problems) > 0
		s.site = site
		s.news = news{Build: s.news.Build + 1}
	})
	return mended
}

func (s *state) fail(problems []problem.Problem) {
	s.update(func() { s.news.Problems = problems })
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

func (s *state) latest() (news, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.news, s.changed
}

// heartbeat keeps proxies from closing a connection on which nothing happens.
const heartbeat = 30 * time.Second

// events tells a browser the news now, and each time there is some, as server-sent events.
func (s *state) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flusher := http.NewResponseController(w)
	for {
		news, changed := s.latest()
		data, err := json.Marshal(news)
		if err != nil {
			panic(err) // problems always marshal
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil || flusher.Flush() != nil {
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
