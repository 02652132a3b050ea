package cli

import (
	"slices"
	"strings"
)

// OrList joins words as a sentence does: "text, json or junit".
func OrList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// OneOf checks that the value of a flag is one of the allowed values.
func OneOf(flag, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return Usagef("use "+OrList(allowed), "invalid value %q for --%s", value, flag)
}
