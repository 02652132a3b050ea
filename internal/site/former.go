package site

import "time"

// FormerPage is a page that was published and no longer exists.
type FormerPage struct {
	// Path is the old address, and To the current one. To is empty for a page that was retired or has expired.
	Path string
	To   string

	// Reason says why the page was retired.
	Reason string

	// Expired is the first day without the page, if it expired.
	Expired time.Time

	// Headings are the headings that were published on the page.
	Headings []FormerHeading

	isAlias bool // it is from front matter, not from the lock
}

// FormerHeading is a heading that was published and no longer exists. Without To, Reason and Expired, nothing is
// known about it.
type FormerHeading struct {
	ID      string
	To      string
	Reason  string
	Expired time.Time
}
