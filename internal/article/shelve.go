package article

import (
	"bytes"

	"signpost/internal/codes"
)

// Shelve makes an article small that is in a store and will not change: of a large site, sections are a third of what is in memory, and all of
// their words would be looked at whenever garbage is collected. They are as bytes then: [Reader.Outline] reads them. An article that explains codes
// keeps them, since codes are looked up. The front matter as it was written goes: [Article.LineOf] finds nothing from then on.
func (a *Article) Shelve() {
	if a.parked == nil {
		return
	}
	a.front = ""
	if a.DeclaredCodes() != nil {
		return
	}
	c := coders.Get().(*coder)
	defer coders.Put(c)
	c.data = c.data[:0]
	c.sections(a.Sections)
	a.parked.sections = bytes.Clone(c.data)
	a.Sections = nil
}

func (a *Article) shelved() bool { return a.parked != nil && a.parked.sections != nil }

// Outline is the sections of an article, wherever they are kept. What they say may be missing.
func (r *Reader) Outline(a *Article) []Section {
	if !a.shelved() {
		return a.Sections
	}
	r.sections, _ = fillSections(r.sections, a.parked.sections) // they were written here
	return r.sections
}

// DeclaredCodes are those of its sections, in their order.
func (a *Article) DeclaredCodes() []codes.Code {
	var list []codes.Code
	for i := range a.Sections { // one that is shelved declares none
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
	return lengthOf(a.Sections, 0)
}

// lengthOf is the same of sections, whose texts may be elsewhere.
func lengthOf(sections []Section, elsewhere int) int {
	const around = 50
	length := elsewhere
	for i := range sections {
		length += around + len(sections[i].Title) + len(sections[i].Text)
	}
	return length
}
