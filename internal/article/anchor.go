package article

import (
	"iter"
	"slices"
	"strings"

	"signpost/internal/markdown"
	"signpost/internal/rules"
)

// htmlOf returns the HTML of a section.
func (s *Section) htmlOf() []*markdown.HTML {
	return []*markdown.HTML{&s.HeadingHTML, &s.Body}
}

// hasAnchor reports whether an element in the section has an ID.
func (s *Section) hasAnchor(id string) bool {
	return slices.ContainsFunc(s.htmlOf(), func(h *markdown.HTML) bool {
		return slices.ContainsFunc(h.Anchors, func(a markdown.Anchor) bool { return a.ID == id })
	})
}

// collectAnchors notes the IDs in HTML, so that no heading gets one of them.
func (d *ids) collectAnchors() {
	for _, a := range d.anchors() {
		if a.Label == "" {
			d.inHTML[a.ID] = true
		}
	}
}

// slug returns an ID for the heading of a section. A heading takes the ID of an element in it or next to it:
// writers put <a id="x"></a> before a heading to fix its address.
func (d *ids) slug(section int) string {
	sections := d.parser.article.Sections
	slug := Slug(sections[section].Title)
	isNear := d.inHTML[slug] && (sections[section].hasAnchor(slug) || sections[section-1].hasAnchor(slug))
	if isNear && d.lines[slug] == 0 {
		return slug
	}

	return d.unused(slug)
}

// addAnchors decides which of the IDs in HTML can be used.
func (d *ids) addAnchors() {
	for near, a := range d.anchors() {
		if a.Label == "" && !d.addAnchor(near, *a) {
			a.ID = ""
		}
	}
}

// addLabelled gives an ID to the elements that have only a label. They come last: they change no other ID.
func (d *ids) addLabelled() {
	for _, a := range d.anchors() {
		if slug := Slug(a.Label); slug != "" {
			a.ID = d.unused(slug)
			d.lines[a.ID] = d.parser.positions.articleLine(a.SourceOffset)
		}
	}
}

// writeAnchors writes the IDs into the HTML, and adds them to the anchors of their sections.
func (d *ids) writeAnchors() {
	sections := d.parser.article.Sections
	for i := range sections {
		for _, h := range sections[i].htmlOf() {
			if h.Anchors == nil {
				continue
			}

			h.WriteAnchors()
			for _, a := range h.Anchors {
				sections[i].Anchors = append(sections[i].Anchors, a.ID)
			}

			h.Anchors = nil
		}
	}
}

// anchors returns all anchors in HTML, each with its section and the next one.
func (d *ids) anchors() iter.Seq2[[]Section, *markdown.Anchor] {
	return func(yield func([]Section, *markdown.Anchor) bool) {
		sections := d.parser.article.Sections
		for i := range sections {
			near := sections[i:min(i+2, len(sections))]
			for _, h := range sections[i].htmlOf() {
				for k := range h.Anchors {
					if !yield(near, &h.Anchors[k]) {
						return
					}
				}
			}
		}
	}
}

// addAnchor reports whether an ID can be used. That of a heading near it leads to the same place.
func (d *ids) addAnchor(near []Section, a markdown.Anchor) bool {
	p := d.parser
	isHeading := slices.ContainsFunc(near, func(s Section) bool {
		return s.ID == a.ID || slices.Contains(s.Aliases, a.ID)
	})

	switch {
	case isHeading:
		return false
	case strings.ContainsAny(a.ID, invalidInID):
		p.report(rules.BadAttribute, a.SourceOffset, "use letters, digits and hyphens",
			"the ID %q is not valid in an address", a.ID)
	case strings.HasPrefix(a.ID, "sp:"):
		p.report(rules.BadAttribute, a.SourceOffset, "begin it with a letter",
			"the ID %q begins with sp:, which is reserved for the theme", a.ID)
	case d.lines[a.ID] > 0:
		p.report(rules.DuplicateAnchor, a.SourceOffset, "give one of the two another ID",
			"the ID %q is used twice in the article, first on line %d", a.ID, d.lines[a.ID])
	default:
		d.lines[a.ID] = p.positions.articleLine(a.SourceOffset)
		return true
	}

	return false
}
