// Package address reads addresses that a page had on another host or in another program, in any form: "/old.html",
// "old/page", "/a%20b/", "/article.php?id=12", "/articles/123-*", "https://old.example/a/".
//
// [Clean] gives each of them one form, so that two addresses are the same if their texts are. [Parse] splits such a
// text into its parts, and [Address.File] returns the file that a plain host sends for it.
package address

import (
	"cmp"
	"errors"
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/filename"
)

// Errors of Clean.
var (
	ErrFragment = errors.New("it has a fragment")
	ErrWildcard = errors.New("a * can only be at the end, without a query")
	ErrForm     = errors.New("it is not a path from the root of the site")
	ErrLength   = errors.New("it is longer than 1,000 bytes")
)

// maxLength is the longest address. Hosts and file systems have limits that are not much higher.
const maxLength = 1000

// Clean returns the one form of an address. Its path is decoded, except for characters that would change its meaning.
// It ends with a slash unless it is the name of an HTML file, because hosts add the slash themselves.
func Clean(text string) (string, error) {
	if len(text) > maxLength {
		return "", ErrLength
	}

	text, hasHost := withoutHost(strings.TrimSpace(text))
	if strings.Contains(text, "#") {
		return "", ErrFragment
	}

	text, query, _ := strings.Cut(text, "?")
	stem, isPrefix := strings.CutSuffix(text, "*")
	if strings.Contains(stem, "*") || isPrefix && query != "" {
		return "", ErrWildcard
	}

	clean, err := cleanPath(stem, isPrefix)
	if err != nil || text == "" && query == "" && !hasHost {
		return "", ErrForm
	}

	switch query = CleanQuery(query); {
	case isPrefix:
		clean += "*"
	case query != "":
		clean += "?" + query
	}

	if len(clean) > maxLength {
		return "", ErrLength
	}

	return clean, nil
}

// withoutHost removes the scheme and the host.
func withoutHost(text string) (rest string, found bool) {
	for _, scheme := range []string{"https://", "http://"} {
		if len(text) < len(scheme) || !strings.EqualFold(text[:len(scheme)], scheme) {
			continue
		}

		if at := strings.IndexAny(text[len(scheme):], "/?#"); at >= 0 {
			return text[len(scheme)+at:], true
		}

		return "/", true
	}

	return text, false
}

// cleanPath returns a path with a slash at the beginning. A prefix may end anywhere.
func cleanPath(escaped string, isPrefix bool) (string, error) {
	decoded, err := url.PathUnescape(escaped)
	if err != nil {
		decoded = escaped // a percent sign that is no escape
	}

	if !utf8.ValidString(decoded) || strings.ContainsRune(decoded, 0) {
		return "", ErrForm
	}

	decoded = "/" + strings.TrimPrefix(decoded, "/")
	for part := range strings.SplitSeq(strings.Trim(decoded, "/"), "/") {
		if part == "" && decoded != "/" || part == "." || part == ".." {
			return "", ErrForm
		}
	}

	if strings.HasPrefix(decoded, "//") || strings.HasSuffix(decoded, "//") {
		return "", ErrForm
	}

	if !isPrefix {
		decoded = withSlash(decoded)
	}

	return escape(decoded), nil
}

// withSlash adds the slash at the end, and removes the name of a folder's own page.
func withSlash(decoded string) string {
	folder, name := path.Split(decoded)
	switch lower := strings.ToLower(name); {
	case lower == "index.html" || lower == "index.htm":
		return folder
	case name == "" || isHTML(name):
		return decoded
	}

	return decoded + "/"
}

func isHTML(name string) bool {
	extension := strings.ToLower(path.Ext(name))
	return extension == ".html" || extension == ".htm"
}

// escape escapes the characters that a path cannot contain as they are.
func escape(decoded string) string {
	var b strings.Builder
	for _, r := range decoded {
		if strings.ContainsRune("%?#*", r) || !unicode.IsPrint(r) || r == utf8.RuneError || r == ' ' {
			b.WriteString(url.PathEscape(string(r)))
			continue
		}

		b.WriteRune(r)
	}

	return strings.ReplaceAll(b.String(), "*", "%2A")
}

// CleanQuery escapes names and values in one way.
func CleanQuery(query string) string {
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, hasValue := strings.Cut(part, "=")
		if name == "" {
			continue
		}

		part = cleanValue(name)
		if hasValue {
			part += "=" + cleanValue(value)
		}

		parts = append(parts, part)
	}

	return strings.Join(parts, "&")
}

func cleanValue(escaped string) string {
	decoded, err := url.QueryUnescape(escaped)
	if err != nil {
		decoded = escaped
	}

	return url.QueryEscape(decoded)
}

// Address is a clean address in parts.
type Address struct {
	Path     string // decoded
	Query    string // escaped, without the question mark
	IsPrefix bool   // it matches all addresses that begin with Path
}

// Parse splits a clean address into its parts.
func Parse(clean string) Address {
	text, query, _ := strings.Cut(clean, "?")
	text, isPrefix := strings.CutSuffix(text, "*")
	decoded, err := url.PathUnescape(text)
	if err != nil {
		decoded = text
	}

	return Address{
		Path:     decoded,
		Query:    query,
		IsPrefix: isPrefix,
	}
}

// Compare orders addresses so that the first one that matches is the one that was meant: those with more values in the
// query come first, and prefixes last, the longest first. It returns 0 for all others.
func Compare(a, b Address) int {
	return cmp.Or(
		cmp.Compare(b.values(), a.values()),
		cmp.Compare(a.prefixRank(), b.prefixRank()),
	)
}

// values returns the number of values in the query.
func (a Address) values() int {
	if a.Query == "" {
		return 0
	}

	return 1 + strings.Count(a.Query, "&")
}

// prefixRank is the lower, the longer a prefix is, and least for other addresses.
func (a Address) prefixRank() int {
	if !a.IsPrefix {
		return -maxLength - 1
	}

	return -len(a.Path)
}

// EscapedPath returns the path as it is in a clean address.
func (a Address) EscapedPath() string {
	return escape(a.Path)
}

// File returns the path of the file that a plain host returns at the address. ok is false if there is none, or if some
// system cannot store it: Windows refuses some names, and all systems long ones.
func (a Address) File() (name string, ok bool) {
	if a.Query != "" || a.IsPrefix {
		return "", false
	}

	name = strings.TrimPrefix(a.Path, "/")
	if strings.HasPrefix(name, ".") {
		return "", false // reserved for the program and the host
	}

	if strings.HasPrefix(name, "/") || strings.Contains(name, "//") {
		return "", false // the file would answer for another address
	}

	if filename.Check(strings.TrimSuffix(name, "/")) != "" {
		return "", false
	}

	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}

	return name, true
}
