// Package site makes a help centre from the content folder: all articles, in their collections, with every link,
// anchor, picture and code resolved.
//
// Load runs these passes. Each reads what earlier passes return, and is in the file with its name: indexAddresses is in
// index_addresses.go.
//
//  1. scan lists the files of the content folder.
//  2. parse parses the articles, and sets aside drafts and expired ones.
//  3. reuse takes unchanged articles from the last load, with their links, and adds dates from git.
//  4. indexAddresses builds the tables of articles by file and by address.
//  5. arrange makes an edition for each language, with its collections.
//  6. registerCodes builds the registry of error codes.
//  7. compareLock compares the site with the lock, and returns redirects and lost addresses.
//  8. resolveLinks sets the targets of links and pictures. finder.go finds the pages, and published.go those of links
//     as other programs publish them, with page_index.go.
//  9. collectPictures lists the pictures, and reports unused files. setAttachments lists the other files.
//  10. readGlossaries reads the words that pages explain.
//  11. lint checks the rules that need the whole site.
//  12. relate finds related articles.
//
// Passes add problems to a problemList that they are given. resolveLinks, which uses several goroutines, has one for
// each article and joins them in the order of the articles.
//
// Three passes change articles that they are given: reuse sets dates, compareLock adds heading IDs, and resolveLinks
// sets link targets. Three passes change the Site after arrange has made it: registerCodes adds the sections that
// explain codes, resolveLinks sets icons, and relate adds the features that articles share.
package site

import (
	"slices"

	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/picture"
)

// Site is a help centre in all its languages.
type Site struct {
	// Editions are the help centre in each language. The first is in the language of the content folder.
	Editions []*Edition

	// Pictures are the pictures that pages show, sorted by File.
	Pictures []*Picture

	// Attachments are other files that articles link to or that were published before, and Static are those of the
	// static folder. Both are sorted by Path.
	Attachments []File
	Static      []File

	// FormerPages are the pages that were published and no longer exist, sorted by Path.
	FormerPages []*FormerPage

	// FormerHeadings are published headings that no longer exist, by the Path of a page that does.
	FormerHeadings map[string][]FormerHeading

	// Lost are the published addresses, and the targets of redirects, that no longer exist. There may be duplicates.
	Lost []string

	// Registry contains all error codes that the first edition explains.
	Registry *codes.Registry

	// Addresses are unique in the site, so these tables contain the articles of all editions.
	folders map[string]*Collection      // by Path
	pages   map[string]*library.Article // by Path, with the indexes of collections
	files   map[string]*library.Article // by File

	formerIDs map[string]bool // addresses of IDs that headings have only because of the lock

	showing []*library.Article // show pictures

	parser *parser // for earlier versions of articles

	audiences *audiences

	hidden bool // some articles are drafts, or are not published today

	explicit map[*library.Article][]*library.Article // related articles from front matter
}

// HasFile reports whether an article is in the site.
func (s *Site) HasFile(file string) bool {
	return s.files[file] != nil
}

// HasHidden reports whether the content folder contains articles that are not in the site: drafts, those that are not
// published today, and those for other audiences.
func (s *Site) HasHidden() bool {
	return s.hidden
}

// First returns the edition in the language of the content folder.
func (s *Site) First() *Edition {
	return s.Editions[0]
}

// Collection is a folder of articles.
type Collection struct {
	Path        string // address: "/smartcards/"
	Title       string
	Description string

	// Index is the page of the folder, or nil.
	Index *library.Article

	// Icon is a decorative picture next to the title, or nil.
	Icon *Picture

	// Articles are in display order, without the index.
	Articles []*library.Article

	// Collections are those of the folders in this folder, and Parent is the one that contains it. The content folder
	// has no parent.
	Collections []*Collection
	Parent      *Collection
}

// Picture is a file that pages show.
type Picture struct {
	File string // path in the content folder
	Path string // escaped address: "/smartcards/where-to-look.svg"

	// Variants are smaller files of the same picture, in VariantFolder. ScalePictures makes them.
	Variants []picture.Variant

	image *markdown.Image
}

// Collection returns the collection of an article.
func (s *Site) Collection(a *library.Article) *Collection {
	return s.folders[folderOf(a)]
}

// Addresses of pages that the generator makes, within each language.
const (
	ErrorsPath  = "/errors/"
	SearchPath  = "/search/"
	AZPath      = "/a-z/"
	ContactPath = "/contact/"
)

// FeedName is the name of the feed in the folder of a collection.
const FeedName = "feed.xml"

// HasFeed reports whether a collection has a feed, provided that the address of the site is known: some article that
// the search finds must have a date.
func (s *Site) HasFeed(c *Collection) bool {
	return slices.ContainsFunc(s.Findable(c.Articles), func(a *library.Article) bool {
		return !a.Updated.IsZero()
	})
}
