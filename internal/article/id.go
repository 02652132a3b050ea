package article

import (
	"fmt"
	"slices"
	"strings"

	"signpost/internal/rules"
)

// ids assigns an ID to each heading without one and reports IDs that are invalid or used twice.
type ids struct {
	parser *parser
	lines  map[string]int  // of the heading or the element that has each ID
	next   map[string]int  // number to try next for each text of several headings
	inHTML map[string]bool // IDs of elements in HTML
}

// invalidInID are characters that have a meaning in addresses or in HTML.
const invalidInID = " \t\"'<>#%&"

func newIDs(p *parser) *ids {
	return &ids{
		parser: p,
		lines:  map[string]int{},
		next:   map[string]int{},
		inHTML: map[string]bool{},
	}
}

func (d *ids) assign() {
	sections := d.parser.article.Sections
	for i := range sections {
		h := &sections[i].Heading
		if h.ID != "" && !d.add(h.ID, h.Line) {
			h.ID = "" // the heading gets another one
		}

		h.Aliases = slices.DeleteFunc(h.Aliases, func(id string) bool {
			return !d.add(id, h.Line)
		})
	}

	d.collectAnchors()
	for i := 1; i < len(sections); i++ {
		h := &sections[i].Heading
		if h.ID == "" {
			h.ID = d.slug(i)
			d.lines[h.ID] = h.Line
		}
	}

	d.addAnchors()
	d.addTitleID(&sections[0])
	d.addLabelled()
	d.writeAnchors()
}

// addTitleID makes the fragment of the heading that is the title lead to the page, unless another heading has it.
func (d *ids) addTitleID(title *Section) {
	slug := Slug(title.Title)
	if isHeading := len(title.HeadingHTML.Source) > 0; isHeading && d.lines[slug] == 0 && slug != "" {
		title.Aliases = append(title.Aliases, slug)
		d.lines[slug] = title.Line
	}
}

// unused returns slug, with a number if another heading has it.
func (d *ids) unused(slug string) string {
	if slug == "" {
		slug = "section"
	}

	id := slug
	for d.lines[id] > 0 || d.inHTML[id] {
		d.next[slug] = max(2, d.next[slug]+1)
		id = fmt.Sprintf("%s-%d", slug, d.next[slug])
	}

	return id
}

// add adds an ID that the writer chose. It reports one that cannot be used, and then returns false.
func (d *ids) add(id string, line int) bool {
	p := d.parser
	switch {
	case strings.ContainsAny(id, invalidInID):
		p.reportLine(rules.BadAttribute, line, "use letters, digits and hyphens",
			"the ID %q is not valid in an address", id)
	case strings.HasPrefix(id, "sp:"):
		p.reportLine(rules.BadAttribute, line, "begin it with a letter",
			"the ID %q begins with sp:, which is reserved for the theme", id)
	case d.lines[id] > 0:
		p.reportLine(rules.DuplicateAnchor, line, "give one of the two another ID",
			"the ID %q is used twice in the article, first on line %d", id, d.lines[id])
	default:
		d.lines[id] = line
		return true
	}

	return false
}
