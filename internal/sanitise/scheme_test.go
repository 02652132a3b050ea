package sanitise

import "testing"

func TestForbiddenScheme(t *testing.T) {
	for address, want := range map[string]string{
		"javascript:alert(1)":              "javascript",
		"JaVaScRiPt:alert(1)":              "javascript",
		" \x00\x1fjavascript:alert(1)":     "javascript",
		"java\nscr\tipt\r:alert(1)":        "javascript",
		"view-source:javascript:alert(1)":  "javascript",
		"vbscript:x":                       "vbscript",
		"data:text/html,x":                 "data",
		"file:///etc/passwd":               "file",
		"blob:https://example.org/x":       "blob",
		"ms-settings:network":              "",
		"vscode://file/c:/x":               "",
		"mailto:a@example.org?subject=a:b": "",
		"https://example.org/javascript:":  "",
		"a/javascript:x":                   "",
		"#data:x":                          "",
		":data:x":                          "",
	} {
		if got, ok := ForbiddenScheme(address); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t, want %q", address, got, ok, want)
		}
	}
}
