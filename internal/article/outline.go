package article

import (
	"slices"

	"signpost/internal/codes"
)

// shelved reports whether the sections of an article are bytes.
func (a *Article) shelved() bool { return a.outline != "" }

// Outline is the sections of an article, wherever they are kept: where it has them itself, they are its own. What they say may be missing.
func (r *Reader) Outline(a *Article) []Section {
	if !a.shelved() {
		return a.Sections
	}
	r.sections, _ = fillSections(r.sections, a.outline) // they were written here, or seen to be whole
	return r.sections
}

// SectionOf is the place of the section whose heading has an id, or had it before; -1 means that none has. The empty id is that of the article itself.
func (a *Article) SectionOf(id string) int {
	if !a.shelved() {
		return slices.IndexFunc(a.Sections, func(s Section) bool { return s.answersTo(id) })
	}
	c, count := reading(a.outline), 0
	number(c, &count)
	var s Section
	for i := range count {
		if c.section(&s); s.answersTo(id) {
			return i
		}
	}
	return -1
}

func (s *Section) answersTo(id string) bool { return s.ID == id || slices.Contains(s.Aliases, id) }

// AddAlias lets the heading of a section have one more id. Clones of the article do without it.
func (a *Article) AddAlias(section int, id string) {
	var r Reader
	outline := r.Outline(a)
	outline[section].Aliases = append(slices.Clip(outline[section].Aliases), id)
	if a.shelved() {
		var c coder
		c.sections(outline)
		a.outline = string(c.data)
	}
}

// declare reports whether one of the sections declares a code.
func declare(sections []Section) bool {
	return slices.ContainsFunc(sections, func(s Section) bool { return s.Code != "" })
}

// DeclaredCodes are those of its sections, in their order.
func (a *Article) DeclaredCodes() []codes.Code {
	var list []codes.Code
	for i := range a.Sections { // a store leaves them where any has one
		if code := a.Sections[i].Code; code != "" {
			list = append(list, code)
		}
	}
	return list
}

// Length is about how many bytes its sections take up as text: headings, what they say, and what stands around these.
func (a *Article) Length() int {
	if a.parked != nil {
		return a.parked.length
	}
	return lengthOf(a.Sections)
}

func lengthOf(sections []Section) int {
	const around = 50
	length := 0
	for i := range sections {
		length += around + len(sections[i].Title) + len(sections[i].Text)
	}
	return length
}
