package migrate

import (
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// address returns the address at which Hugo published a page.
func (a hugoArranger) address(page *Page) string {
	prefix := a.site.prefixes[a.language(page)]
	if url := page.Front.Get("url"); url != "" {
		url = a.expand(url, page)
		if !strings.HasPrefix(url, "/") {
			url = prefix + "/" + url
		}

		return withDirectory(url)
	}

	name := a.logical(page)
	section, _, _ := strings.Cut(name, "/")
	switch pattern := a.permalink(page, section); {
	case name == "":
		return prefix + "/"
	case pattern != "":
		return withDirectory(prefix + "/" + strings.Trim(a.expand(pattern, page), "/"))
	case isSection(page):
		return prefix + "/" + a.urlPath(name) + "/"
	}

	if slug := page.Front.Get("slug"); slug != "" {
		name = joinPrefix(strings.Trim(path.Dir(name), "."), slug)
	}

	address := prefix + "/" + a.urlPath(name)
	ugly := a.site.config.text("uglyurls")
	if ugly == "true" || a.site.config.text("uglyurls", section) == "true" {
		return address + ".html"
	}

	return address + "/"
}

// withDirectory returns an address with a slash at the end unless it names a file.
func withDirectory(address string) string {
	if path.Ext(address) != "" || strings.HasSuffix(address, "/") {
		return address
	}

	return address + "/"
}

// permalink returns the pattern for the addresses of a section, or "".
func (a hugoArranger) permalink(page *Page, section string) string {
	kind := "page"
	if isSection(page) {
		kind = "section"
	}

	if pattern := a.site.config.text("permalinks", kind, section); pattern != "" || kind == "section" {
		return pattern
	}

	return a.site.config.text("permalinks", section)
}

var permalinkToken = regexp.MustCompile(`:[a-z0-9]+(?:\[[^\]]*\])?`)

// expand replaces the tokens of a pattern such as "/:year/:slug/".
func (a hugoArranger) expand(pattern string, page *Page) string {
	return permalinkToken.ReplaceAllStringFunc(pattern, func(token string) string {
		return a.token(token[1:], page)
	})
}

func (a hugoArranger) token(token string, page *Page) string {
	name := a.logical(page)
	dir := strings.Trim(path.Dir(name), ".")
	if isSection(page) {
		dir = name
	}

	first, _, _ := strings.Cut(dir, "/")
	base := path.Base(name)
	title := a.urlPath(strings.ReplaceAll(page.title(), "/", "-"))
	date := dateIn(page, "date", "publishdate", "publishDate", "lastmod")
	slug := page.Front.Get("slug")
	switch word, _, _ := strings.Cut(token, "["); word {
	case "year", "month", "day", "monthname", "weekday", "weekdayname", "yearday":
		return strings.ToLower(dateToken(word, date))
	case "section":
		return a.urlPath(first)
	case "sections":
		return a.urlPath(dir)
	case "title":
		return title
	case "slug":
		if slug != "" {
			return a.urlPath(slug)
		}

		return title
	case "filename", "contentbasename":
		return a.urlPath(base)
	case "slugorfilename", "slugorcontentbasename":
		if slug != "" {
			return a.urlPath(slug)
		}

		return a.urlPath(base)
	}

	return ":" + token
}

func dateToken(word string, date time.Time) string {
	layouts := map[string]string{
		"year": "2006", "month": "01", "day": "02", "monthname": "January", "weekdayname": "Monday", "yearday": "002",
	}

	return date.Format(layouts[word])
}

// dateIn returns the first of several keys that is a date.
func dateIn(p *Page, keys ...string) time.Time {
	for _, key := range keys {
		day, _, _ := strings.Cut(strings.TrimSpace(p.Front.Get(key)), " ")
		day, _, _ = strings.Cut(day, "T")
		if date, err := time.Parse("2006-1-2", day); err == nil {
			return date
		}
	}

	return time.Time{}
}

// urlPath returns a path as Hugo writes it in addresses (MakePathSanitized): in lower case, with hyphens for spaces,
// and without other signs.
func (a hugoArranger) urlPath(name string) string {
	if a.site.config.text("removepathaccents") == "true" {
		plain := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
		if result, _, err := transform.String(plain, name); err == nil {
			name = result
		}
	}

	var b strings.Builder
	hyphen := false
	for _, r := range strings.TrimSpace(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune(`./\_#+~-@`, r):
			if hyphen && r != '-' && b.Len() > 0 {
				b.WriteByte('-')
			}

			hyphen = false
			b.WriteRune(r)
		case unicode.IsSpace(r):
			hyphen = true
		}
	}

	if a.site.config.text("disablepathtolower") == "true" {
		return b.String()
	}

	return strings.ToLower(b.String())
}
