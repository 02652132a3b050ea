// Package codes is the registry of error codes: their form, their addresses, and how to fix the errors.
//
// A code such as ID-201 names one error forever: it is never reused and never renumbered. The generator derives
// the registry from the headings that declare codes and writes it as codes.json. The same file, written by `go
// generate`, is embedded here, so that cardcheck knows every fix without a network.
//
// Both programs use this package. It imports only the standard library.
package codes

import (
	"regexp"
	"strings"
)

// Code is an error code: two capital letters, a hyphen, three digits. It is short enough to be read out on the
// phone.
type Code string

var form = regexp.MustCompile(`^[A-Z]{2}-[0-9]{3}$`)

// Valid reports whether c has the form of a code: "ID-201".
func (c Code) Valid() bool { return form.MatchString(string(c)) }

// Parse returns the code that a user meant: "id201", "ID 201", "id-201" and "ID–201" all mean ID-201. It reports
// false if text contains more than a code.
func Parse(text string) (Code, bool) {
	var letters strings.Builder
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r >= 'a' && r <= 'z':
			letters.WriteRune(r - 'a' + 'A')
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			letters.WriteRune(r)
		case strings.ContainsRune(" -_.\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2212", r):
		default:
			return "", false
		}
	}

	s := letters.String()
	if len(s) != 5 {
		return "", false
	}

	c := Code(s[:2] + "-" + s[2:])

	return c, c.Valid()
}

// Path returns the address of the code's short link from the root of the site: "/e/id-201/". It never changes.
func Path(c Code) string { return "/e/" + strings.ToLower(string(c)) + "/" }

// URL returns the code's short link on the site at base. It depends only on the code, so even a program older than
// the code can link to it.
func URL(base string, c Code) string { return strings.TrimRight(base, "/") + Path(c) }
