package site

import (
	"cmp"
	"strings"
	"time"

	"signpost/internal/address"
	"signpost/internal/library"
	"signpost/internal/problem"
)

// FormerPage is a page that was published and no longer exists.
type FormerPage struct {
	// Path is the old address, in the form of package address, and To the current one. To is empty for a page that was
	// retired or has expired, and for one of which only the Queries are known.
	Path string
	To   string

	// Reason says why the page was retired.
	Reason string

	// Expired is the first day without the page, if it expired.
	Expired time.Time

	// Headings are the headings that were published on the page.
	Headings []FormerHeading

	// File is the old address if it was that of a file: "/forms/leave.pdf". The page is then at "/forms/leave.pdf/", to
	// which servers redirect, because under the name of a file they would not send it as a page.
	File string

	// Queries are old addresses with this path and a query.
	Queries []FormerQuery

	// Alias is the article whose front matter contains the address, or nil if it is from the lock.
	Alias *library.Article

	// LockLine is the line of the lock with the address, or of one that begins with it.
	LockLine int

	// IsImplied is set for an address that is not written anywhere in this form: that of a slug in another program, or
	// one without its query.
	IsImplied bool
}

// newFormerPage returns the page at an old address in a line of the lock: that of a page, or of another file.
func newFormerPage(old string, line int) *FormerPage {
	if clean, err := address.Clean(old); strings.HasSuffix(old, "/") || err == nil && clean == old {
		return &FormerPage{Path: old, LockLine: line}
	}

	return &FormerPage{Path: old + "/", File: old, LockLine: line}
}

// Address returns the old address as it was published.
func (m *FormerPage) Address() string {
	return cmp.Or(m.File, m.Path)
}

// Place returns where the address is written: in front matter, or else in the lock. Its File is that of the article in
// the content folder, or empty.
func (m *FormerPage) Place() problem.Place {
	if m.Alias != nil {
		return problem.Place{File: m.Alias.File, Line: findAliases(m.Alias)}
	}

	return problem.Place{Line: m.LockLine}
}

// FormerQuery is an old address with a query: "id=12".
type FormerQuery struct {
	Query  string // escaped
	To     string
	Reason string
}

// FormerHeading is a heading that was published and no longer exists. Without To, Reason and Expired, nothing is
// known about it.
type FormerHeading struct {
	ID      string
	To      string
	Reason  string
	Expired time.Time
}
