package loopback

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	// maxConnections limits the connections that are open at the same time. A browser opens six.
	maxConnections = 64

	// maxEnding limits those that were closed to make space, and have not ended yet.
	maxEnding = 16
)

// limitedListener accepts a limited number of connections. Beyond the limit, it closes the oldest one whose request has
// not arrived, so that another user of the computer cannot lock the page out with half a request on each connection. If
// all requests have arrived, it closes the new connection.
type limitedListener struct {
	net.Listener
	connections sync.WaitGroup

	mu    sync.Mutex
	open  []*strictConn // in the order of their arrival
	live  int           // with those that were closed and have not ended yet
	ended *sync.Cond    // signals that live has become smaller
}

func newLimitedListener(l net.Listener) *limitedListener {
	limited := &limitedListener{Listener: l}
	limited.ended = sync.NewCond(&limited.mu)

	return limited
}

// Accept returns the next connection.
func (l *limitedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}

		if c := (&strictConn{TCPConn: conn.(*net.TCPConn)}); l.add(c) {
			return c, nil
		}

		_ = conn.Close()
	}
}

// add adds a connection, and reports whether there is space.
func (l *limitedListener) add(c *strictConn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()

	for l.live >= maxConnections+maxEnding { // those that were closed end at once
		l.ended.Wait()
	}

	if len(l.open) >= maxConnections {
		i := slices.IndexFunc(l.open, func(c *strictConn) bool { return !c.arrived.Load() })
		if i < 0 {
			return false
		}

		_ = l.open[i].Close() // net/http, which is reading from it, ends it
		l.open = slices.Delete(l.open, i, i+1)
	}

	l.open = append(l.open, c)
	l.live++
	l.connections.Add(1)

	return true
}

// connStateChanged removes a connection when net/http has finished with it.
func (l *limitedListener) connStateChanged(conn net.Conn, state http.ConnState) {
	if state != http.StateClosed {
		return
	}

	l.mu.Lock()
	l.open = slices.DeleteFunc(l.open, func(c *strictConn) bool { return c == conn })
	l.live--
	l.ended.Signal()
	l.mu.Unlock()
	l.connections.Done()
}

// strictConn rejects what net/http accepts for the sake of old programs, and no browser sends, before the blank line
// that ends the headers of the first request. An error other than one from the network makes net/http answer with
// status 400.
type strictConn struct {
	*net.TCPConn
	headers headerScanner
	arrived atomic.Bool // all headers
}

// Read reads from the connection and checks the bytes that belong to the headers.
func (c *strictConn) Read(p []byte) (int, error) {
	n, err := c.TCPConn.Read(p)

	if invalid := c.headers.scan(p[:n]); invalid != nil {
		return 0, invalid
	}

	if c.headers.done {
		c.arrived.Store(true)
	}

	return n, err
}

// Errors of headers that are rejected.
var (
	errLineEnd = errors.New("a line does not end in CR LF")
	errFolded  = errors.New("a header continues on a second line")
	errControl = errors.New("a line contains a control character")
)

// headerScanner checks the request line and headers as they arrive.
type headerScanner struct {
	// length counts the bytes of the current line without its end.
	length   int
	previous byte
	done     bool
}

func (s *headerScanner) scan(data []byte) error {
	for _, b := range data {
		if s.done {
			return nil
		}

		if err := s.next(b); err != nil {
			return err
		}
	}

	return nil
}

func (s *headerScanner) next(b byte) error {
	afterCR := s.previous == '\r'
	s.previous = b

	switch {
	case afterCR != (b == '\n'):
		return errLineEnd
	case b == '\n':
		s.done = s.length == 0
		s.length = 0
		return nil

	case b == '\r':
		return nil
	case s.length == 0 && (b == ' ' || b == '\t'):
		return errFolded
	case b < ' ' && b != '\t' || b == 0x7F:
		return errControl
	}

	s.length++

	return nil
}
