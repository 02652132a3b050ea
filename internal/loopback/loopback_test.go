package loopback

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/internal/testkit/leak"
	"signpost/internal/testkit/limited"
)

// testServer has a public page, a secret, a handler with a side effect, and two streams.
type testServer struct {
	*Server
	effects chan string
	streams chan context.Context

	// cut receives the error of the endless stream.
	cut  chan error
	stop func()
}

func newTestServer(t testing.TB, timeout time.Duration) *testServer {
	t.Helper()
	server, err := Listen(time.Now)
	if err != nil {
		t.Fatal(err)
	}

	server.timeout = timeout
	s := &testServer{
		Server:  server,
		effects: make(chan string, 100),
		streams: make(chan context.Context, 1),
		cut:     make(chan error, 1),
	}

	s.HandlePublic("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "for everyone") })
	s.Handle("GET /secret", func(w http.ResponseWriter, _ *http.Request) { WriteJSON(w, "the secret") })
	s.Handle("POST /change", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}

		s.effects <- string(body)
		WriteJSON(w, "changed")
	})

	s.Handle("GET /events", Events(func(ctx context.Context, send func([]byte) error) {
		s.streams <- ctx
		for i := 0; send(fmt.Append(nil, i)) == nil; i++ {
			<-ctx.Done()
		}
	}))

	s.Handle("GET /endless", Events(func(_ context.Context, send func([]byte) error) {
		event := []byte(strings.Repeat("x", 1<<20))
		for err == nil {
			err = send(event)
		}

		s.cut <- err
	}))

	return s
}

// serve starts a test server.
func serve(t *testing.T, timeout time.Duration) *testServer {
	t.Helper()
	s := newTestServer(t, timeout)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()

	s.stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}

		done <- nil
	}

	t.Cleanup(s.stop)

	return s
}

func (s *testServer) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.host)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { conn.Close() })

	return conn
}

// send sends bytes and returns the response, up to the end of the connection.
func (s *testServer) send(t *testing.T, request string) string {
	t.Helper()
	conn := s.dial(t)
	defer conn.Close()
	go func() { _, _ = io.WriteString(conn, request) }() // the server may reject the request before its end
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))

	response, err := io.ReadAll(conn)
	if err != nil && !strings.Contains(err.Error(), "reset") {
		t.Fatal(err)
	}

	return string(response)
}

// request returns a request as the page sends it, with some headers changed. An empty value removes a header.
func (s *testServer) request(line string, changes ...string) string {
	headers := map[string]string{
		"Host":           s.host,
		"Sec-Fetch-Site": "same-origin",
		"Authorization":  "Bearer " + s.token,
	}

	body := ""
	if strings.HasPrefix(line, "POST") {
		body = "{}"
		headers["Origin"] = "http://" + s.host
		headers["Content-Type"] = "application/json"
		headers["Content-Length"] = "2"
	}

	for i := 0; i < len(changes); i += 2 {
		headers[changes[i]] = changes[i+1]
	}

	request := line + " HTTP/1.1\r\n"
	for name, value := range headers {
		if value != "" {
			request += name + ": " + value + "\r\n"
		}
	}

	return request + "\r\n" + body
}

// replaced returns a request of the page in which the first occurrence of a text is replaced.
func (s *testServer) replaced(line, old, replacement string) string {
	return strings.Replace(s.request(line), old, replacement, 1)
}

func TestPageGetsResponses(t *testing.T) {
	s := serve(t, requestTimeout)
	const charset = "application/json; charset=utf-8"
	for request, want := range map[string]string{
		s.request("GET /", "Authorization", "", "Sec-Fetch-Site", "none"): "for everyone",
		s.request("GET /secret"):                                                    "the secret",
		s.request("GET /secret", "Origin", "http://"+s.host):                        "the secret",
		s.request("POST /change"):                                                   "changed",
		s.request("POST /change", "Content-Type", charset):                          "changed",
		s.replaced("GET /secret", "Host:", "hOST:"):                                 "the secret",
		s.request("GET /secret", "Cookie", strings.Repeat("other=program; ", 800)):  "the secret",
		s.replaced("GET /secret", "Host: "+s.host, "Host:"+s.host):                  "the secret",
		s.replaced("GET /secret", "Host: "+s.host, "Host:\t"+s.host):                "the secret",
		s.request("GET /secret", "Connection", "keep-alive") + s.request("GET /x"):  "the secret",
		s.request("GET /secret", "Connection", "Upgrade", "Upgrade", "websocket"):   "the secret",
		s.request("GET /secret", "Connection", "Upgrade, HTTP2-Settings") + "\r\n":  "the secret",
		s.request("POST /change", "Expect", "100-continue", "Content-Length", "02"): "changed",
	} {
		if response := s.send(t, request); !strings.Contains(response, want) {
			t.Errorf("%q\ngot\n%s", request, response)
		}
	}
}

// attack is a request that another program or page could send.
type attack struct {
	name    string
	status  int
	request string
}

func (s *testServer) tokenAttacks() []attack {
	const (
		auth   = "Authorization"
		secret = "GET /secret"
		ticket = "POST /ticket"
	)

	_, port, _ := net.SplitHostPort(s.host)
	bearer := "Bearer " + s.ticket
	zeros := "Bearer " + strings.Repeat("0", 64)

	return []attack{
		{"no token", 401, s.request(secret, auth, "")},
		{"wrong token", 401, s.request(secret, auth, zeros)},
		{"half a token", 401, s.request(secret, auth, "Bearer "+s.token[:32])},
		{"empty token", 401, s.request(secret, auth, "Bearer ")},
		{"token without its scheme", 401, s.request(secret, auth, s.token)},
		{"token in the query", 400, s.request(secret+"?token="+s.token, auth, "")},
		{"token in a cookie", 401, s.request(secret, auth, "", "Cookie", "token="+s.token)},
		{"two tokens", 400, s.replaced(secret, "\r\n", "\r\nauthorization: "+zeros+"\r\n")},
		{"ticket instead of token", 401, s.request(secret, auth, bearer)},
		{"token instead of ticket", 401, s.request(ticket)},
		{"no ticket", 401, s.request(ticket, auth, "")},
		{"ticket from a foreign page", 403, s.request(ticket, auth, bearer, "Origin", "https://evil.example")},
		{"ticket from another port", 403, s.request(ticket, auth, bearer, "Sec-Fetch-Site", "same-site")},
		{"ticket for a rebound name", 421, s.request(ticket, auth, bearer, "Host", "evil.example:"+port)},
		{"ticket by GET", 405, s.request("GET /ticket", auth, bearer)},
		{"side effect without a token", 401, s.request("POST /change", auth, "")},
	}
}

func (s *testServer) sourceAttacks() []attack {
	const (
		change = "POST /change"
		secret = "GET /secret"
		site   = "Sec-Fetch-Site"
	)

	_, port, _ := net.SplitHostPort(s.host)
	evil := "https://evil.example"
	preflight := s.request("OPTIONS /secret", "Origin", evil, "Access-Control-Request-Headers", "authorization")

	return []attack{
		{"rebound name", 421, s.request("GET /", "Host", "evil.example:"+port)},
		{"rebound name, with the token", 421, s.request(secret, "Host", "evil.example:"+port)},
		{"localhost", 421, s.request("GET /", "Host", "localhost:"+port)},
		{"host without port", 421, s.request("GET /", "Host", "127.0.0.1")},
		{"another port", 421, s.request("GET /", "Host", "127.0.0.1:1")},
		{"invalid host", 400, s.request("GET /", "Host", "127.0.0.1 evil")},
		{"no host", 400, s.request("GET /", "Host", "")},
		{"two hosts", 400, s.replaced("GET /", "\r\n", "\r\nhost: evil.example\r\n")},
		{"the same host twice", 400, s.replaced("GET /", "\r\n", "\r\nHost: "+s.host+"\r\n")},
		{"absolute address", 400, s.request("GET http://" + s.host + "/secret")},
		{"absolute address, foreign host", 400, s.request("GET http://evil.example/secret")},
		{"absolute address, foreign header", 400, s.request("GET http://"+s.host+"/secret", "Host", "evil.example")},

		{"foreign origin", 403, s.request(secret, "Origin", evil)},
		{"foreign origin with a side effect", 403, s.request(change, "Origin", evil)},
		{"opaque origin", 403, s.request(change, "Origin", "null")},
		{"empty origin", 403, s.replaced(change, "Origin: http://"+s.host, "Origin:")},
		{"two origins", 400, s.replaced(change, "\r\n", "\r\norigin: "+evil+"\r\n")},
		{"another port of this computer", 403, s.request(change, "Origin", "http://127.0.0.1:1")},
		{"our origin by https", 403, s.request(change, "Origin", "https://"+s.host)},
		{"same site", 403, s.request(secret, site, "same-site")},
		{"cross site", 403, s.request("GET /", site, "cross-site")},
		{"browser without Sec-Fetch-Site", 403, s.request("GET /", site, "")},
		{"two sites", 400, s.replaced("GET /", "\r\n", "\r\nsec-fetch-site: cross-site\r\n")},

		{"side effect by GET", 405, s.request("GET /change")},
		{"POST to a GET handler", 405, s.request("POST /secret")},
		{"preflight", 405, preflight},
		{"OPTIONS for the server", 405, s.request("OPTIONS *")},
		{"HEAD", 405, s.request("HEAD /secret")},
		{"TRACE", 405, s.request("TRACE /secret")},
		{"CONNECT", 405, s.request("CONNECT " + s.host)},
		{"form", 415, s.request(change, "Content-Type", "application/x-www-form-urlencoded")},
		{"form of text", 415, s.request(change, "Content-Type", "text/plain")},
		{"no type", 415, s.request(change, "Content-Type", "")},
	}
}

func (s *testServer) malformedAttacks() []attack {
	const version = "HTTP/1.1"
	long := strings.Repeat("x", maxHeaderValue-100)

	return []attack{
		{"path upwards", 404, s.request("GET /../../etc/passwd")},
		{"path upwards, escaped", 400, s.request("GET /%2e%2e/etc/passwd")},
		{"path upwards, for Windows", 400, s.request(`GET /..\windows`)},
		{"path upwards and down again", 404, s.request("GET /x/../secret")},
		{"path with two slashes", 404, s.request("GET //secret")},
		{"path with a zero byte", 400, s.request("GET /secret\x00")},
		{"path with a fragment", 400, s.request("GET /secret#x")},
		{"no path", 400, s.request("GET secret")},
		{"another path", 404, s.request("GET /secrets")},
		{"below the path", 404, s.request("GET /secret/")},

		{"HTTP/1.0", 505, s.replaced("GET /", version, "HTTP/1.0")},
		{"HTTP/1.0 without a host", 505, strings.Replace(s.request("GET /", "Host", ""), version, "HTTP/1.0", 1)},
		{"HTTP/1.2", 505, s.replaced("GET /", version, "HTTP/1.2")},
		{"HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
		{"no version", 400, s.replaced("GET /", " "+version, "")},
		{"blank line first", 400, "\r\n" + s.request("GET /")},
		{"line feeds alone", 400, strings.ReplaceAll(s.request("GET /"), "\r\n", "\n")},
		{"carriage return alone", 400, s.replaced("GET /", "Host: ", "X: y\rHost: ")},
		{"folded header", 400, s.replaced("GET /", "Host: ", "Host:\r\n ")},
		{"header without a name", 400, s.replaced("GET /", "Host: ", ": ")},
		{"space before the colon", 400, s.replaced("GET /", "Host:", "Host :")},
		{"control character", 400, s.request("GET /", "Cookie", "a\x01b")},
		{"header too long", 431, s.request("GET /", "Cookie", strings.Repeat("x", maxHeaderValue+1))},
		{"headers too long", 431, s.request("GET /", "A", long, "B", long, "C", long, "D", long, "E", long)},
		{"too many headers", 431, s.replaced("GET /", "\r\n", "\r\n"+many(maxHeaders))},
		{"endless first line", 431, strings.Repeat("G", 1<<20)},
	}
}

func (s *testServer) bodyAttacks() []attack {
	const (
		change = "POST /change"
		length = "Content-Length"
		coding = "Transfer-Encoding"
	)

	two := "\r\nContent-Length: 2\r\nContent-Length: 3\r\n"
	smuggled := strings.Replace(s.request("GET /secret", length, "0", coding, "chunked"), "{}", "0\r\n\r\n", 1)

	return []attack{
		{"body too large", 413, s.request(change, length, fmt.Sprint(maxBody+1))},
		{"body larger than numbers", 400, s.request(change, length, "99999999999999999999")},
		{"body of negative length", 400, s.request(change, length, "-1")},
		{"body of signed length", 400, s.request(change, length, "+2")},
		{"body of unknown length", 411, s.request(change, length, "")},
		{"two lengths", 400, strings.Replace(s.request(change, length, ""), "\r\n", two, 1)},
		{"chunked body", 501, s.request(change, coding, "chunked")},
		{"chunked body without length", 501, s.request(change, coding, "chunked", length, "")},
		{"chunked body after a GET", 501, smuggled},
		{"unknown coding", 501, s.request(change, coding, "gzip, chunked")},
		{"body after a GET", 400, s.request("GET /secret", length, "2") + "{}"},
	}
}

func TestAttacksAreRejected(t *testing.T) {
	s := serve(t, time.Second)
	attacks := slices.Concat(s.tokenAttacks(), s.sourceAttacks(), s.malformedAttacks(), s.bodyAttacks())
	for _, attack := range attacks {
		t.Run(attack.name, func(t *testing.T) {
			response := s.send(t, attack.request)
			_, status, _ := strings.Cut(response, " ") // behind the version, which is that of the request
			if !strings.HasPrefix(status, fmt.Sprintf("%d ", attack.status)) {
				t.Errorf("got, instead of status %d:\n%s", attack.status, response)
			}

			for _, forbidden := range []string{"the secret", "for everyone", "Access-Control", s.token} {
				if strings.Contains(response, forbidden) {
					t.Errorf("response contains %q:\n%s", forbidden, response)
				}
			}
		})
	}

	if len(s.effects) > 0 || s.ticketUsed.Load() {
		t.Errorf("%d requests had a side effect; ticket used: %v", len(s.effects), s.ticketUsed.Load())
	}
}

// many returns n headers.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "x-%d: y\r\n", i)
	}

	return b.String()
}

// A second request in the same packet must not be answered.
func TestSecondRequestIsIgnored(t *testing.T) {
	s := serve(t, time.Second)
	response := s.send(t, s.request("POST /change", "Connection", "keep-alive")+s.request("GET /secret"))
	if strings.Count(response, "HTTP/1.1 ") != 1 || strings.Contains(response, "the secret") {
		t.Errorf("response to two requests:\n%s", response)
	}
}

// Other users of the computer can see the address in the list of processes.
func TestTicketWorksOnce(t *testing.T) {
	s := serve(t, requestTimeout)
	_, ticket, _ := strings.Cut(s.Address(), "#")
	if strings.Contains(s.Address(), s.token) {
		t.Error("the address contains the token")
	}

	const visitors = 20
	responses := make(chan string)
	for range visitors {
		request := s.request("POST /ticket", "Authorization", "Bearer "+ticket)
		go func() { responses <- s.send(t, request) }()
	}

	tokens := 0
	for range visitors {
		response := <-responses
		if strings.Contains(response, s.token) {
			tokens++
		} else if !strings.HasPrefix(response, "HTTP/1.1 401 ") {
			t.Error(response)
		}
	}

	if tokens != 1 {
		t.Errorf("%d visitors got the token, want 1", tokens)
	}
}

func TestListensOnLoopbackOnly(t *testing.T) {
	s := serve(t, requestTimeout)
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}

	_, port, _ := net.SplitHostPort(s.host)
	for _, a := range addresses {
		ip := a.(*net.IPNet).IP
		if ip.Equal(net.IPv4(127, 0, 0, 1)) {
			continue
		}

		if conn, err := net.DialTimeout("tcp", net.JoinHostPort(ip.String(), port), time.Second); err == nil {
			conn.Close()
			t.Errorf("server is reachable at %s", ip)
		}
	}
}

func TestSecretsDiffer(t *testing.T) {
	a, b := serve(t, requestTimeout), serve(t, requestTimeout)
	secrets := map[string]bool{a.token: true, a.ticket: true, b.token: true, b.ticket: true}
	if len(secrets) != 4 || len(a.token) != 64 {
		t.Errorf("secrets %q", slices.Collect(maps.Keys(secrets)))
	}
}

func TestSecurityHeaders(t *testing.T) {
	const policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	s := serve(t, requestTimeout)
	for _, request := range []string{
		s.request("GET /"),
		s.request("GET /absent"),
		s.request("POST /secret"),
		s.request("GET /secret", "Authorization", ""),
		s.request("GET /secret", "Host", "evil.example"),
	} {
		response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(s.send(t, request))), nil)
		if err != nil {
			t.Fatal(err)
		}

		for name, want := range map[string]string{
			"Connection":                   "close",
			"Content-Security-Policy":      policy,
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Referrer-Policy":              "no-referrer",
			"Cache-Control":                "no-store",
			"X-Content-Type-Options":       "nosniff",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := response.Header.Get(name); got != want && !(name == "Connection" && response.Close) {
				t.Errorf("status %d: %s is %q, want %q", response.StatusCode, name, got, want)
			}
		}
	}
}

// A client that sends a byte now and then must not keep its connection.
func TestSlowSender(t *testing.T) {
	s := serve(t, 300*time.Millisecond)
	for _, start := range []string{
		"",
		"GET / HTTP/1.1\r\nHost:",
		s.request("POST /change", "Content-Length", "1000"),
	} {
		conn := s.dial(t)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, err := io.WriteString(conn, start)
			for err == nil {
				time.Sleep(50 * time.Millisecond) // being slow is the point
				_, err = conn.Write([]byte(" "))
			}
		}()

		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Errorf("client keeps the connection after %q", start)
		}
	}

	if len(s.effects) > 0 {
		t.Error("half a request had a side effect")
	}
}

// A client that stops reading must not keep its connection either.
func TestSlowReader(t *testing.T) {
	s := serve(t, 300*time.Millisecond)
	fmt.Fprint(s.dial(t), s.request("GET /endless"))
	select {
	case <-s.cut:
	case <-time.After(10 * time.Second):
		t.Error("client keeps the connection without reading")
	}
}

// A stream lasts longer than the time limit of a request.
func TestStreamOutlastsTimeout(t *testing.T) {
	s := serve(t, 100*time.Millisecond)
	fmt.Fprint(s.dial(t), s.request("GET /events"))
	ctx := <-s.streams
	select {
	case <-ctx.Done():
		t.Error("stream ended after the time limit of a request")
	case <-time.After(500 * time.Millisecond):
	}
}

// Half a request on every connection does not lock the page out, even while the time limit of a request lasts.
func TestHalfRequestsDoNotLockTheReaderOut(t *testing.T) {
	s := serve(t, time.Minute)
	for range 2 * maxConnections {
		conn := s.dial(t)
		if _, err := fmt.Fprint(conn, "GET /secret HTTP/1.1\r\nHost: "); err != nil {
			t.Fatal(err)
		}
	}

	for range 10 {
		if got := s.send(t, s.request("GET /secret")); !strings.Contains(got, "the secret") {
			t.Fatalf("no response beside half requests: %q", got)
		}
	}
}

// Idle connections take all slots for a moment; then the page gets responses again.
func TestTenThousandConnections(t *testing.T) {
	s := serve(t, 500*time.Millisecond)
	before := runtime.NumGoroutine()
	var open []net.Conn
	defer func() {
		for _, conn := range open {
			conn.Close()
		}
	}()

	most := 0
	for range 10_000 {
		conn, err := net.Dial("tcp", s.host)
		if err != nil {
			t.Fatal(err)
		}

		if open = append(open, conn); len(open) > 500 { // the limit for open files of a test
			open[0].Close()
			open = open[1:]
		}

		most = max(most, runtime.NumGoroutine()-before)
	}

	if most > 4*maxConnections { // goroutines of closed connections may not have ended yet
		t.Errorf("%d goroutines for %d connections", most, maxConnections)
	}

	if most < maxConnections/2 {
		t.Errorf("only %d connections were open: the test has become too weak", most)
	}

	deadline := time.Now().Add(10 * time.Second)
	for !strings.Contains(s.send(t, s.request("GET /secret")), "the secret") {
		if time.Now().After(deadline) {
			t.Fatal("no response after the idle connections")
		}
	}
}

func TestStreamEndsWithItsReader(t *testing.T) {
	s := serve(t, requestTimeout)
	conn := s.dial(t)
	fmt.Fprint(conn, s.request("GET /events"))
	lines := bufio.NewScanner(conn)
	for lines.Scan() && lines.Text() != "data: 0" {
	}
	if lines.Text() != "data: 0" {
		t.Fatal("got no event")
	}

	ctx := <-s.streams
	conn.Close()
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Error("the stream continues without a reader")
	}
}

func TestServeClosesEverything(t *testing.T) {
	leak.Check(t)
	before := runtime.NumGoroutine()
	s := serve(t, time.Minute)
	silent := s.dial(t)
	reader := s.dial(t)
	fmt.Fprint(reader, s.request("GET /events"))
	<-s.streams

	start := time.Now()
	s.stop()
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("a connection kept the server for %v", took)
	}

	if after := runtime.NumGoroutine(); after > before+1 { // the one that received the error of Serve may still end
		t.Errorf("%d goroutines before, %d after", before, after)
	}

	for _, conn := range []net.Conn{silent, reader} {
		if _, err := io.ReadAll(conn); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("connection is still open: %v", err)
		}
	}

	if _, err := net.Dial("tcp", s.host); err == nil {
		t.Error("server is still listening")
	}
}

// A listener that fails ends Serve with the error.
func TestServeReturnsListenerError(t *testing.T) {
	s := newTestServer(t, requestTimeout)
	if err := s.listener.Close(); err != nil {
		t.Fatal(err)
	}

	if err := s.Serve(t.Context()); err == nil {
		t.Error("Serve returned no error for a closed listener")
	}
}

// FuzzHeaderScanner checks that headers are accepted or rejected regardless of how they are split into packets, and
// that accepted headers consist of complete lines without control characters.
func FuzzHeaderScanner(f *testing.F) {
	f.Add("GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 5)
	f.Add("POST /change HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{\n}", 17)
	f.Add("GET /%2e%2e HTTP/1.1\nHost : x\r\n y\r\n\r\n", 20)
	f.Fuzz(func(t *testing.T, text string, split int) {
		limited.Input(t)
		var whole, parts headerScanner
		err := whole.scan([]byte(text))
		split = max(0, min(split, len(text)))
		partsErr := parts.scan([]byte(text[:split]))
		if partsErr == nil {
			partsErr = parts.scan([]byte(text[split:]))
		}

		if err != partsErr || whole != parts && err == nil {
			t.Fatalf("error %v, but %v when split at %d", err, partsErr, split)
		}

		if err != nil || !whole.done {
			return
		}

		if strings.HasPrefix(text, "\r\n") {
			return // no headers at all
		}

		headers, _, _ := strings.Cut(text, "\r\n\r\n")
		for line := range strings.SplitSeq(headers, "\r\n") {
			if strings.ContainsAny(line, "\r\n\x00\x7f") || strings.HasPrefix(line, " ") {
				t.Fatalf("accepted %q", line)
			}
		}
	})
}

// FuzzRequest checks that a request reaches a handler only with the right host, source and token, and within the
// limits.
func FuzzRequest(f *testing.F) {
	s := newTestServer(f, requestTimeout)
	f.Cleanup(func() { s.listener.Close() })
	s.host, s.token = "127.0.0.1:1", "secret"
	f.Add(s.request("GET /secret"))
	f.Add(s.request("POST /change"))
	f.Add("GET / HTTP/1.1\r\nA: b\r\na: c\r\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
		if err != nil {
			return
		}

		recorder := httptest.NewRecorder()
		stream := request.URL.Path == "/events" || request.URL.Path == "/endless"
		if stream {
			return
		}

		s.serveHTTP(recorder, request)
		if recorder.Code != http.StatusOK {
			return
		}

		public := request.RequestURI == "/"
		if request.Host != s.host || !public && request.Header.Get("Authorization") != "Bearer "+s.token {
			t.Fatalf("accepted %q", text)
		}

		for len(s.effects) > 0 {
			if effect := <-s.effects; len(effect) > maxBody {
				t.Fatalf("accepted a body of %d bytes", len(effect))
			}
		}
	})
}
