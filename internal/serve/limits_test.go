package serve

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// connection is a connection of a client that keeps it open.
type connection struct {
	net.Conn
	answers *bufio.Reader
}

func connect(t *testing.T, address string) *connection {
	t.Helper()
	c, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(address, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = c.Close() })

	return &connection{c, bufio.NewReader(c)}
}

// request sends a request and returns the status of the answer.
func (c *connection) request(t *testing.T, path string) int {
	t.Helper()
	c.send(t, path)

	return c.status(t)
}

func (c *connection) send(t *testing.T, path string) {
	t.Helper()
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
}

// status reads the status of an answer, but not its body.
func (c *connection) status(t *testing.T) int {
	t.Helper()
	answer, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		t.Fatal(err)
	}

	return answer.StatusCode
}

// TestOpenPagesAreLimited follows events in as many pages as possible. Pages are still served, and reload.
func TestOpenPagesAreLimited(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	var streams []*connection
	for range maxStreams {
		c := connect(t, address)
		if status := c.request(t, eventsPath); status != http.StatusOK {
			t.Fatalf("stream %d: status %d", len(streams), status)
		}

		streams = append(streams, c)
	}

	if status := connect(t, address).request(t, eventsPath); status != http.StatusServiceUnavailable {
		t.Errorf("one stream too many: status %d", status)
	}

	putArticle(t, dir, "Second")
	for _, c := range streams {
		for line := ""; !strings.Contains(line, `"build":2`); {
			var err error
			if line, err = c.answers.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}

		_ = c.Close()
	}

	checkBody(t, address+page, "Second")
	putArticle(t, dir, "Third")
	awaitPage(t, address+"_signpost/reload.js", http.StatusOK, "EventSource")
	awaitPage(t, address+page, http.StatusOK, "Third")
}

// TestConnectionsAreLimited opens as many connections as possible. The next one is served when one of them is closed.
func TestConnectionsAreLimited(t *testing.T) {
	_, address := newProject(t, titled("First"))
	var open []*connection
	for range maxConnections {
		c := connect(t, address)
		if status := c.request(t, scriptPath); status != http.StatusOK {
			t.Fatalf("status %d", status)
		}

		open = append(open, c)
	}

	next := connect(t, address)
	_ = next.SetReadDeadline(time.Now().Add(100 * time.Millisecond)) // a connection that is open can have a deadline
	next.send(t, scriptPath)
	if _, err := next.answers.Peek(1); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("one connection too many is served: %v", err)
	}

	_ = next.SetReadDeadline(time.Time{})
	_ = open[0].Close()
	if status := next.status(t); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
}

func TestLargeHeaderIsRefused(t *testing.T) {
	_, address := newProject(t, titled("First"))
	r := newRequest(t, http.MethodGet, address)
	r.Header.Set("Cookie", strings.Repeat("x", 100<<10))
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return // the server need not read all of it
	}

	_ = response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", response.StatusCode)
	}
}

// use is what the process uses.
type use struct{ heap, goroutines, files int }

func measure() use {
	runtime.GC()
	runtime.GC() // pools are empty after the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // none on other systems

	return use{int(m.HeapAlloc), runtime.NumGoroutine(), len(files)}
}

// TestManyEdits expects that edits leave nothing behind. SERVE_EDITS is the number of edits.
func TestManyEdits(t *testing.T) {
	edits := 100
	if n, err := strconv.Atoi(os.Getenv("SERVE_EDITS")); err == nil {
		edits = n
	}

	dir, address := newProject(t, titled("First"))
	for i := range 50 {
		put(t, dir, fmt.Sprintf("content/others/article-%d.md", i), titled("Other")+strings.Repeat("Words. ", 1000))
	}

	first := 0
	var before use
	hasBuilt := func(s status) bool { return s.Build > first }
	for i := range edits {
		if i == max(edits/10, 20) {
			before = measure()
		}

		awaitStatus(t, address, func(s status) bool { first = s.Build; return true }, nil)
		awaitStatus(t, address, hasBuilt, func() {
			switch i % 10 {
			case 8:
				put(t, dir, "config.yaml", fmt.Sprintf("title: Help %d\n", i))
			case 9:
				put(t, dir, fmt.Sprintf("content/others/new-%d.md", i%20), titled(fmt.Sprintf("New %d", i)))
			default:
				putArticle(t, dir, fmt.Sprintf("Title %d", i))
			}
		})
		checkBody(t, address+page, "<h1>")
	}

	http.DefaultClient.CloseIdleConnections()
	after := measure()
	t.Logf("%d edits: before %+v, after %+v", edits, before, after)
	isLarger := after.heap > before.heap+before.heap/4
	if isLarger || after.goroutines > before.goroutines+4 || after.files > before.files+4 {
		t.Errorf("%d edits: before %+v, after %+v", edits, before, after)
	}
}
