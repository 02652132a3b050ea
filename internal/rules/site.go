package rules

import (
	"iter"
	"time"

	"signpost/internal/codes"
	"signpost/internal/problem"
)

// Site is the whole site as the rules see it: plain values. Sequences can be read several times; on a large site they
// come from disk.
type Site struct {
	// Now is the time with which dates are compared; the zero time turns off rules about dates.
	Now time.Time

	// Articles are grouped by language and sorted by address; the index articles of all collections come last.
	Articles iter.Seq[*Article]

	Links    iter.Seq[*SiteLink]
	Registry *codes.Registry

	// Checks are the checks that report codes, from the file ChecksFile. Without a file, no rule looks at checks.
	Checks     []codes.Check
	ChecksFile string

	// FileName returns the name that problems use for a content file.
	FileName func(file string) string
}

// Article is an article as the rules about the whole site see it.
type Article struct {
	File     string // path in the content folder
	Path     string // address
	Edition  string // language
	Title    string
	Reviewed time.Time

	Index     bool // describes its collection
	Statement bool // is the accessibility statement

	Unfindable bool // by the search

	Checks   map[codes.Code]string // from front matter: the check that finds the error, by code
	Mentions []Mention

	Ignored []string // keys of other programs in front matter

	// LineOf returns the line of a key of the front matter, which is given by its path.
	LineOf func(path ...string) int
}

// place returns the place of a key in the front matter.
func (a *Article) place(path ...string) problem.Place {
	return problem.Place{File: a.File, Line: a.LineOf(path...)}
}

// SiteLink is a link with its target.
type SiteLink struct {
	From   string     // address of the article
	Code   codes.Code // that the section with the link explains, or empty
	Target string     // address, with a fragment if it leads to a section
	Place  problem.Place
}

// olderThanYear reports whether a date is more than a year before now.
func (s *Site) olderThanYear(date time.Time) bool { return date.AddDate(1, 0, 0).Before(s.Now) }
