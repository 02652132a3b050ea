// Package loopback serves the page of a program to a browser on the same computer, and to nothing else.
//
// Every program and every web page on a computer can reach a port on 127.0.0.1, so a connection proves nothing about
// its origin. A [Server] therefore answers a request only if
//
//   - Host is exactly the server's address, which rules out DNS rebinding;
//   - Origin and Sec-Fetch-Site show that the request comes from the server's own page or from the address bar;
//   - it carries the token in a header, which a page of another origin cannot set. Only content that is the same for
//     everyone ([Server.HandlePublic]) needs no token.
//
// A GET has no side effects; a POST is JSON.
//
// The address that opens the browser contains a ticket, not the token. Other users of the computer can see the address
// in the list of processes (on Linux in /proc). The ticket is in the fragment, which browsers never send; the page
// exchanges it for the token at [TicketPath], and this works once. If another program is faster than the browser, the
// page reports that its ticket is no longer valid.
//
// The server is net/http with strict limits: GET and POST, exact paths without a query, one request per connection, and
// bounds on the size, number and duration of everything. It rejects what it does not expect.
package loopback

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// TicketPath is the path at which the page exchanges its ticket for the token.
const TicketPath = "/ticket"

// requestTimeout limits the time for receiving a request, and for each write of a response.
const requestTimeout = 5 * time.Second

// shutdownGrace is the time for responses that are being written when the server stops.
const shutdownGrace = 500 * time.Millisecond

// maxHeader limits the size of a request without its body. Cookies of 127.0.0.1 are shared by all ports, so the browser
// sends those of other programs too.
const maxHeader = 64 << 10

// Server answers requests from its own page.
type Server struct {
	listener net.Listener
	mux      *http.ServeMux
	timeout  time.Duration
	now      func() time.Time

	// host is the only valid value of Host: address and port.
	host string

	// ticket is part of the address and can be exchanged once for the token.
	ticket     string
	ticketUsed atomic.Bool
	token      string
}

// Listen returns a server on a free port of 127.0.0.1, with a new ticket and token. It answers requests once
// [Server.Serve] runs. Deadlines are computed from now, which must be the real clock.
func Listen(now func() time.Time) (*Server, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}

	s := &Server{
		listener: listener,
		mux:      http.NewServeMux(),
		timeout:  requestTimeout,
		now:      now,
		host:     listener.Addr().String(),
		ticket:   newSecret(),
		token:    newSecret(),
	}

	s.HandlePublic("POST "+TicketPath, s.redeemTicket)

	return s, nil
}

// newSecret returns 256 random bits in hexadecimal.
func newSecret() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // documented never to fail

	return hex.EncodeToString(random)
}

// Address returns the URL of the page, including the ticket. The first visitor gets all rights of the page.
func (s *Server) Address() string {
	return "http://" + s.host + "/#" + s.ticket
}

// Handle registers a handler for a pattern of [http.ServeMux]. Only requests with the token reach it.
func (s *Server) Handle(pattern string, handler http.HandlerFunc) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if !hasBearer(r, s.token) {
			http.Error(w, "the page has no valid token: start the program again", http.StatusUnauthorized)
			return
		}

		handler(w, r)
	})
}

// HandlePublic registers a handler that needs no token: what it returns must be the same for everyone.
func (s *Server) HandlePublic(pattern string, handler http.HandlerFunc) {
	s.mux.HandleFunc(pattern, handler)
}

// Serve answers requests until ctx ends, which also ends the context of every request. When it returns, no connection
// is open and no handler runs.
func (s *Server) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	listener := newLimitedListener(s.listener)
	server := s.httpServer(ctx, listener)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()

	var err error
	select {
	case err = <-ended:
		cancel()
		err = errors.Join(err, server.Close())

	case <-ctx.Done():
		err = shutDown(ctx, server)
		<-ended
	}

	listener.connections.Wait()

	return err
}

func (s *Server) httpServer(ctx context.Context, listener *limitedListener) *http.Server {
	server := &http.Server{
		Handler:                      http.HandlerFunc(s.serveHTTP),
		ReadHeaderTimeout:            s.timeout,
		ReadTimeout:                  s.timeout,
		MaxHeaderBytes:               maxHeader,
		DisableGeneralOptionsHandler: true,
		BaseContext:                  func(net.Listener) context.Context { return ctx },
		ConnState:                    listener.connStateChanged,
	}

	server.SetKeepAlivesEnabled(false)

	return server
}

// shutDown lets open responses finish for a moment, then closes their connections.
func shutDown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()

	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}

	return err
}
