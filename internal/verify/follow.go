package verify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxRedirects is the number of redirects that browsers and this program follow at most; browsers follow more.
const maxRedirects = 10

// visit is what readers get at the address of a target.
type visit struct {
	url      *url.URL // where it ended, without fragment
	path     string   // of url, decoded, from the root of the site
	isInside bool     // url is an address of the site

	// fragment is set by a redirect that has one, and replaces the fragment of the reader. It is nil if none had one:
	// browsers then keep the fragment of the reader.
	fragment *string

	redirects int
	status    int
	header    http.Header
	isKnown   bool // url is verified on its own, and was not requested
	failure   *failure
}

// follow requests a target and follows the redirects of the host.
func (v *verifier) follow(ctx context.Context, t *Target, accept string, read answerReader) (visit, error) {
	at := visit{url: v.resolve(t.Path)}
	seen := map[string]bool{}
	for {
		v.locate(&at)
		if at.redirects > 0 && at.isInside && v.site.pages[at.path] && !t.isOwn(at.path) {
			at.isKnown = true
			return at, nil
		}

		if seen[at.url.String()] || at.redirects > maxRedirects {
			at.failure = &failure{Loop, "redirects in a circle, or more than 10 times"}
			return at, nil
		}

		seen[at.url.String()] = true
		location, err := v.request(ctx, &at, accept, read)
		if err != nil || at.failure != nil || !isRedirect(at.status) {
			return at, err
		}

		at.redirects++
		next, failure := v.next(at.url, location)
		if failure != nil {
			at.failure = failure
			return at, nil
		}

		at.move(next, location)
	}
}

// request requests the current URL of a visit. It returns the target of a redirect.
func (v *verifier) request(ctx context.Context, at *visit, accept string, read answerReader) (string, error) {
	location := ""
	err := v.client.get(ctx, at.url, accept, func(r *http.Response, body io.Reader) error {
		at.status, at.header = r.StatusCode, r.Header
		location = r.Header.Get("Location")
		if isRedirect(r.StatusCode) {
			return nil
		}

		return read(r, body)
	})

	if errors.As(err, &at.failure) {
		err = nil
	}

	return location, err
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}

	return false
}

// move goes on to the target of a redirect.
func (at *visit) move(next *url.URL, location string) {
	if strings.Contains(location, "#") {
		fragment := next.Fragment
		at.fragment = &fragment
	}

	next.Fragment, next.RawFragment = "", ""
	at.url = next
}

// next returns where a redirect leads, or why it must not be followed.
func (v *verifier) next(from *url.URL, location string) (*url.URL, *failure) {
	to, err := from.Parse(location)
	if err != nil || location == "" || to.Host == "" || to.Scheme != "http" && to.Scheme != "https" {
		return nil, &failure{BadRedirect, fmt.Sprintf("redirects to %q, which is no address", location)}
	}

	to.User = nil // it would be printed
	if to.Path == "" {
		to.Path = "/"
	}

	switch {
	case !v.isOwnHost(from, to):
		return nil, &failure{OtherHost, fmt.Sprintf("redirects to another host: %s", shown(to))}
	case from.Scheme == "https" && to.Scheme == "http":
		return nil, &failure{Downgrade, fmt.Sprintf("redirects from https to http: %s", shown(to))}
	}

	return to, nil
}

// isOwnHost reports whether a redirect stays on the hosts of the site. A host has one port for each scheme.
func (v *verifier) isOwnHost(from, to *url.URL) bool {
	if slices.Contains(v.options.Hosts, strings.ToLower(to.Host)) {
		return true
	}

	sameName := strings.EqualFold(to.Hostname(), v.base.Hostname())
	if from.Scheme == "http" && to.Scheme == "https" {
		return sameName
	}

	isFrom := strings.EqualFold(to.Host, from.Host)
	isDefault := to.Scheme == v.base.Scheme && port(to) == port(v.base)

	return sameName && (isFrom || isDefault || from.Scheme != to.Scheme)
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}

	return "80"
}

// shown returns a URL for a message: untrusted, so it is short.
func shown(u *url.URL) string {
	const longest = 200
	text := u.String()
	if len(text) > longest {
		return text[:longest] + "..."
	}

	return text
}

// resolve returns the URL of an address of the site.
func (v *verifier) resolve(address string) *url.URL {
	path, query, _ := strings.Cut(address, "?")
	u := *v.base
	u.RawPath = strings.TrimSuffix(v.base.EscapedPath(), "/") + path
	u.Path = u.RawPath
	if decoded, err := url.PathUnescape(u.RawPath); err == nil {
		u.Path = decoded
	}

	u.RawQuery = query

	return &u
}

// locate sets which address of the site the URL of a visit is.
func (v *verifier) locate(at *visit) {
	rest, ok := strings.CutPrefix(at.url.Path, strings.TrimSuffix(v.base.Path, "/"))
	at.isInside = ok && strings.HasPrefix(rest, "/")
	at.path = at.url.Path
	if at.isInside {
		at.path = rest
	}

	folder, isIndex := strings.CutSuffix(at.path, "/"+indexName)
	if isIndex {
		at.path = folder + "/"
	}
}

// IsLoopback reports whether a URL is on this computer.
func IsLoopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
