// Package article turns one Markdown file into an [Article]: its front matter, its sections, their HTML with the links
// left open, their plain text, and every mistake in the file.
//
// An article knows nothing of the others. What a link leads to is found by package site, which sees all of them; until then each
// link is a hole in the section's HTML, so that a file is parsed and rendered once.
package article

import (
	"cmp"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// Article is one Markdown file.
type Article struct {
	File  string // path in the content folder, with slashes: "smartcards/resolve.md"
	Path  string // address from the site's root: "/smartcards/resolve/"
	Index bool   // an index.md: it speaks for its folder's collection

	Front
	front    string          // as it is written; empty where a store holds the article
	parked   *parked         // set where a store holds the article
	outline  string          // of an article that a store holds, its sections as bytes, unless it has them itself
	Includes []string        // snippets that it includes, and those that these do, whether they exist or not: the article changes with them
	Sections []Section       // the first has Level 1, the article's title and no ID; it holds what stands before the first heading. None where a store holds them: Reader.Outline has them
	Mentions []rules.Mention // codes that the text speaks of; found with Options.Prose alone
}

// Front is an article's front matter: the YAML between the two lines "---" at its top.
type Front struct {
	Title       string                  `yaml:"title"`
	Description string                  `yaml:"description" elsewhere:"summary excerpt subtitle"` // one sentence, shown in lists and by search engines
	Authors     []string                `yaml:"authors" elsewhere:"author"`
	Updated     strictyaml.Date         `yaml:"updated" elsewhere:"date lastmod last_update last_modified modified"` // when the text last changed
	Reviewed    strictyaml.Date         `yaml:"reviewed"`                                                            // when somebody last held the text against the facts
	Sources     []Source                `yaml:"sources"`                                                             // what the facts rest on, shown at the foot
	Tags        []string                `yaml:"tags" elsewhere:"keywords categories"`
	Order       int                     `yaml:"order" elsewhere:"weight sidebar_position nav_order position"` // place in the collection, the lowest first; 0 comes after all others
	Aliases     []string                `yaml:"aliases" elsewhere:"redirect_from redirects"`                  // addresses at which the article stood before: "/old/path/"
	Slug        string                  `yaml:"slug" elsewhere:"permalink url"`                               // last part of the address, where it is not to be the file's name
	Related     []string                `yaml:"related"`                                                      // files of articles to read next, from this one's folder; found by itself when empty
	Publish     strictyaml.Date         `yaml:"publish" elsewhere:"publishDate"`                              // first day on which it is shown
	Expire      strictyaml.Date         `yaml:"expire" elsewhere:"expiryDate"`                                // first day on which it is no more
	Lang        string                  `yaml:"lang" elsewhere:"language locale"`                             // BCP 47: of an article in another language than those around it
	Robots      string                  `yaml:"robots"`                                                       // what search engines are told: "noindex"
	Icon        string                  `yaml:"icon"`                                                         // of a collection: the file of a drawing beside its index.md
	Draft       bool                    `yaml:"draft"`                                                        // built with --drafts alone
	Codes       map[codes.Code]Settings `yaml:"codes"`                                                        // for each code that a heading of the article declares
}

// Source is a page or a document that an article's facts come from. In front matter it is its title alone, or title and url.
type Source struct {
	Title string         `yaml:"title,alone"`
	URL   strictyaml.Web `yaml:"url"`
}

// Settings is what front matter may say of a code.
type Settings struct {
	Severity codes.Severity `yaml:"severity"`
	Also     []string       `yaml:"also"`  // other wordings of the message, as people see them; /.../ is a regular expression
	Check    string         `yaml:"check"` // id of the check that finds it, or "manual"
	Retired  *Retired       `yaml:"retired"`
}

// Retired says of a code that it is met no more.
type Retired struct {
	Successor codes.Code `yaml:"successor"` // that took its place, or empty
}

// Section is a heading and what stands below it, up to the next heading of any level.
type Section struct {
	Level   int        // of the heading, 1 to 6
	ID      string     // of the heading: the fragment of its address
	Title   string     // of the heading, as plain text
	Aliases []string   // ids that the heading had before
	Code    codes.Code // that the heading declares, or empty
	Line    int        // of the heading in the file

	*Content
	*Explanation // empty but for the first section and those with a code
}

// Content is what a section says in full.
type Content struct {
	Heading HTML   // what stands in the heading
	Body    HTML   // what stands below it
	Text    string // the body as plain text, blocks separated by a line break
}

// Explanation is what a section says in short. Few sections have one, and a large site has a million sections.
type Explanation struct {
	Summary string   // the body's first paragraph as plain text
	Fix     string   // of a section with a code: it and those below it as plain text
	Steps   []string // the items of the body's first numbered list as plain text
}

// unexplained is what all other sections have.
var unexplained = new(Explanation)

// Link is a link or a picture as it stands in Markdown.
type Link struct {
	Dest string // as written; in a snippet, made to begin at the content folder
	File string // the snippet that it stands in; empty for the article's own file
	Alt  string // of a picture

	Target string // set by site.Load: address from the site's root ("/smartcards/resolve/#x"), or a whole URL
	Image  *Image // set by site.Load for a picture

	line, column int32
	at           int32 // where the link's attributes go in the HTML, or the whole picture
	Picture      bool  // it is a picture
}

// Image is what a page needs to know of a picture, so that it keeps its place while it loads and loads no more than is shown.
type Image struct {
	Width, Height int       // in CSS pixels
	Type          string    // of the variants: "image/webp"
	Variants      []Variant // files that show the same in fewer bytes, the widest first
	Column        int       // how wide the page shows it at most, in CSS pixels
}

// Variant is another file of a picture.
type Variant struct {
	Target string // address from the site's root
	Width  int    // in its own pixels
}

// Place is where the link was written, in the article or in a snippet that it includes.
func (l *Link) Place(a *Article) problem.Place {
	return problem.Place{File: cmp.Or(l.File, a.File), Line: int(l.line), Column: int(l.column)}
}

// Tree returns the section at i and those below it: all up to the next heading of its own level or higher.
func (a *Article) Tree(i int) []Section {
	end := i + 1
	for end < len(a.Sections) && a.Sections[end].Level > a.Sections[i].Level {
		end++
	}
	return a.Sections[i:end]
}
