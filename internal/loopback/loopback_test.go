package loopback

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// served is a server for a test, with a page for everybody, a secret, something with an effect, and a stream.
type served struct {
	*Server
	effects chan string
	streams chan context.Context
	stop    func()
}

func serve(t *testing.T, patience time.Duration) *served {
	t.Helper()
	server, err := Listen()
	if err != nil {
		t.Fatal(err)
	}
	server.patience = patience
	s := &served{Server: server, effects: make(chan string, 100), streams: make(chan context.Context, 1)}
	routes := []Route{
		{Method: "GET", Path: "/", Public: true, Reply: func(*Request) Reply { return Text(200, "the page") }},
		{Method: "GET", Path: "/secret", Reply: func(*Request) Reply { return JSON("the secret") }},
		{Method: "POST", Path: "/change", Reply: func(r *Request) Reply { s.effects <- string(r.Body); return JSON("changed") }},
		{Method: "GET", Path: "/events", Stream: func(ctx context.Context, send func([]byte) error) {
			s.streams <- ctx
			for i := 0; send(fmt.Append(nil, i)) == nil; i++ {
				<-ctx.Done()
			}
		}},
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, routes) }()
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

// ask sends bytes and reads the answer to its end.
func (s *served) ask(t *testing.T, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", s.host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = io.WriteString(conn, request) }() // the server may have heard enough before the end
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	answer, err := io.ReadAll(conn)
	if err != nil && !strings.Contains(err.Error(), "reset") {
		t.Fatal(err)
	}
	return string(answer)
}

// get is a request as the page sends it, with some headers changed: an empty value takes one out.
func (s *served) get(line string, changes ...string) string {
	headers := map[string]string{"Host": s.host, "Sec-Fetch-Site": "same-origin", "Authorization": "Bearer " + s.token}
	if strings.HasPrefix(line, "POST") {
		headers["Origin"], headers["Content-Type"], headers["Content-Length"] = "http://"+s.host, "application/json", "2"
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
	request += "\r\n"
	if strings.HasPrefix(line, "POST") {
		request += "{}"
	}
	return request
}

func TestThePageIsAnswered(t *testing.T) {
	s := serve(t, patience)
	for request, want := range map[string]string{
		s.get("GET /", "Authorization", "", "Sec-Fetch-Site", "none"): "the page",
		s.get("GET /secret"):                             "the secret",
		s.get("GET /secret", "Origin", "http://"+s.host): "the secret",
		s.get("POST /change"):                            "changed",
		s.get("POST /change", "Content-Type", "application/json; charset=utf-8"):    "changed",
		strings.Replace(s.get("GET /secret"), "Host:", "hOST:", 1):                  "the secret",
		s.get("GET /secret", "Cookie", strings.Repeat("other=program; ", 800)):      "the secret",
		strings.Replace(s.get("GET /secret"), "Host: "+s.host, "Host:"+s.host, 1):   "the secret",
		strings.Replace(s.get("GET /secret"), "Host: "+s.host, "Host:\t"+s.host, 1): "the secret",
	} {
		if answer := s.ask(t, request); !strings.Contains(answer, want) {
			t.Errorf("%q\nis answered by\n%s", request, answer)
		}
	}
}

// Each of these is how somebody other than the page would ask.
func TestNobodyElseIsAnswered(t *testing.T) {
	s := serve(t, patience)
	port := s.host[strings.Index(s.host, ":"):]
	for _, attack := range []struct {
		name, request string
		status        int
	}{
		{"no token", s.get("GET /secret", "Authorization", ""), 401},
		{"wrong token", s.get("GET /secret", "Authorization", "Bearer "+strings.Repeat("0", 64)), 401},
		{"half a token", s.get("GET /secret", "Authorization", "Bearer "+s.token[:32]), 401},
		{"empty token", s.get("GET /secret", "Authorization", "Bearer "), 401},
		{"token without its scheme", s.get("GET /secret", "Authorization", s.token), 401},
		{"token in the query", s.get("GET /secret?token="+s.token, "Authorization", ""), 400},
		{"token in a cookie", s.get("GET /secret", "Authorization", "", "Cookie", "token="+s.token), 401},
		{"the ticket in place of the token", s.get("GET /secret", "Authorization", "Bearer "+s.ticket), 401},
		{"the token in place of the ticket", s.get("POST /ticket"), 401},
		{"no ticket", s.get("POST /ticket", "Authorization", ""), 401},
		{"the ticket from a foreign page", s.get("POST /ticket", "Authorization", "Bearer "+s.ticket, "Origin", "https://evil.example"), 403},
		{"the ticket from another port", s.get("POST /ticket", "Authorization", "Bearer "+s.ticket, "Sec-Fetch-Site", "same-site"), 403},
		{"the ticket by a name that was rebound", s.get("POST /ticket", "Authorization", "Bearer "+s.ticket, "Host", "evil.example"+port), 421},
		{"the ticket by GET", s.get("GET /ticket", "Authorization", "Bearer "+s.ticket), 405},
		{"effect without a token", s.get("POST /change", "Authorization", ""), 401},

		{"a name that was rebound", s.get("GET /", "Host", "evil.example"+port), 421},
		{"a name that was rebound, with the token", s.get("GET /secret", "Host", "evil.example"+port), 421},
		{"localhost", s.get("GET /", "Host", "localhost"+port), 421},
		{"host without port", s.get("GET /", "Host", "127.0.0.1"), 421},
		{"another port", s.get("GET /", "Host", "127.0.0.1:1"), 421},
		{"no host", s.get("GET /", "Host", ""), 421},
		{"two hosts", strings.Replace(s.get("GET /"), "\r\n", "\r\nhost: evil.example\r\n", 1), 400},
		{"address of a proxy", s.get("GET http://" + s.host + "/secret"), 400},

		{"foreign origin", s.get("GET /secret", "Origin", "https://evil.example"), 403},
		{"foreign origin with an effect", s.get("POST /change", "Origin", "https://evil.example"), 403},
		{"no origin to speak of", s.get("POST /change", "Origin", "null"), 403},
		{"another port of this computer", s.get("POST /change", "Origin", "http://127.0.0.1:1"), 403},
		{"our origin by https", s.get("POST /change", "Origin", "https://"+s.host), 403},
		{"same site", s.get("GET /secret", "Sec-Fetch-Site", "same-site"), 403},
		{"cross site", s.get("GET /", "Sec-Fetch-Site", "cross-site"), 403},
		{"a browser that does not say", s.get("GET /", "Sec-Fetch-Site", ""), 403},

		{"effect by GET", s.get("GET /change"), 405},
		{"POST where there is none", s.get("POST /secret"), 405},
		{"preflight", s.get("OPTIONS /secret", "Origin", "https://evil.example", "Access-Control-Request-Headers", "authorization"), 405},
		{"HEAD", s.get("HEAD /secret"), 405},
		{"TRACE", s.get("TRACE /secret"), 405},
		{"CONNECT", s.get("CONNECT " + s.host), 405},
		{"a form", s.get("POST /change", "Content-Type", "application/x-www-form-urlencoded"), 415},
		{"a form of text", s.get("POST /change", "Content-Type", "text/plain"), 415},
		{"no type", s.get("POST /change", "Content-Type", ""), 415},

		{"path upwards", s.get("GET /../../etc/passwd"), 404},
		{"path upwards, escaped", s.get("GET /%2e%2e/etc/passwd"), 400},
		{"path upwards, for Windows", s.get(`GET /..\windows`), 400},
		{"path with a zero in it", s.get("GET /secret\x00"), 400},
		{"no path", s.get("GET secret"), 400},
		{"another path", s.get("GET /secrets"), 404},
		{"below the path", s.get("GET /secret/"), 404},

		{"another version", strings.Replace(s.get("GET /"), "HTTP/1.1", "HTTP/1.0", 1), 400},
		{"a line too short", strings.Replace(s.get("GET /"), " HTTP/1.1", "", 1), 400},
		{"line feeds alone", strings.ReplaceAll(s.get("GET /"), "\r\n", "\n"), 400},
		{"a folded header", strings.Replace(s.get("GET /"), "Host: ", "Host:\r\n ", 1), 400},
		{"a header without a name", strings.Replace(s.get("GET /"), "Host: ", ": ", 1), 400},
		{"a space before the colon", strings.Replace(s.get("GET /"), "Host:", "Host :", 1), 400},
		{"a control character", s.get("GET /", "Cookie", "a\x01b"), 400},
		{"a header too long", s.get("GET /", "Cookie", strings.Repeat("x", maxLine)), 431},
		{"headers too long", s.get("GET /", "A", long, "B", long, "C", long, "D", long, "E", long), 431},
		{"headers too many", strings.Replace(s.get("GET /"), "\r\n", "\r\n"+many(maxHeaders), 1), 400},
		{"an endless first line", strings.Repeat("G", 1<<20), 431},

		{"a body too large", s.get("POST /change", "Content-Length", fmt.Sprint(maxBody+1)), 413},
		{"a body larger than numbers", s.get("POST /change", "Content-Length", "99999999999999999999"), 400},
		{"a body shorter than nothing", s.get("POST /change", "Content-Length", "-1"), 400},
		{"a body of unknown length", s.get("POST /change", "Content-Length", ""), 411},
		{"a body in pieces", s.get("POST /change", "Transfer-Encoding", "chunked"), 501},
		{"a body after a GET", s.get("GET /secret", "Content-Length", "2") + "{}", 400},
	} {
		t.Run(attack.name, func(t *testing.T) {
			answer := s.ask(t, attack.request)
			if want := fmt.Sprintf("HTTP/1.1 %d ", attack.status); !strings.HasPrefix(answer, want) {
				t.Errorf("want %d:\n%s", attack.status, answer)
			}
			if strings.Contains(answer, "the secret") || strings.Contains(answer, "Access-Control") || strings.Contains(answer, s.token) {
				t.Errorf("says too much:\n%s", answer)
			}
		})
	}
	if len(s.effects) > 0 || s.used.Load() {
		t.Errorf("%d requests had an effect; the ticket is used: %v", len(s.effects), s.used.Load())
	}
}

var long = strings.Repeat("x", maxLine-100)

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "x-%d: y\r\n", i)
	}
	return b.String()
}

// The address can be seen by other users of the computer, in the list of processes: what it carries is good once.
func TestTicketIsGoodOnce(t *testing.T) {
	s := serve(t, patience)
	_, ticket, _ := strings.Cut(s.Address(), "#")
	if strings.Contains(s.Address(), s.token) {
		t.Error("the address carries the token")
	}
	answers := make(chan string)
	const visitors = 20
	for range visitors { // at the same time
		go func() { answers <- s.ask(t, s.get("POST /ticket", "Authorization", "Bearer "+ticket)) }()
	}
	tokens := 0
	for range visitors {
		if answer := <-answers; strings.Contains(answer, s.token) {
			tokens++
		} else if !strings.HasPrefix(answer, "HTTP/1.1 401 ") {
			t.Errorf("%s", answer)
		}
	}
	if tokens != 1 {
		t.Errorf("%d visitors got the token", tokens)
	}
}

func TestOnlyOneInterface(t *testing.T) {
	s := serve(t, patience)
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
			t.Errorf("it is reached at %s", ip)
		}
	}
}

func TestTokensDiffer(t *testing.T) {
	a, b := serve(t, patience), serve(t, patience)
	all := map[string]bool{a.token: true, a.ticket: true, b.token: true, b.ticket: true}
	if len(all) != 4 || len(a.token) != 64 {
		t.Errorf("secrets %q", slices.Collect(maps.Keys(all)))
	}
}

func TestHeadersKeepOthersOut(t *testing.T) {
	s := serve(t, patience)
	for _, request := range []string{s.get("GET /"), s.get("GET /absent"), s.get("GET /secret", "Host", "evil.example")} {
		response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(s.ask(t, request))), nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"Referrer-Policy":              "no-referrer",
			"Cache-Control":                "no-store",
			"X-Content-Type-Options":       "nosniff",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
	}
}

// A client that sends a byte now and then does not keep its connection.
func TestSlowClient(t *testing.T) {
	s := serve(t, 300*time.Millisecond)
	for _, start := range []string{"", "GET / HTTP/1.1\r\nHost:", s.get("POST /change", "Content-Length", "1000")} {
		conn, err := net.Dial("tcp", s.host)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = io.WriteString(conn, start)
			for err == nil {
				time.Sleep(50 * time.Millisecond) // this is what the client is about
				_, err = conn.Write([]byte(" "))
			}
		}()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Errorf("%q kept the connection", start)
		}
	}
}

// Whoever opens connections and says nothing gets some, for a moment; then the page is answered again.
func TestTenThousandConnections(t *testing.T) {
	s := serve(t, 500*time.Millisecond)
	before := runtime.NumGoroutine()
	var held []net.Conn
	defer func() {
		for _, conn := range held {
			conn.Close()
		}
	}()
	most := 0
	for range 10_000 {
		conn, err := net.Dial("tcp", s.host)
		if err != nil {
			t.Fatal(err)
		}
		if held = append(held, conn); len(held) > 500 { // as many files as a test may have open
			held[0].Close()
			held = held[1:]
		}
		most = max(most, runtime.NumGoroutine()-before)
	}
	if most > maxConnections+5 {
		t.Errorf("%d goroutines for connections", most)
	}
	if most < maxConnections/2 {
		t.Errorf("only %d connections were open: is this still a test?", most)
	}
	for late := time.Now().Add(10 * time.Second); !strings.Contains(s.ask(t, s.get("GET /secret")), "the secret"); {
		if time.Now().After(late) {
			t.Fatal("the page is not answered any more")
		}
	}
}

func TestStreamEndsWithItsReader(t *testing.T) {
	s := serve(t, patience)
	conn, err := net.Dial("tcp", s.host)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, s.get("GET /events"))
	lines := bufio.NewScanner(conn)
	for lines.Scan() && lines.Text() != "data: 0" {
	}
	if lines.Text() != "data: 0" {
		t.Fatal("no event came")
	}
	ctx := <-s.streams
	conn.Close()
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Error("the stream goes on for nobody")
	}
}

func TestNothingIsLeftOpen(t *testing.T) {
	before := runtime.NumGoroutine()
	s := serve(t, time.Minute)
	silent, err := net.Dial("tcp", s.host)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	reader, err := net.Dial("tcp", s.host)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	fmt.Fprint(reader, s.get("GET /events"))
	<-s.streams
	began := time.Now()
	s.stop()
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it ended after %v: a connection kept it", took)
	}
	if _, err := io.ReadAll(reader); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Errorf("the stream is still open: %v", err)
	}
	if _, err := net.Dial("tcp", s.host); err == nil {
		t.Error("somebody listens still")
	}
	if after := runtime.NumGoroutine(); after > before+1 { // the one that waited for Serve may be about to end
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add("GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n")
	f.Add("POST /change HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
	f.Add("GET / HTTP/1.1\r\nA: b\r\na: c\r\n\r\n")
	f.Add("GET /%2e%2e HTTP/1.1\nHost : x\r\n y\r\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		request, err := readRequest(bufio.NewReaderSize(strings.NewReader(text), maxLine))
		if err != nil {
			return
		}
		// What we read, the standard library reads the same.
		other, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
		if err != nil {
			t.Fatalf("we understand what net/http does not: %v", err)
		}
		body, err := io.ReadAll(other.Body)
		if err != nil || string(body) != string(request.Body) || other.Method != request.Method || other.URL.Path != request.Path {
			t.Fatalf("%s %s %q, by net/http %s %s %q (%v)", request.Method, request.Path, request.Body, other.Method, other.URL.Path, body, err)
		}
		if other.Host != request.header["host"] {
			t.Fatalf("host %q, by net/http %q", request.header["host"], other.Host)
		}
		if len(request.Body) > maxBody || len(request.header) > maxHeaders {
			t.Fatal("larger than the limits")
		}
	})
}
