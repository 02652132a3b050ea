// Package csp builds the Content-Security-Policy of a site, and reports which URLs it blocks.
//
// Source: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
package csp

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Policy lists the origins that pages may use besides that of the site, such as "https://player.example",
// "https://*.example" or, for WebSockets, "wss://live.example". Its zero value allows nothing else.
type Policy struct {
	Scripts []string // whose scripts run
	Frames  []string // that may be embedded in pages
	Connect []string // that scripts may send requests to
	Images  []string // whose pictures are shown

	// Ancestors are the origins whose pages may embed those of the site.
	Ancestors []string
}

// Kind is how a page uses a URL.
type Kind int

// The kinds of use. Other includes styles, fonts and media, which only the site itself may provide.
const (
	Other Kind = iota
	Script
	Frame
	Connection
	Image
)

// String returns the policy as the value of the header. Pages may load only files of the site and from the origins
// that the policy lists. They cannot pass text to functions that run it as a script, unless there are foreign scripts,
// which often need such functions.
func (p *Policy) String() string {
	directives := []string{"default-src 'self'"}
	add := func(name string, origins []string) {
		if len(origins) > 0 {
			directives = append(directives, name+" 'self' "+strings.Join(origins, " "))
		}
	}

	add("script-src", p.Scripts)
	add("frame-src", p.Frames)
	add("img-src", p.Images)

	connect := append([]string{"connect-src 'self'"}, p.Connect...)
	ancestors := "'none'"
	if len(p.Ancestors) > 0 {
		ancestors = strings.Join(p.Ancestors, " ")
	}

	directives = append(directives,
		strings.Join(connect, " "), "base-uri 'none'", "object-src 'none'", "frame-ancestors "+ancestors)

	if len(p.Scripts) == 0 {
		directives = append(directives, "require-trusted-types-for 'script'")
	}

	return strings.Join(directives, "; ")
}

// Blocks reports whether the policy keeps a page from using a URL. URLs without a host belong to the site, except
// those with the scheme data or blob, which it blocks.
func (p *Policy) Blocks(kind Kind, address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return true
	}

	if u.Host == "" {
		return u.Scheme == "data" || u.Scheme == "blob"
	}

	return !slices.ContainsFunc(p.origins(kind), func(origin string) bool { return matches(origin, u) })
}

func (p *Policy) origins(kind Kind) []string {
	switch kind {
	case Script:
		return p.Scripts
	case Frame:
		return p.Frames
	case Connection:
		return p.Connect
	case Image:
		return p.Images
	}

	return nil
}

// matches reports whether a URL belongs to an origin of a policy. A URL without a scheme has that of the page.
func matches(origin string, u *url.URL) bool {
	scheme, host, _ := strings.Cut(origin, "://")
	if u.Scheme != "" && u.Scheme != scheme && !isSecureForm(scheme, u.Scheme) {
		return false
	}

	if domain, ok := strings.CutPrefix(host, "*"); ok {
		return strings.HasSuffix(strings.ToLower(u.Host), domain)
	}

	return strings.EqualFold(u.Host, host)
}

// isSecureForm reports whether a scheme is one that the scheme of a policy includes: CSP3, section 6.7.2.8.
func isSecureForm(policy, scheme string) bool {
	return policy == "http" && scheme == "https" || policy == "wss" && scheme == "https"
}

// origin matches the origins that a policy may list. Nothing in them has a meaning in a header or in the
// configuration of a host.
var origin = regexp.MustCompile(`^(https?|wss)://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// Origin validates an origin and returns it as policies contain it: in lower case and without a slash at the end. The
// error says what is wrong.
func Origin(text string) (string, error) {
	o := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), "/")

	switch {
	case o == "*" || strings.HasSuffix(o, ":"):
		return "", fmt.Errorf("%q allows every site", text)
	case strings.HasPrefix(o, "'"):
		return "", fmt.Errorf("%q is a keyword of the policy, not an origin", text)
	case !origin.MatchString(o):
		return "", fmt.Errorf("%q is not an origin", text)
	}

	u, err := url.Parse(o)
	if err != nil {
		return "", fmt.Errorf("%q is not an origin", text)
	}

	if port, err := strconv.Atoi(u.Port()); err == nil && (port < 1 || port > maxPort) {
		return "", fmt.Errorf("%q has a port that does not exist", text)
	}

	if u.Scheme == "http" && !isLocal(u.Hostname()) {
		return "", fmt.Errorf("%q is not encrypted", text)
	}

	return o, nil
}

const maxPort = 65535

// isLocal reports whether a host is this computer.
func isLocal(host string) bool { return host == "localhost" || host == "127.0.0.1" }
