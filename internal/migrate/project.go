package migrate

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"signpost/internal/migrate/anchors"
)

// Project is the documentation of one generator: its folder and its settings.
type Project struct {
	*Folder

	Generator *Generator

	// Base is the folder that contains the settings, and Evidence the file by which the generator was recognised.
	Base     string
	Evidence string

	Title       string
	Description string
	BaseURL     string // "https://docs.example.org/help/"
	Language    string

	// Languages are the other languages: the tag of each, which is the folder of its pages, with the title of the site.
	Languages map[string]string

	// Docs are the documentation folders.
	Docs []*Docs

	// Redirects are those of the settings.
	Redirects []Redirect

	// Navigation names pages in order, as files in the folder of the project, with the titles that the menu gives them.
	Navigation []Entry

	// Variables replace names in the text: {{ version }}.
	Variables map[string]string

	// Anchors is the rule for the IDs of headings. It is that of the generator unless the settings change it.
	Anchors anchors.Rule

	// Extra contains what Address and the conversions of a generator need from Read.
	Extra any

	given       string   // the folder that the user named
	collections []string // at the root, in order
	pages       []*Page
	files       []asset
	index       index
	inFolder    map[string][]*Page // by folder of their source, see pagesIn
	notes       []Note
	missing     missingFolders
	templates   missingFolders // of shortcodes, by name of the file
	names       *wikiNames
	uids        map[string]*Page
}

// Docs is a folder with pages or with files that are published as they are.
type Docs struct {
	// Dir is the name of the folder, and Prefix the path below which it was published: "docs".
	Dir    string
	Prefix string

	// Static folders contain no pages.
	Static bool

	// Skip reports whether a file, relative to Dir, is not published. It may be nil.
	Skip func(name string) bool
}

// Redirect is an old address that leads to another one, both from the root of the site. To can be a URL.
type Redirect struct {
	From, To string
	File     string // of the settings
	Line     int
}

// Entry is an item of the menu.
type Entry struct {
	File  string // in the folder of the project, or empty for a group
	Title string
	Level int
}

// Pages returns all pages, sorted by source.
func (p *Project) Pages() []*Page { return p.pages }

// join returns a name in the folder of the settings.
func (p *Project) join(name string) string {
	return path.Join(p.Base, name)
}

func (p *Project) note(n Note) {
	p.notes = append(p.notes, n)
}

// Note records what the settings say and the import did not understand.
func (p *Project) Note(file string, line int, kind Kind, format string, args ...any) {
	p.note(Note{kind, file, line, fmt.Sprintf(format, args...)})
}

// AddDocs adds a documentation folder unless it leaves the folder of the project, which is noted.
func (p *Project) AddDocs(d Docs) {
	d.Prefix = strings.Trim(path.Clean("/"+d.Prefix), "/")
	if !p.HasDir(d.Dir) {
		if !d.Static {
			p.Note(p.Evidence, 0, KindSettings, "the folder %s does not exist here", d.Dir)
		}

		return
	}

	p.Docs = append(p.Docs, &d)
}

// sortedNotes returns all notes without repetitions.
func (p *Project) sortedNotes() []Note {
	slices.SortStableFunc(p.notes, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})

	return slices.Compact(p.notes)
}

// The kinds of notes that are not those of a single conversion.
const (
	KindSettings  Kind = "Settings that were not read"
	KindRedirect  Kind = "Redirects that lead nowhere here"
	KindAddress   Kind = "Addresses that two pages claim"
	KindList      Kind = "Lists that have no page here"
	KindFile      Kind = "Files that were left out"
	KindInclude   Kind = "Includes that were not found"
	KindTemplate  Kind = "Templates and variables"
	KindComponent Kind = "Components"
	KindFront     Kind = "Front matter"
)
