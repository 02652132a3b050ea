package migrate

import (
	"net/url"
	"strings"
)

// minSame is the number of pages that must be named by full URLs before their host counts as that of the site.
const minSame = 3

// guessBaseURL finds the address of a site whose settings do not name it: the host of most full URLs in the text whose
// paths are those of pages.
func guessBaseURL(p *Project) {
	if p.BaseURL != "" {
		return
	}

	pages := map[string]map[*Page]bool{}
	for _, page := range p.pages {
		for _, d := range destinations(page.Text, FindCode(page.Text)) {
			if !strings.HasPrefix(d.text, "https://") && !strings.HasPrefix(d.text, "http://") {
				continue
			}

			u, err := url.Parse(d.text)
			if err != nil || u.Path == "" || u.Path == "/" {
				continue
			}

			if target := p.index.byAddress[keyOf(u.Path)]; target != nil {
				site := u.Scheme + "://" + u.Host + "/"
				if pages[site] == nil {
					pages[site] = map[*Page]bool{}
				}

				pages[site][target] = true
			}
		}
	}

	for site, named := range pages {
		best := len(pages[p.BaseURL])
		if len(named) >= minSame && (len(named) > best || len(named) == best && site < p.BaseURL) {
			p.BaseURL = site
		}
	}
}
