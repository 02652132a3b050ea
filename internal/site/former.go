package site

import (
	"strings"
	"time"

	"signpost/internal/address"
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

	isAlias bool // it is from front matter, not from the lock
}

// newFormerPage returns the page at an old address in the lock: that of a page, or of another file.
func newFormerPage(old string) *FormerPage {
	if clean, err := address.Clean(old); strings.HasSuffix(old, "/") || err == nil && clean == old {
		return &FormerPage{Path: old}
	}

	return &FormerPage{Path: old + "/", File: old}
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
