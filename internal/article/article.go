// Package article parses the Markdown files of the content folder.
//
// [Parse] turns one file into an [Article]: its front matter, its sections with their HTML and their plain text, and
// the problems of the file. It works in these steps, each in a file of its own:
//
//  1. check that the file is UTF-8 text (encoding.go)
//  2. read the front matter (frontmatter.go)
//  3. replace the lines that include a snippet with its text (include.go)
//  4. refuse text that would take too long to parse (density.go)
//  5. parse the Markdown (package markdown) and cut it into sections (section.go)
//  6. report what package markdown found (mistakes.go)
//  7. give each heading an ID (id.go), and check the settings of codes (codesettings.go)
//  8. pass the text to the lint rules (lint.go)
//  9. give the article an address (path.go)
//
// An article is a plain value and knows nothing about other articles. Package site finds out where its links lead.
package article

import (
	"slices"

	"signpost/internal/codes"
	"signpost/internal/markdown"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// Article is one Markdown file.
type Article struct {
	Metadata

	// FrontMatter is the YAML of the front matter as written.
	FrontMatter string

	// Sections are never empty, unless the file is not text. The first has level 1, the title of the article and no
	// ID; it contains what comes before the first heading.
	Sections []Section
}

// Metadata is everything about an article except its sections.
type Metadata struct {
	File  string // path in the content folder, with slashes: "smartcards/resolve.md"
	Path  string // address from the root of the site: "/smartcards/resolve/"
	Index bool   // the file is the page of a folder, and describes its collection

	Front

	// FormerSlugs are addresses that the slug gives the page in other programs. Those that are in use are ignored.
	FormerSlugs []string

	// ForeignID is the name that another program gives to the article, or empty. Links of that program contain it.
	ForeignID string

	// Ignored are keys of other programs in the front matter that have no effect, in the order of the file.
	Ignored []string

	// Includes are the snippets that the article includes, directly or through others, sorted. Missing ones are
	// listed too. The article must be parsed again when one of them changes.
	Includes []string

	// Mentions are codes in the text. They are collected only with Options.Lint.
	Mentions []rules.Mention
}

// Front is the front matter of an article. The tag "synonyms" lists what other programs call the key, the best first:
// all are accepted, see [strictyaml.DecodeForeign]. The tag "others" lists keys of other programs that are no typos of
// this one.
type Front struct {
	// Title is shown as the heading of the page.
	Title string `yaml:"title"`

	// Description is one sentence, shown in lists and by search engines.
	Description string `yaml:"description" synonyms:"summary excerpt subtitle"`

	// Authors are the names of the writers.
	Authors []string `yaml:"authors" synonyms:"author"`

	// Updated is the date of the last change.
	Updated strictyaml.Date `yaml:"updated" synonyms:"lastmod last_updated last_modified modified last_update date"`

	// Reviewed is the date of the last comparison with the facts.
	Reviewed strictyaml.Date `yaml:"reviewed" others:"review reviewer"`

	// Sources support the facts. They are listed at the end of the page.
	Sources []Source `yaml:"sources" others:"source"`

	// Tags help to find related articles.
	Tags []string `yaml:"tags" synonyms:"tag keywords keyword categories category"`

	// Order is the position in the collection, the lowest first. Articles with 0 come after all others.
	Order int `yaml:"order" synonyms:"weight sidebar_position nav_order position"`

	// Aliases are earlier addresses of the page: "/old/path/".
	Aliases []string `yaml:"aliases" synonyms:"alias redirect_from redirects"`

	// Slug is the last part of the address. It defaults to the name of the file.
	Slug string `yaml:"slug"`

	// Related are the files of articles to read next, relative to the folder of this one. They default to the
	// nearest articles by tags, titles and links.
	Related []string `yaml:"related"`

	// Publish is the first day on which the article is shown.
	Publish strictyaml.Date `yaml:"publish" synonyms:"publishDate publish_date published"`

	// Expire is the first day on which the article is no longer shown.
	Expire strictyaml.Date `yaml:"expire" synonyms:"expiryDate expiry_date expires expiry"`

	// Lang is the language of an article that is not in the language of its folder, as a BCP 47 tag.
	Lang string `yaml:"lang" synonyms:"language locale"`

	// Robots is an instruction for search engines: "noindex".
	Robots string `yaml:"robots"`

	// Audience is whom the page is for: PublicAudience, InternalAudience, or a name from the settings. Pages without
	// one have that of their collection.
	Audience string `yaml:"audience"`

	// Search is how easily readers find the page with the search. Pages without it have that of their collection.
	Search Search `yaml:"search"`

	// Print is false if the articles of a collection are not offered as one document for printing. A page without it
	// has that of the collection above.
	Print *bool `yaml:"print"`

	// Icon is the file of a drawing for a collection, relative to its index.md.
	Icon string `yaml:"icon"`

	// NoGlossary turns off the explanations of words of the glossary.
	NoGlossary bool `yaml:"no_glossary"`

	// Draft articles are built only with --drafts.
	Draft bool `yaml:"draft"`

	// Codes are settings of the codes that headings of the article declare.
	Codes map[codes.Code]Settings `yaml:"codes" others:"code"`
}

// Source is a page or a document that supports the facts of an article. Front matter gives its title alone, or a title
// and a URL.
type Source struct {
	Title string         `yaml:"title,scalar"`
	URL   strictyaml.Web `yaml:"url"`
}

// Settings are the settings of a code in front matter.
type Settings struct {
	Severity codes.Severity `yaml:"severity"`

	// Also are other wordings of the message, as users see them; one between slashes is a regular expression.
	Also []string `yaml:"also"`

	// Check is the ID of the check that reports the code, or "manual".
	Check string `yaml:"check"`

	// Facts are shown below the heading.
	Facts codes.Facts `yaml:"facts"`

	// Retired is set for a code that no program reports any more.
	Retired *Retired `yaml:"retired"`
}

// Retired describes a code that is no longer in use.
type Retired struct {
	Successor codes.Code `yaml:"successor"` // the code that replaced it, or empty
}

// Section is a heading and the text below it, up to the next heading of any level.
type Section struct {
	Heading

	// HeadingHTML is the content of the heading.
	HeadingHTML markdown.HTML

	// Body is the text below the heading, with its notes.
	Body markdown.HTML

	// Text is the body as plain text, with line breaks between blocks.
	Text string

	// Explanation is set for the first section and for those with a code.
	Explanation
}

// Heading is an entry of an article's outline.
type Heading struct {
	Level   int        // 1 to 6
	ID      string     // the fragment of the section's address
	Title   string     // as plain text
	Aliases []string   // earlier IDs
	Anchors []string   // IDs of elements in the section: in HTML of the writer, of details and of terms
	Code    codes.Code // that the heading declares, or empty
	Line    int        // in the article's file; for a heading in a snippet, the line that includes it
}

// HasID reports whether id is the ID of the heading, an earlier one or that of an element in its section.
func (h *Heading) HasID(id string) bool {
	return h.ID == id || slices.Contains(h.Aliases, id) || slices.Contains(h.Anchors, id)
}

func (h Heading) level() int {
	return h.Level
}

// Explanation is a short form of a section. For a section with a code it covers the sections below, too.
type Explanation struct {
	Summary string   // the first paragraph as plain text
	Fix     string   // the whole text with all sections below; only for a section with a code
	Steps   []string // the items of the first numbered list as plain text
}

// Outlined is a section of any kind: a struct that embeds [Heading].
type Outlined interface{ level() int }

// Tree returns the section at i and those below it: all up to the next heading of its level or a higher one.
func Tree[S Outlined](sections []S, i int) []S {
	end := i + 1
	for end < len(sections) && sections[end].level() > sections[i].level() {
		end++
	}

	return sections[i:end]
}

// LineOf returns the line of the article's file that contains a key of its front matter, or 0. The key is given by its
// path: "title", or "codes" and "ID-201".
func (a *Article) LineOf(path ...string) int {
	return LineOf(a.FrontMatter, path...)
}

// LineOf returns the line of an article's file that contains a key of its front matter, like [Article.LineOf].
func LineOf(frontMatter string, path ...string) int {
	return strictyaml.LineOf([]byte(frontMatter), frontMatterLine, path...)
}

// Lines returns a function like [LineOf] that parses the front matter only once.
func Lines(frontMatter string) func(path ...string) int {
	return strictyaml.Lines([]byte(frontMatter), frontMatterLine)
}

// frontMatterLine is the line on which front matter begins, below "---".
const frontMatterLine = 2
