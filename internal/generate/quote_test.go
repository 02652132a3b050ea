package generate

import "testing"

func TestQuote(t *testing.T) {
	for path, want := range map[string]string{
		"/old/":          `"/old/"`,
		"/h%C3%A9/":      `"/hé/"`,
		"/a%E2%80%A8b/":  "\"/a\u2028b/\"",
		`/%22%5C/`:       `"/\"\\/"`,
		"/a%0Ab; root /": `"/a\nb; root /"`,
	} {
		if got := quote(path); got != want {
			t.Errorf("quote(%q) = %s, want %s", path, got, want)
		}
	}
}
