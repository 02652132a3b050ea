package opener

import (
	"errors"
	"testing"
)

func TestIsAllowed(t *testing.T) {
	for link, want := range map[string]bool{
		"https://help.example/e/id-201/":  true,
		"http://127.0.0.1:8080/e/id-201/": true,
		"http://localhost/e/id-201/":      true,
		"http://help.example/e/id-201/":   false,
		"http://127.0.0.1.help.example/":  false,
		"http://localhost@help.example/":  false,
		"https://127.0.0.1@help.example/": false,
		"file:///C:/e/id-201/index.html":  false,
		"javascript:alert(1)":             false,
		"https:///e/id-201/":              false,
		"https://help.example/%zz":        false,
		"ms-settings:":                    false,
		`\\server\share`:                  false,
		"-https://help.example/":          false,
	} {
		if got := isAllowed(link); got != want {
			t.Errorf("%s: got %v, want %v", link, got, want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	if err := Open(t.Context(), "", "file:///etc/passwd"); !errors.Is(err, ErrRefused) {
		t.Errorf("got %v, want %v", err, ErrRefused)
	}
}
