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

// hostedSite is a help centre with old addresses in all forms.
var hostedSite = map[string]string{
	"config.yaml": "title: Help\n",
	"content/cards/resolve.md": `---
title: Resolve
aliases:
  - /old/résolve/
  - /old.html
  - /Cards/Resolve/
  - /plain
  - /a%20b/
  - /what%3F/
  - /con/
  - "/a:b"
  - /article.php?id=12
  - /show?id=1&lang=en
  - /hc/articles/*
  - /hc/articles/360-*
---
## A {#a code=ID-201}

See [the form](my%20form.pdf) and [a film](film.webm).
`,
	"content/cards/add.md": `---
title: Add
aliases: [/Old.html, "/article.php?id=13", /article.php, "/show?id=1", "/hc/articles/361-*", /hc/articles/360-b/]
---
Text.
`,
	"anchors.lock": `/article.php/?id=14 -> /cards/add/
/gone.html retired Faxes ended.
/moved.html -> /cards/add/
`,
	"content/cards/my form.pdf":                "%PDF",
	"content/cards/film.webm":                  "film",
	"content/_static/.well-known/security.txt": "Contact: mailto:help@help.example",
	"content/_static/.htaccess":                "Require all denied",
}

// hostServer is a web server and its configuration, a format for its address, a temporary folder, the root of the host
// and the path of the site.
type hostServer struct {
	name   string
	config string
	args   []string
}

var hostServers = []hostServer{
	{
		name: "nginx",
		config: `daemon off;
master_process off;
pid %[2]s/nginx.pid;
error_log stderr;
events {}
http {
	access_log off;
	include /etc/nginx/mime.types;
	client_body_temp_path %[2]s/t;
	proxy_temp_path %[2]s/t;
	fastcgi_temp_path %[2]s/t;
	uwsgi_temp_path %[2]s/t;
	scgi_temp_path %[2]s/t;
	server {
		listen %[1]s;
		root "%[3]s";
		include "%[3]s%[4]s/_nginx.conf";
	}
}
`,
		args: []string{"-c"},
	},
	{
		name: "caddy",
		config: `{
	admin off
	auto_https off
}
http://%[1]s {
	root * "%[3]s"
	import "%[3]s%[4]s/_Caddyfile"
	file_server
}
`,
		args: []string{"run", "--adapter", "caddyfile", "--config"},
	},
}

// TestServersSendHeaders checks that the files for nginx and Caddy make these servers send what _headers and _redirects
// say, for sites at the root of a host and below it.
func TestServersSendHeaders(t *testing.T) {
	for name, path := range map[string]string{
		"root":                       "",
		"subfolder":                  "/help/centre",
		"subfolder, other alphabets": "/hjälp och stöd/v1.2",
	} {
		t.Run(name, func(t *testing.T) { checkServers(t, path) })
	}
}

// TestServersAllowOrigins checks that the servers send the policy and the origins in the settings, and tell the origins
// apart.
func TestServersAllowOrigins(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, hostedSite)
	writeFiles(t, dir, map[string]string{"config.yaml": `title: "Help; $uri {x}' \"#"
description: "}; return 200; # $host {{ env }}"
base_url: https://help.example:8443/
feedback: {endpoint: "https://Hjälp.example:8443/in;sandbox?a=$uri{x}'\"; script-src *"}
security:
  frames: [https://player.example]
  frame_ancestors: [https://portal.example]
  codes_origins: [https://a.example, https://b.example]
`})
	root := filepath.Join(dir, "public")
	signpost(t, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"), "--out", root)

	for _, server := range hostServers {
		t.Run(server.name, func(t *testing.T) {
			address := server.start(t, root, "")
			page, _ := getPage(t, address+"/cards/resolve/")
			policy := page.Header.Get("Content-Security-Policy")
			for _, want := range []string{
				"frame-src 'self' https://player.example;",
				"frame-ancestors https://portal.example;",
				"; connect-src 'self' https://xn--hjlp-moa.example:8443; base-uri 'none';",
			} {
				if !strings.Contains(policy, want) || strings.Contains(policy, "sandbox") {
					t.Errorf("the policy does not contain %q: %s", want, policy)
				}
			}

			for origin, want := range map[string]string{
				"https://a.example":    "https://a.example",
				"https://b.example":    "https://b.example",
				"https://evil.example": "",
				"":                     "",
			} {
				if got := allowedOrigin(t, address+"/codes.json", origin); got != want {
					t.Errorf("codes.json allows %q for %q, want %q", got, origin, want)
				}
			}

			if got := allowedOrigin(t, address+"/search/index.idx", "https://a.example"); got != "" {
				t.Errorf("other files allow %q", got)
			}
		})
	}
}

// allowedOrigin requests a file from an origin and returns the origin that may read it.
func allowedOrigin(t *testing.T, url, origin string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}

	if origin != "" {
		request.Header.Set("Origin", origin)
	}

	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()

	if response.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s lacks the headers of all files", url)
	}

	return response.Header.Get("Access-Control-Allow-Origin")
}

// checkServers checks the servers with a site at a path of its host.
func checkServers(t *testing.T, path string) {
	dir := t.TempDir()
	writeFiles(t, dir, hostedSite)
	root := filepath.Join(dir, "public")
	signpost(t, "build", "--quiet",
		"--config", filepath.Join(dir, "config.yaml"),
		"--base-url", "https://help.example"+path+"/",
		"--out", filepath.Join(root, filepath.FromSlash(path)))

	escaped := (&url.URL{Path: path}).EscapedPath()
	for _, server := range hostServers {
		t.Run(server.name, func(t *testing.T) {
			address := server.start(t, root, path)
			checkHeaders(t, address, escaped)
			checkErrorPages(t, address, escaped)
		})
	}
}

// start starts the server and returns its address. It may not accept connections yet.
func (s hostServer) start(t *testing.T, root, path string) string {
	t.Helper()
	program, err := exec.LookPath(s.name)
	if err != nil {
		need.Missing(t, err)
	}

	dir := t.TempDir()
	address := freeAddress(t)
	config := fmt.Sprintf(s.config, address, dir, root, path)
	writeFiles(t, dir, map[string]string{"server.conf": config})
	cmd := exec.CommandContext(t.Context(), program, append(s.args, filepath.Join(dir, "server.conf"))...)
	cmd.Stderr = t.Output()
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return "http://" + address
}

// freeAddress returns an address on which no program listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

const securityPolicy = "default-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'"

// checkHeaders checks the status and a header of several files of the site.
func checkHeaders(t *testing.T, address, path string) {
	t.Helper()
	for _, want := range []struct {
		path   string
		status int
		header string
		value  string
	}{
		{"/cards/resolve/", 200, "Content-Security-Policy", securityPolicy},
		{"/cards/resolve/", 200, "X-Content-Type-Options", "nosniff"},
		{"/e/id-201/", 200, "Referrer-Policy", "strict-origin-when-cross-origin"},
		{"/search/index.idx", 200, "Cache-Control", "no-cache"},
		{"/search/index.idx", 200, "X-Content-Type-Options", "nosniff"},
		{"/nowhere/", 404, "X-Content-Type-Options", "nosniff"},
		{"/cards/my%20form.pdf", 200, "Content-Type", "application/pdf"},
		{"/cards/my%20form.pdf", 200, "X-Content-Type-Options", "nosniff"},
		{"/cards/film.webm", 200, "Content-Type", "video/webm"},
		{"/.well-known/security.txt", 200, "X-Content-Type-Options", "nosniff"},
		{"/.htaccess", 404, "", ""},
		{"/.signpost/written.json", 404, "", ""},
		{"/_nginx.conf", 404, "", ""},
		{"/_Caddyfile", 404, "", ""},
		{"/_headers", 404, "", ""},
		{"/_redirects", 404, "", ""},
		{"/old/r%C3%A9solve/", 301, "Location", address + path + "/cards/resolve/"},
		{"/old.html", 301, "Location", address + path + "/cards/resolve/"},
		{"/Old.html", 301, "Location", address + path + "/cards/add/"},
		{"/Cards/Resolve/", 301, "Location", address + path + "/cards/resolve/"},
		{"/plain/", 301, "Location", address + path + "/cards/resolve/"},
		{"/a%20b/", 301, "Location", address + path + "/cards/resolve/"},
		{"/what%3F", 301, "Location", address + path + "/cards/resolve/"},
		{"/what%3F/", 301, "Location", address + path + "/cards/resolve/"},
		{"/con/", 301, "Location", address + path + "/cards/resolve/"},
		{"/a:b", 301, "Location", address + path + "/cards/resolve/"},
		{"/article.php?id=12", 301, "Location", address + path + "/cards/resolve/"},
		{"/article.php?id=13&utm=x", 301, "Location", address + path + "/cards/add/"},
		{"/article.php/?id=120", 301, "Location", address + path + "/cards/add/"},
		{"/article.php?id=14", 301, "Location", address + path + "/cards/add/"},
		{"/gone.html", 200, "", ""},
		{"/moved.html", 301, "Location", address + path + "/cards/add/"},
		{"/show?id=1&lang=en", 301, "Location", address + path + "/cards/resolve/"},
		{"/show?lang=en&utm=x&id=1", 301, "Location", address + path + "/cards/resolve/"},
		{"/show?id=1&lang=de", 301, "Location", address + path + "/cards/add/"},
		{"/show/", 200, "", ""},
		{"/hc/articles/360-some-title", 301, "Location", address + path + "/cards/resolve/"},
		{"/hc/articles/361-some-title", 301, "Location", address + path + "/cards/add/"},
		{"/hc/articles/360-b/", 301, "Location", address + path + "/cards/add/"},
		{"/hc/articles/362", 301, "Location", address + path + "/cards/resolve/"},
		{"/hc/other/", 404, "", ""},
	} {
		response, _ := getPage(t, address+path+want.path)
		got := response.Header.Get(want.header)
		if want.header == "Location" && strings.HasPrefix(got, "/") {
			got = address + got
		}
		if response.StatusCode != want.status || got != want.value {
			t.Errorf("%s: %d, %s: %q", want.path, response.StatusCode, want.header, got)
		}
	}
}

// checkErrorPages checks that the site has its own page for missing addresses, and that the rest of the host does not
// get its headers.
func checkErrorPages(t *testing.T, address, path string) {
	t.Helper()
	if _, page := getPage(t, address+path+"/nowhere/"); !strings.Contains(page, "Page not found") {
		t.Errorf("a missing address shows %q", page)
	}
	other, _ := getPage(t, address+"/other/")
	if path != "" && other.Header.Get("X-Content-Type-Options") != "" {
		t.Error("the rest of the host sends the headers of the site")
	}
}

// getPage requests a page, again and again until the server accepts connections.
func getPage(t *testing.T, url string) (response *http.Response, page string) {
	t.Helper()
	client := http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	deadline := time.After(10 * time.Second)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()

	for {
		response, err := client.Get(url)
		if err == nil {
			return response, readBody(t, response)
		}
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal(err)
		}
	}
}

func readBody(t *testing.T, response *http.Response) string {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
