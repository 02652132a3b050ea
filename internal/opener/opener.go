// Package opener shows a web page in the browser of the person at the computer.
//
// It opens https addresses, and http addresses of this computer; nothing else ever reaches the system: file: addresses
// lose their fragment on the way, and others can start programs. The caller prints the address too, for when no browser comes.
package opener

import (
	"context"
	"errors"
	"net/url"
)

// ErrRefused is returned for an address that is not opened.
var ErrRefused = errors.New("only https addresses, or http addresses of this computer, are opened")

// Open shows the page at link. path is the PATH on which the system's opener is looked up, where there is one.
func Open(ctx context.Context, path, link string) error {
	if !openable(link) {
		return ErrRefused
	}
	return start(ctx, path, link)
}

func openable(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}
	local := u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost"
	return u.Scheme == "https" || u.Scheme == "http" && local
}
