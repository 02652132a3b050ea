package generate

import (
	"net/url"
	"strings"

	"signpost/internal/config"
)

// absolute returns the complete URL of an address of the site.
func absolute(cfg *config.Config, address string) string {
	base := strings.TrimRight(cfg.BaseURL, "/")
	path := url.URL{Path: address}

	return base + path.EscapedPath()
}

// basePath returns the escaped path of the site on its host: "/help" for https://example.org/help/. It is empty for
// the root.
func basePath(cfg *config.Config) string {
	u, err := url.Parse(cfg.BaseURL)
	if err != nil {
		return ""
	}

	return strings.TrimRight(u.EscapedPath(), "/")
}

// unescape returns an address in the form that nginx and Caddy compare.
func unescape(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}

	return address
}
