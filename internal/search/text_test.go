package search

import (
	"strings"
	"testing"
)

func TestSplitWords(t *testing.T) {
	for text, want := range map[string]string{
		"The practice's Card":    "the practices card",
		"ID-201, id201":          "id 201 id201",
		"ﬁle Ŵyn CAFÉ ΟΔΟΣ":      "file wyn cafe οδοσ",
		"登录失败 API错误 ไทย":         "登录 录失 失败 api 错误 ไท ทย",
		"' ’ -":                  "",
		strings.Repeat("ab", 40): strings.Repeat("ab", 20),
	} {
		if got := strings.Join(splitWords(text), " "); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for word, want := range map[string]string{
		"signing":  "sign",
		"signed":   "sign",
		"stations": "stat",
		"used":     "used",
		"id201s":   "id201s",
		"cards":    "card",
	} {
		if got := stem(word); got != want {
			t.Errorf("%q gives %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"role", "role", 0},
		{"rloe", "role", 1},
		{"rol", "role", 1},
		{"rule", "role", 1},
		{"rules", "role", 2},
		{"carpet", "role", 3},
	} {
		if got := distance([]rune(test.a), []rune(test.b), 2); got != test.want {
			t.Errorf("%s to %s is %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
