package serve

import (
	"net"
	"testing"
)

func TestIsLocalHost(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost":          true,
		"localhost:8080":     true,
		"127.0.0.1:8080":     true,
		"127.9.9.9":          true,
		"[::1]:8080":         true,
		"::1":                true,
		"192.0.2.1:8080":     false,
		"localhost.example":  false,
		"127.0.0.1.example":  false,
		"attacker.example:1": false,
		"":                   false,
	} {
		if got := isLocalHost(host); got != want {
			t.Errorf("%q: got %v, want %v", host, got, want)
		}
	}
}

func TestBrowserAddress(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:8080": "127.0.0.1:8080",
		"0.0.0.0:8080":   "localhost:8080",
		"[::]:8080":      "localhost:8080",
		"192.0.2.1:80":   "192.0.2.1:80",
	} {
		tcp, err := net.ResolveTCPAddr("tcp", address)
		if err != nil {
			t.Fatal(err)
		}

		if got := browserAddress(tcp); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}

func TestWithReload(t *testing.T) {
	for _, test := range []struct{ name, data, want string }{
		{
			name: "index.html",
			data: "<body>x</body></html>",
			want: `<body>x<script src="/_signpost/reload.js" data-build="7" defer></script></body></html>`,
		},
		{
			name: "index.html",
			data: "without body",
			want: "without body",
		},
		{
			name: "feed.xml",
			data: "<a></body></a>",
			want: "<a></body></a>",
		},
	} {
		if got := string(withReload(test.name, []byte(test.data), 7)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
