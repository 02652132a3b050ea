package snapshot

import (
	"bytes"
	"cmp"
	"errors"
	"net/url"
	"strings"

	"signpost/internal/address"
	"signpost/internal/htmlpage"
)

// errNotAddress is returned for a file that no address can name.
var errNotAddress = errors.New("its name is not the path of an address")

// pageAddress returns the address of a page from the path of its file.
func pageAddress(file string) (string, error) {
	escaped := (&url.URL{Path: "/" + file}).EscapedPath()
	clean, err := address.Clean(strings.ReplaceAll(escaped, "*", "%2A"))
	if err != nil || address.Parse(clean).Query != "" {
		return "", errNotAddress
	}

	return clean, nil
}

// readPage reads a page. Its links are as they are in the page until Snapshot.resolve.
func readPage(file string, data []byte, withLinks bool) (*Page, error) {
	read, err := htmlpage.Read(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}

	c := readContent(data, withLinks)
	p := &Page{
		Title:   cmp.Or(c.heading, read.Title),
		File:    file,
		Text:    c.text,
		Anchors: c.anchors,
		notice:  noticeOf(read),
		links:   c.links,
		rawTo:   read.Refresh,
		canonic: read.Canonical,

		isBooklet: read.IsBooklet,
	}

	if p.rawTo == "" && p.notice == htmlpage.Moved && len(read.Moved) > 0 {
		p.rawTo = read.Moved[0]
	}

	p.IsRetired = p.rawTo == "" && p.notice != htmlpage.Live
	if p.IsRetired {
		p.Reason = c.lead
	}

	if len(read.Signs) > 0 {
		p.Signs = make(map[string]Sign, len(read.Signs))
	}

	for _, s := range read.Signs {
		p.Signs[s.ID] = Sign{To: s.To, Reason: c.reasons[s.ID]}
	}

	p.ids = make(map[string]bool, len(read.IDs))
	for _, id := range read.IDs {
		p.ids[id] = true
	}

	return p, nil
}

// noticeOf returns the notice of a page. One without a <meta> tag, of an older version of this program, is recognised
// by its links to new addresses, unless they belong to the notices of headings.
func noticeOf(read *htmlpage.Page) htmlpage.Notice {
	if read.Notice == htmlpage.Live && len(read.Moved) > 0 {
		return htmlpage.Moved
	}

	return read.Notice
}
