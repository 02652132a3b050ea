package download

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// newDownloader returns a downloader for help.example.org. Its client connects to one server, whatever the host.
func newDownloader(t *testing.T, handler http.HandlerFunc) *Downloader {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)

	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, server.Listener.Addr().String())
	}

	return &Downloader{
		Client: &http.Client{Transport: &http.Transport{
			DialContext:     dial,
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // the certificate is for another name
		}},
		Hosts: map[string]bool{"help.example.org": true},
		Cache: t.TempDir(),
		Now:   time.Now(),
		Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
}

func TestGet(t *testing.T) {
	requests := 0
	d := newDownloader(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		switch r.URL.Path {
		case "/busy.png":
			if requests < 3 {
				w.Header().Set("Retry-After", "5")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		case "/always-busy.png":
			w.WriteHeader(http.StatusTooManyRequests)
		case "/missing.png":
			http.NotFound(w, r)
		case "/named":
			w.Header().Set("Content-Disposition", `attachment; filename="../../Form A.pdf"`)
		case "/large.bin":
			_, _ = w.Write(bytes.Repeat([]byte("x"), MaxFile+1))
		case "/to-store":
			http.Redirect(w, r, "https://p1.zdusercontent.com/a.png", http.StatusFound)
		case "/to-domain":
			http.Redirect(w, r, "https://files.example.org/a.png", http.StatusFound)
		case "/to-elsewhere":
			http.Redirect(w, r, "https://evil.example/a.png", http.StatusFound)
		case "/to-http":
			http.Redirect(w, r, "http://help.example.org/a.png", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		}
		_, _ = w.Write([]byte("data"))
	})

	for _, test := range []struct{ address, name, problem string }{
		{"https://help.example.org/a.png", "a.png", ""},
		{"https://help.example.org/busy.png", "busy.png", ""},
		{"https://help.example.org/always-busy.png", "", "limits the number of requests"},
		{"https://help.example.org/missing.png", "", "returns 404"},
		{"https://help.example.org/named", "Form A.pdf", ""},
		{"https://help.example.org/large.bin", "", "is larger than 50 MB"},
		{"https://help.example.org/to-store", "a.png", ""},
		{"https://help.example.org/to-domain", "a.png", ""},
		{"https://help.example.org/to-elsewhere", "", "evil.example, which is not a host of the export"},
		{"https://help.example.org/to-http", "", "without encryption"},
		{"https://help.example.org/loop", "", "too many redirects"},
		{"http://help.example.org/a.png", "", "https://"},
		{"https://user@help.example.org/a.png", "", "a user or a port"},
		{"https://help.example.org:8443/a.png", "", "a user or a port"},
		{"https://evil.example/a.png", "", "evil.example is not a host of the export"},
		{"file:///etc/passwd", "", "https://"},
		{"%zz", "", "is not an address"},
	} {
		requests = 0
		file, err := d.Get(t.Context(), test.address)
		if test.problem == "" {
			if err != nil || file.Name != test.name || !bytes.HasPrefix(file.Data, []byte("data")) && requests < 2 {
				t.Errorf("%s: got %q, %q, %v", test.address, file.Name, file.Data, err)
			}
			continue
		}

		if err == nil || !strings.Contains(err.Error(), test.problem) {
			t.Errorf("%s: got error %v, want %q", test.address, err, test.problem)
		}
	}
}

func TestGetKeepsFiles(t *testing.T) {
	requests := 0
	d := newDownloader(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		_, _ = w.Write([]byte("data"))
	})

	for range 2 {
		file, err := d.Get(t.Context(), "https://help.example.org/a.png")
		if err != nil || file.Name != "a.png" || string(file.Data) != "data" {
			t.Errorf("got %+v, %v", file, err)
		}
	}

	if requests != 1 {
		t.Errorf("%d requests for a file that was fetched before", requests)
	}
}

func TestGetStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d := newDownloader(t, func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.WriteHeader(http.StatusTooManyRequests)
	})

	if _, err := d.Get(ctx, "https://help.example.org/a.png"); err == nil {
		t.Error("no error")
	}
}

func TestClientRefusesPrivateAddresses(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()

	_, err := Client(time.Second).Get(server.URL)
	if err == nil || !strings.Contains(err.Error(), "private address 127.0.0.1") {
		t.Errorf("got %v", err)
	}
}

func TestIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14":        true,
		"2606:2800:220::1":     true,
		"127.0.0.1":            false,
		"::1":                  false,
		"::ffff:127.0.0.1":     false,
		"::ffff:10.0.0.1":      false,
		"10.1.2.3":             false,
		"172.16.0.1":           false,
		"192.168.1.1":          false,
		"169.254.169.254":      false,
		"100.64.0.1":           false,
		"0.0.0.0":              false,
		"0.1.2.3":              false,
		"224.0.0.1":            false,
		"255.255.255.255":      false,
		"fe80::1":              false,
		"fe80::1%eth0":         false,
		"fd00::1":              false,
		"64:ff9b::a00:1":       false,
		"2002:a00:1::":         false,
		"::":                   false,
		"2001:4860:4860::8888": true,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("isPublic(%s) = %v", address, got)
		}
	}
}
