// Package site is the help centre as a whole: all articles, in their collections, with every link, anchor, picture and
// code resolved, and everything that is wrong with them reported at once.
package site

import (
	"slices"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/picture"
)

// Site is a help centre in one language, whose links all lead somewhere. What it says of pictures, of pages that moved and of codes is true of
// every language.
type Site struct {
	Language Language
	Editions []*Site // the help centre in every language, that of the content folder itself first; it is among them

	Home        *Collection        // the content folder itself, or the language's folder in it
	Collections []*Collection      // every other collection, in the order in which they are shown, each before those in it
	Articles    []*article.Article // every article that is not a collection's index, sorted by Path
	Pictures    []*Picture         // every picture that an article shows, sorted by Path
	Moved       []*Moved           // pages that were published and are no more, sorted by Path
	Signs       map[string][]Sign  // for headings that were published on a page that stands, by its Path
	Registry    *codes.Registry

	folders map[string]*Collection      // by Path
	pages   map[string]*article.Article // by Path, collections' indexes included
	files   map[string]*article.Article // by File
	codes   map[codes.Code]Target       // sections of this language that explain a code

	given     map[*article.Article][]*article.Article // the related articles that front matter names
	relations relations
}

// Collection is a folder of articles.
type Collection struct {
	Path        string // address from the site's root: "/smartcards/"
	Title       string
	Description string
	Index       *article.Article   // its index.md, or nil
	Icon        *Picture           // shown beside its title, and saying nothing more; or nil
	Articles    []*article.Article // in the order in which they are shown, without the index
	Collections []*Collection      // those in folders below it
	Parent      *Collection        // nil for the content folder itself
}

// Picture is a file that articles show.
type Picture struct {
	File     string // path in the content folder
	Path     string // address from the site's root, escaped: "/smartcards/where-to-look.svg"
	Data     []byte
	Variants []picture.Variant // files that show the same in fewer bytes; they stand in PressedFolder

	image *article.Image
}

// Collection finds the collection that an article stands in.
func (s *Site) Collection(a *article.Article) *Collection { return s.folders[folderOf(a)] }

// Pages are the addresses that the generator makes besides articles and collections, for each language below its own.
const (
	ErrorsPath  = "/errors/"
	SearchPath  = "/search/"
	AZPath      = "/a-z/"
	ContactPath = "/contact/"
)

// FeedName is the name of a collection's feed, in its folder.
const FeedName = "feed.xml"

// HasFeed reports whether the generator makes a feed for the collection, where it knows the address of the site: some article is dated.
func (c *Collection) HasFeed() bool {
	return slices.ContainsFunc(c.Articles, func(a *article.Article) bool { return !a.Updated.IsZero() })
}

// reserved are the first parts of addresses that the generator keeps for itself.
var reserved = []string{"e", "errors", "search", "a-z", "contact", "assets"}
