// Package loopback serves the page of a program to the browser on the same computer, and to nothing else.
//
// Every program and every web page on a computer can reach a port of 127.0.0.1, so being reached proves nothing. A [Server] answers
// only who names it as it is (Host), comes from its own page or from the address bar (Origin, Sec-Fetch-Site) and, for whatever is
// not the same for everybody, knows the token, which comes in a header: a page of another origin cannot set one. A GET changes nothing; a
// POST is JSON.
//
// The address that the browser is given carries no token but a ticket, in the fragment, which browsers never send. The page hands it in at
// [TicketPath], once, and gets the token: everybody who uses a computer can see which program was started with which address (on Linux
// in /proc), and finds a ticket there that is used up. Whoever is quicker than the browser is noticed: the page then says that its ticket
// is not good.
//
// It is not net/http because that makes a small program larger by 3 MB; and it needs little: two methods, exact paths without a
// query, one request a connection, everything bounded in size, number and time. Whatever it does not expect, it refuses.
package loopback

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Route is something that a server answers.
type Route struct {
	Method string // GET, without any effect, or POST
	Path   string
	Public bool // the same for everybody, so that it needs no token
	Reply  func(*Request) Reply

	// Stream, in place of Reply, sends events for as long as it likes. ctx ends when the browser has gone.
	Stream func(ctx context.Context, send func(event []byte) error)
}

// maxConnections is how many connections are open at most. A browser opens six.
const maxConnections = 64

// patience is how long a whole request may take to arrive, and each answer to leave.
const patience = 5 * time.Second

// Server waits for its own page.
type Server struct {
	listener net.Listener
	host     string // as the browser must name it
	ticket   string // in the address; good for one token
	token    string
	used     atomic.Bool // the ticket
	patience time.Duration
}

// TicketPath is where the page hands in its ticket.
const TicketPath = "/ticket"

// Listen takes a free port of 127.0.0.1 and makes a token.
func Listen() (*Server, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Server{listener: listener, host: listener.Addr().String(), ticket: secret(), token: secret(), patience: patience}, nil
}

// secret is what nobody guesses.
func secret() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails: the program would end
	return hex.EncodeToString(random)
}

// Address is where the browser finds the page. Who opens it first may do what the page may.
func (s *Server) Address() string { return "http://" + s.host + "/#" + s.ticket }

// Serve answers until ctx ends, and leaves nothing open.
func (s *Server) Serve(ctx context.Context, routes []Route) error {
	var open sync.WaitGroup
	defer open.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(ctx, func() { _ = s.listener.Close() })
	routes = append([]Route{{Method: "POST", Path: TicketPath, Public: true, Reply: s.redeem}}, routes...)
	places := make(chan struct{}, maxConnections)
	for {
		conn, err := s.listener.Accept()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				err = conn.Close()
			}
			return ignoreClosed(err)
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil: // too many files are open, say: that passes
			time.Sleep(50 * time.Millisecond)
			continue
		}
		select {
		case places <- struct{}{}:
			open.Go(func() {
				s.converse(ctx, conn, routes)
				<-places
			})
		default:
			_ = conn.Close() // all places are taken; none is for longer than patience by a stranger
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// converse answers one request and closes the connection.
func (s *Server) converse(ctx context.Context, conn net.Conn, routes []Route) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	_ = conn.SetDeadline(time.Now().Add(s.patience)) // fails only on a closed connection, and then so does what follows
	r := bufio.NewReaderSize(conn, maxLine)
	request, err := readRequest(r)
	var route Route
	if err == nil {
		route, err = s.admit(request, routes)
	}
	var no *refusal
	switch {
	case errors.As(err, &no):
		_ = no.reply().write(conn)
		drain(conn, s.patience)
	case err != nil: // the other side went, or took too long
	case route.Stream != nil:
		s.stream(ctx, conn, r, route.Stream)
	default:
		reply := route.Reply(request)
		_ = conn.SetDeadline(time.Now().Add(s.patience))
		_ = reply.write(conn)
	}
}

// drain reads a little of what was not read, since closing a connection with something unread in it takes back the answer.
func drain(conn net.Conn, patience time.Duration) {
	if half, ok := conn.(*net.TCPConn); ok && half.CloseWrite() == nil {
		_ = conn.SetDeadline(time.Now().Add(patience))
		_, _ = io.CopyN(io.Discard, conn, 4*maxBody)
	}
}

// stream sends events until there are no more or nobody reads them. On one computer a connection never dies in silence: the end
// of what can be read is the end of the page.
func (s *Server) stream(ctx context.Context, conn net.Conn, r io.Reader, events func(context.Context, func([]byte) error)) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	_ = conn.SetDeadline(time.Time{})
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = r.Read(make([]byte, 1))
		stop()
	}()
	if writeHead(conn, 200, "text/event-stream", -1) == nil {
		events(ctx, func(event []byte) error {
			_ = conn.SetWriteDeadline(time.Now().Add(s.patience))
			_, err := conn.Write(append(append([]byte("data: "), event...), "\n\n"...))
			return err
		})
	}
	_ = conn.Close()
	<-gone
}
