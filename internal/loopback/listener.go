package loopback

import (
	"errors"
	"net"
	"net/http"
	"sync"
)

// maxConnections limits the connections that are open at the same time. A browser opens six.
const maxConnections = 64

// limitedListener accepts a limited number of connections and closes further ones at once. None of them can be held for
// long without the token, because of the timeouts.
type limitedListener struct {
	net.Listener
	slots       chan struct{}
	connections sync.WaitGroup
}

func newLimitedListener(l net.Listener) *limitedListener {
	return &limitedListener{
		Listener: l,
		slots:    make(chan struct{}, maxConnections),
	}
}

// Accept returns the next connection. It closes connections that exceed the limit.
func (l *limitedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}

		select {
		case l.slots <- struct{}{}:
			l.connections.Add(1)
			return &strictConn{TCPConn: conn.(*net.TCPConn)}, nil

		default:
			_ = conn.Close()
		}
	}
}

// connStateChanged frees the slot of a connection when net/http has finished with it.
func (l *limitedListener) connStateChanged(_ net.Conn, state http.ConnState) {
	if state == http.StateClosed {
		<-l.slots
		l.connections.Done()
	}
}

// strictConn rejects what net/http accepts for the sake of old programs, and no browser sends, before the blank line
// that ends the headers of the first request. An error other than one from the network makes net/http answer with
// status 400.
type strictConn struct {
	*net.TCPConn
	headers headerScanner
}

// Read reads from the connection and checks the bytes that belong to the headers.
func (c *strictConn) Read(p []byte) (int, error) {
	n, err := c.TCPConn.Read(p)

	if invalid := c.headers.scan(p[:n]); invalid != nil {
		return 0, invalid
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
