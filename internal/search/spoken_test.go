package search

import (
	"strings"
	"testing"
)

func TestJoinSpokenCodes(t *testing.T) {
	for spoken, want := range map[string]string{
		"i d two oh one":                         "id201",
		"id two zero one please":                 "id201 please",
		"error so four nought 1 again":           "error so401 again",
		"n w six one one and e m three o two":    "nw611 and em302",
		"s u five oh":                            "s u five oh",
		"i have two or one":                      "i have two or one",
		"one two three":                          "one two three",
		"sc 101":                                 "sc 101",
		"the code id two oh one":                 "the code id201",
		"it is s c one zero two that they quote": "it is sc102 that they quote",
	} {
		got := strings.Join(joinSpokenCodes(strings.Fields(spoken)), " ")
		if got != want {
			t.Errorf("%q becomes %q, want %q", spoken, got, want)
		}
	}
}
