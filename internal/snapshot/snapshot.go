// Package snapshot reduces a site to what a comparison of two sites needs: its addresses with a fingerprint of the text
// at each, its redirects and notices, its error codes, and the sizes of its files.
//
// A snapshot is made from the files of a site, wherever they come from: a folder, an archive, or a build in memory. A
// live site is read page by page. The files may come from any generator and are not trusted: they are read in time
// linear in their size, and a snapshot contains checksums of words instead of texts.
package snapshot

import (
	"signpost/internal/htmlpage"
)

// Snapshot is a reduced site.
type Snapshot struct {
	// Base is the address at which the site says that it is published, with a slash at its end. It may be empty.
	Base string

	// Pages are the pages by their address in the form of package address.
	Pages map[string]*Page

	// Codes are the error codes, by what all spellings of a code have in common. The map is nil if the site has no list
	// of codes.
	Codes map[string]Code

	// Files are all files by path.
	Files map[string]File

	// OnlyPages is set for a live site, of which only pages are known, and the files that were asked for.
	OnlyPages bool

	// Notes say what was left out and why, as whole clauses.
	Notes []string

	redirects redirects
}

// Page is a page, or what replaces one.
type Page struct {
	// Title is its first heading, or else its title.
	Title string

	// File is the path of its file. It is empty for an answer of a live site without one.
	File string

	// To is the address that the page opens automatically, or to which it says that its content has moved: absolute,
	// with the fragment, or that of another host. It is empty for other pages.
	To string

	// IsRetired is set for a page that says that its content is gone. Reason is its text.
	IsRetired bool
	Reason    string

	// Text identifies the text.
	Text Text

	// Anchors are the places in the text that a fragment can name, in order.
	Anchors []Anchor

	// Signs are the notices in place of earlier headings, by ID.
	Signs map[string]Sign

	ids     map[string]bool
	notice  htmlpage.Notice
	links   []string // addresses of links, if they were asked for
	rawTo   string   // as it is in the page
	canonic string   // the address that the page says that it has

	isBooklet bool // it only repeats articles, so it is not compared
}

// IsLive reports whether the page has content of its own.
func (p *Page) IsLive() bool {
	return p.To == "" && !p.IsRetired
}

// Anchor is a place in a page.
type Anchor struct {
	ID    string
	Title string // the heading there, or ""
	Text  uint64 // checksum of the section
	Words int    // of the section
}

// Sign is a notice in place of a heading. Without To, its content is gone.
type Sign struct {
	To     string // in the form of Page.To
	Reason string
}

// Code is an error code and its section.
type Code struct {
	Code, Title string
	Address     string // of the section: "/a/#b"
	Short       string // of its short link: "/e/id-201/"
	Successor   string
	IsRetired   bool
}

// File is a file of the site.
type File struct {
	Size int64
	Kind Kind
}
