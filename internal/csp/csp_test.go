package csp

import "testing"

func TestPolicy(t *testing.T) {
	for _, test := range []struct {
		name   string
		policy Policy
		want   string
	}{
		{
			"nothing else", Policy{},
			"default-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
				"require-trusted-types-for 'script'",
		},
		{
			"foreign scripts need functions that run text",
			Policy{Scripts: []string{"https://cdn.example"}},
			"default-src 'self'; script-src 'self' https://cdn.example; connect-src 'self'; base-uri 'none'; " +
				"object-src 'none'; frame-ancestors 'none'",
		},
		{
			"everything",
			Policy{
				Scripts:   []string{"https://a.example", "https://*.b.example"},
				Frames:    []string{"https://c.example"},
				Connect:   []string{"https://d.example"},
				Images:    []string{"https://e.example"},
				Ancestors: []string{"https://f.example"},
			},
			"default-src 'self'; script-src 'self' https://a.example https://*.b.example; " +
				"frame-src 'self' https://c.example; img-src 'self' https://e.example; " +
				"connect-src 'self' https://d.example; base-uri 'none'; object-src 'none'; " +
				"frame-ancestors https://f.example",
		},
	} {
		if got := test.policy.String(); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestBlocks(t *testing.T) {
	p := Policy{
		Scripts: []string{"https://cdn.example"},
		Images:  []string{"https://*.pictures.example:8443"},
		Connect: []string{"wss://live.example", "http://localhost:9000"},
	}

	for _, test := range []struct {
		kind    Kind
		url     string
		blocked bool
	}{
		{Script, "https://cdn.example/a.js", false},
		{Script, "https://CDN.example/a.js", false},
		{Script, "//cdn.example/a.js", false},
		{Script, "http://cdn.example/a.js", true},
		{Script, "https://cdn.example:444/a.js", true},
		{Script, "https://cdn.example.evil.example/a.js", true},
		{Script, "/assets/a.js", false},
		{Script, "a.js", false},
		{Script, "data:text/javascript,1", true},
		{Image, "data:image/png;base64,x", true},
		{Image, "https://cdn.example/a.png", true},
		{Image, "https://a.pictures.example:8443/a.png", false},
		{Image, "https://pictures.example:8443/a.png", true},
		{Connection, "wss://live.example/", false},
		{Connection, "ws://live.example/", true},
		{Connection, "https://live.example/", false},
		{Connection, "ws://localhost:9000/", true},
		{Connection, "https://localhost:9000/", false},
		{Frame, "https://cdn.example/", true},
		{Other, "https://cdn.example/font.woff2", true},
		{Other, "%zz", true},
	} {
		if got := p.Blocks(test.kind, test.url); got != test.blocked {
			t.Errorf("Blocks(%d, %q) = %v", test.kind, test.url, got)
		}
	}
}

func TestOrigin(t *testing.T) {
	for text, want := range map[string]string{
		"https://cdn.example":                 "https://cdn.example",
		"https://CDN.example/":                "https://cdn.example",
		"https://*.cdn.example:8443":          "https://*.cdn.example:8443",
		"http://localhost:9000":               "http://localhost:9000",
		"http://127.0.0.1:9000":               "http://127.0.0.1:9000",
		"http://cdn.example":                  "",
		"http://*.localhost":                  "",
		"cdn.example":                         "",
		"*":                                   "",
		"https:":                              "",
		"https://*":                           "",
		"data:":                               "",
		"'unsafe-inline'":                     "",
		"https://a.example/path":              "",
		"https://a.example; x":                "",
		"https://a.example https://b.example": "",
		"https://a$b.example":                 "",
		"https://a.example:65535":             "https://a.example:65535",
		"https://a.example:99999":             "",
		"https://a.example:0":                 "",
		"https://a.example\nX: y":             "",
		"https://user@a.example":              "",
		"":                                    "",
	} {
		got, err := Origin(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("Origin(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}
