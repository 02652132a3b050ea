package address

import (
	"errors"
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"/old/":                          "/old/",
		"/old":                           "/old/",
		"old/page":                       "/old/page/",
		"/old.html":                      "/old.html",
		"/Old/Page.HTM":                  "/Old/Page.HTM",
		"/old/index.html":                "/old/",
		"/index.html":                    "/",
		"/v1.2":                          "/v1.2/",
		"/a b/":                          "/a%20b/",
		"/a%20b":                         "/a%20b/",
		"/%E6%97%A5%E6%9C%AC/":           "/日本/",
		"/%EF%BF%BD/":                    "/%EF%BF%BD/",
		"/100%/":                         "/100%25/",
		"/what%3F/":                      "/what%3F/",
		"/a%2Fb/":                        "/a/b/",
		"/a\u00a0b/":                     "/a%C2%A0b/",
		"/article.php?id=12":             "/article.php/?id=12",
		"/?p=12":                         "/?p=12",
		"/a?q=%41+b&&x":                  "/a/?q=A+b&x",
		"/a?":                            "/a/",
		"/hc/articles/123-*":             "/hc/articles/123-*",
		"/hc/*":                          "/hc/*",
		"https://old.example/a.html":     "/a.html",
		"HTTP://old.example:8080/a?id=1": "/a/?id=1",
		"https://old.example":            "/",
		" /padded/ ":                     "/padded/",
		"/.well-known/change-password":   "/.well-known/change-password/",
	} {
		got, err := Clean(text)
		if got != want || err != nil {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}

		if again, err := Clean(got); again != got || err != nil {
			t.Errorf("%q becomes %q, %v", got, again, err)
		}
	}
}

func TestCleanReportsErrors(t *testing.T) {
	for text, want := range map[string]error{
		"":                              ErrForm,
		"/a/../b":                       ErrForm,
		"/%2e%2e/b":                     ErrForm,
		"/a//b":                         ErrForm,
		"//other.example/a":             ErrForm,
		"/a/%00/":                       ErrForm,
		"/a/%ff/":                       ErrForm,
		"/a/#b":                         ErrFragment,
		"/a/*/b":                        ErrWildcard,
		"/a*?id=1":                      ErrWildcard,
		"/" + strings.Repeat("a", 2000): ErrLength,
	} {
		if got, err := Clean(text); !errors.Is(err, want) {
			t.Errorf("%q: got %q, %v, want %v", text, got, err, want)
		}
	}
}

func TestFile(t *testing.T) {
	for clean, want := range map[string]string{
		"/":                                  "index.html",
		"/old/":                              "old/index.html",
		"/old.html":                          "old.html",
		"/a%20b/":                            "a b/index.html",
		"/article.php/":                      "article.php/index.html",
		"/a/?id=1":                           "",
		"/a/1-*":                             "",
		"/con/":                              "",
		"/a/Aux.html":                        "",
		"/com1.x/b/":                         "",
		"/console/":                          "console/index.html",
		"/dot./":                             "",
		"/a:b/":                              "",
		"/what%3F/":                          "",
		"/.signpost/a/":                      "",
		"//a.example/b/":                     "",
		"/a//b/":                             "",
		"/%2Fa/":                             "",
		"/a/.hidden/":                        "a/.hidden/index.html",
		"/" + strings.Repeat("ä", 128) + "/": "",
	} {
		if got, ok := Parse(clean).File(); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t, want %q", clean, got, ok, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, text := range []string{"/a b.html", "/%2e%2e/", "https://a.example/x?id=1", "/a-*", "/\xff", "%"} {
		f.Add(text)
	}

	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		clean, err := Clean(text)
		if err != nil {
			return
		}

		if again, err := Clean(clean); again != clean || err != nil {
			t.Fatalf("%q becomes %q, then %q, %v", text, clean, again, err)
		}

		if name, ok := Parse(clean).File(); ok && strings.Contains("/"+name+"/", "/../") {
			t.Fatalf("%q is the file %q", text, name)
		}
	})
}
