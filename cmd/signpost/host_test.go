package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/internal/testkit/need"
)

// hosted is a help centre with an address that moved.
var hosted = map[string]string{
	"config.yaml":              "title: Help\n",
	"content/cards/resolve.md": "---\ntitle: Resolve\naliases: [/old/résolve/]\n---\n## A {#a code=ID-201}\n\nText.\n",
}

// The files for nginx and Caddy make the real servers send what _headers and _redirects say, at the root of a host and
// below it.
func TestServersSendTheHeaders(t *testing.T) {
	for name, path := range map[string]string{"root": "", "below": "/help/centre", "below in other letters": "/hjälp och stöd/v1.2"} {
		t.Run(name, func(t *testing.T) { checkServers(t, path) })
	}
}

// checkServers has the servers serve a site that stands at a path of its host.
func checkServers(t *testing.T, path string) {
	dir := t.TempDir()
	writeFiles(t, dir, hosted)
	site := filepath.Join(dir, "public", filepath.FromSlash(path))
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"), "--base-url", "https://help.example"+path+"/", "--out", site)
	settings := map[string]struct {
		text string
		args []string
	}{
		"nginx": {"daemon off; master_process off; pid %[2]s/nginx.pid; error_log stderr;\nevents {}\nhttp { access_log off; include /etc/nginx/mime.types; " +
			"client_body_temp_path %[2]s/t; proxy_temp_path %[2]s/t; fastcgi_temp_path %[2]s/t; uwsgi_temp_path %[2]s/t; scgi_temp_path %[2]s/t;\n" +
			"server { listen %[1]s; root \"%[3]s\"; include \"%[3]s%[4]s/_nginx.conf\"; } }\n", []string{"-c"}},
		"caddy": {"{\n\tadmin off\n\tauto_https off\n}\nhttp://%[1]s {\n\troot * \"%[3]s\"\n\timport \"%[3]s%[4]s/_Caddyfile\"\n\tfile_server\n}\n", []string{"run", "--adapter", "caddyfile", "--config"}},
	}
	for name, s := range settings {
		t.Run(name, func(t *testing.T) {
			program, err := exec.LookPath(name)
			if err != nil {
				need.Missing(t, err)
			}
			address := freeAddress(t)
			file := filepath.Join(dir, name+".conf")
			writeFiles(t, dir, map[string]string{name + ".conf": fmt.Sprintf(s.text, address, t.TempDir(), filepath.Join(dir, "public"), path)})
			cmd := exec.CommandContext(t.Context(), program, append(s.args, file)...)
			cmd.Stderr, cmd.Env = t.Output(), append(os.Environ(), "HOME="+dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
			asked := (&url.URL{Path: path}).EscapedPath()
			checkHost(t, "http://"+address, asked)
			checkElsewhere(t, "http://"+address, asked)
		})
	}
}

// freeAddress is one on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func checkHost(t *testing.T, address, path string) {
	t.Helper()
	for _, want := range []struct {
		path          string
		status        int
		header, value string
	}{
		{"/cards/resolve/", 200, "Content-Security-Policy", "default-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"},
		{"/cards/resolve/", 200, "X-Content-Type-Options", "nosniff"},
		{"/e/id-201/", 200, "Referrer-Policy", "strict-origin-when-cross-origin"},
		{"/search/index.idx", 200, "Cache-Control", "no-cache"},
		{"/search/index.idx", 200, "X-Content-Type-Options", "nosniff"},
		{"/nowhere/", 404, "X-Content-Type-Options", "nosniff"},
		{"/.signpost/written.json", 404, "", ""},
		{"/_nginx.conf", 404, "", ""},
		{"/_Caddyfile", 404, "", ""},
		{"/_headers", 404, "", ""},
		{"/_redirects", 404, "", ""},
		{"/old/r%C3%A9solve/", 301, "Location", address + path + "/cards/resolve/"},
	} {
		reply, _ := answer(t, address+path+want.path)
		got := reply.Header.Get(want.header)
		if want.header == "Location" && got != "" && got[0] == '/' {
			got = address + got
		}
		if reply.StatusCode != want.status || got != want.value {
			t.Errorf("%s: %d, %s: %q", want.path, reply.StatusCode, want.header, got)
		}
	}
}

// checkElsewhere looks at addresses where nothing stands: those of the site have its own page, and the rest of the host
// is not told what to send.
func checkElsewhere(t *testing.T, address, path string) {
	t.Helper()
	if _, page := answer(t, address+path+"/nowhere/"); !strings.Contains(page, "Page not found") {
		t.Errorf("where nothing stands, this is shown: %q", page)
	}
	if other, _ := answer(t, address+"/other/"); path != "" && other.Header.Get("X-Content-Type-Options") != "" {
		t.Error("the rest of the host is told what to send, too")
	}
}

// answer asks a server that may have yet to come up.
func answer(t *testing.T, url string) (reply *http.Response, page string) {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	deadline := time.After(10 * time.Second)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		reply, err := client.Get(url)
		if err == nil {
			defer reply.Body.Close()
			page, err := io.ReadAll(reply.Body)
			if err != nil {
				t.Fatal(err)
			}
			return reply, string(page)
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatal(err)
		}
	}
}
