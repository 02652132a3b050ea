package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"signpost/internal/cli"
)

// TestVerifyContinues interrupts a run and continues it.
func TestVerifyContinues(t *testing.T) {
	dir := buildPublished(t, "")
	h := &countingHost{files: http.FileServer(http.Dir(filepath.Join(dir, "public")))}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	state := filepath.Join(t.TempDir(), "state.json")
	args := []string{"verify", server.URL, "--config", filepath.Join(dir, "config.yaml"),
		"--state", state, "--resume", "--jobs", "1", "--format", "json"}

	// Ctrl-C while a page is requested.
	ctx, cancel := context.WithCancelCause(t.Context())
	h.last, h.atLast = "/guides/start/", func() { cancel(&cli.Interrupted{Signal: syscall.SIGINT}) }
	code, report, stderr := runVerify(ctx, t, args...)
	if code != 130 || report != nil || !strings.Contains(stderr, "paths; --resume continues with the others\n") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}

	// The next run requests the rest, and says so.
	before := h.reset()
	code, report, stderr = runVerify(t.Context(), t, args...)
	if code != 3 || !strings.HasPrefix(stderr, "continuing: ") || report.Counts.Resumed == 0 {
		t.Fatalf("exit code %d, %+v: %s", code, report, stderr)
	}
	for path := range h.reset() {
		if before[path] > 0 && path != "/guides/start/" && strings.HasSuffix(path, "/") && before[path] == 200 {
			t.Errorf("%s was requested again", path)
		}
	}

	// It has ended, so there is nothing to continue.
	_, report, stderr = runVerify(t.Context(), t, args...)
	if !strings.HasPrefix(stderr, "no interrupted run of this build to continue: verifying everything\n") ||
		report.Counts.Resumed != 0 {
		t.Errorf("%+v: %s", report, stderr)
	}

	// Another build has other pages: nothing counts that was verified before.
	ctx, cancel = context.WithCancelCause(t.Context())
	h.atLast = func() { cancel(&cli.Interrupted{Signal: syscall.SIGINT}) }
	if code, _, stderr = runVerify(ctx, t, args...); code != 130 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	h.reset()
	writeFiles(t, dir, map[string]string{"content/guides/print.md": "---\ntitle: Print\n---\nOther text.\n"})
	code, report, stderr = runVerify(t.Context(), t, args...)
	if code != 3 || report.Counts.Resumed != 0 || !strings.HasPrefix(stderr, "no interrupted run of this build") {
		t.Errorf("exit code %d, %+v: %s", code, report, stderr)
	}
}

// verifyReport is a part of the JSON of verify.
type verifyReport struct {
	Counts struct {
		Resumed int `json:"resumed_paths"`
	}
}

// runVerify runs verify. The report is nil if it wrote none.
func runVerify(ctx context.Context, t *testing.T, args ...string) (code int, report *verifyReport, stderr string) {
	t.Helper()
	var out, messages bytes.Buffer
	code = runArgs(ctx, &out, &messages, args...)
	if out.Len() > 0 {
		report = new(verifyReport)
		check(t, json.Unmarshal(out.Bytes(), report))
	}
	return code, report, messages.String()
}

// countingHost sends files, and calls atLast before it sends the last one of an interrupted run.
type countingHost struct {
	files  http.Handler
	last   string
	atLast func()

	mu       sync.Mutex
	statuses map[string]int // of the answers, by path
}

func (h *countingHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	if h.statuses == nil {
		h.statuses = map[string]int{}
	}
	isLast := r.URL.Path == h.last && h.atLast != nil
	h.statuses[r.URL.Path] = http.StatusOK
	h.mu.Unlock()
	if isLast {
		h.atLast()
		<-r.Context().Done()
		return
	}
	h.files.ServeHTTP(&statusKeeper{w, h, r.URL.Path}, r)
}

// statusKeeper keeps the status of an answer.
type statusKeeper struct {
	http.ResponseWriter
	host *countingHost
	path string
}

func (s *statusKeeper) WriteHeader(status int) {
	s.host.mu.Lock()
	s.host.statuses[s.path] = status
	s.host.mu.Unlock()
	s.ResponseWriter.WriteHeader(status)
}

// reset returns the statuses until now, and no longer interrupts.
func (h *countingHost) reset() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	statuses := h.statuses
	h.statuses, h.atLast = nil, nil
	return statuses
}

// secureServers are the configurations for HTTPS, with HTTP/2 only. Their certificate is in the folder of the server.
var secureServers = map[string]func(config, dir string) string{
	"nginx": func(config, dir string) string {
		return strings.Replace(config, "listen %[1]s;", `listen %[1]s ssl http2;
		ssl_certificate `+dir+`/cert.pem;
		ssl_certificate_key `+dir+`/key.pem;
		if ($server_protocol != "HTTP/2.0") { return 505; }`, 1)
	},
	"caddy": func(config, dir string) string {
		return strings.Replace(config, "http://%[1]s {", `https://%[1]s {
	tls `+dir+`/cert.pem `+dir+`/key.pem
	@old not protocol http/2
	error @old 505`, 1)
	},
}

// TestVerifyHTTP2 verifies sites over HTTP/2 whose certificate is from an authority that the system does not know.
func TestVerifyHTTP2(t *testing.T) {
	site := buildPublished(t, "")
	certificates := t.TempDir()
	pool := writeCertificate(t, certificates)
	for _, server := range hostServers {
		t.Run(server.name, func(t *testing.T) {
			server.config = secureServers[server.name](server.config, certificates)
			address := "https://" + strings.TrimPrefix(server.start(t, filepath.Join(site, "public"), ""), "http://")
			awaitTLS(t, address, pool)
			settings := []string{"--config", filepath.Join(site, "config.yaml")}
			checkFaults(t, address+"/", nil, append(settings, "--ca", filepath.Join(certificates, "cert.pem"))...)

			var stderr bytes.Buffer
			code := runArgs(t.Context(), &bytes.Buffer{}, &stderr, append([]string{"verify", address}, settings...)...)
			const want = "has a certificate of an unknown authority: name its file with --ca"
			if code != cli.ExitFailed || !strings.Contains(stderr.String(), want) {
				t.Errorf("exit code %d without the authority: %s", code, &stderr)
			}
		})
	}
}

// writeCertificate writes a certificate for this computer, which is its own authority.
func writeCertificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	check(t, err)

	encoded := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	check(t, os.WriteFile(filepath.Join(dir, "cert.pem"), encoded, 0o666))
	encodedKey := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	check(t, os.WriteFile(filepath.Join(dir, "key.pem"), encodedKey, 0o666))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(encoded)
	return pool
}

// awaitTLS waits until a server accepts connections.
func awaitTLS(t *testing.T, address string, pool *x509.CertPool) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(address, "https://"), &tls.Config{RootCAs: pool})
		if err == nil {
			check(t, conn.Close())
			return
		}
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal(fmt.Errorf("%s: %w", address, err))
		}
	}
}
