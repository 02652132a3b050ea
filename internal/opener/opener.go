// Package opener opens a web page in the default browser.
//
// It opens only https addresses, and http addresses of this computer. Other addresses never reach the
// operating system: file addresses would lose their fragment, and some schemes start programs. Callers should
// print the address as well, in case no browser opens.
package opener

import (
	"context"
	"errors"
	"net/url"
)

// ErrRefused is returned for addresses that Open does not open.
var ErrRefused = errors.New("only https addresses, or http addresses of this computer, are opened")

// Open opens a page. path is the value of PATH for finding the system's opener; Windows does not need it.
func Open(ctx context.Context, path, link string) error {
	if !isAllowed(link) {
		return ErrRefused
	}

	return start(ctx, path, link)
}

func isAllowed(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}

	switch u.Scheme {
	case "https":
		return true
	case "http":
		return u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost"
	}

	return false
}
