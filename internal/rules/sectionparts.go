package rules

import (
	"slices"
	"strings"
)

// role is the purpose of a part of a section that explains a code. The roles are in the order in which every such
// section has them, so that readers in a hurry find the same thing in the same place.
type role int

const (
	meaning role = iota
	owner
	steps
	verification
	fallback
	roleCount
)

// String returns the role as problems name it.
func (r role) String() string {
	return [...]string{
		meaning:      "what it means",
		owner:        "who can fix it",
		steps:        "the list of steps",
		verification: "how to check that it worked",
		fallback:     "what to do if it did not work",
	}[r]
}

// leads are the words that start a part, in bold or as a heading.
var leads = [roleCount][]string{
	owner: {
		"who can fix",
		"who fixes",
		"who must fix",
		"who to ask",
	},
	verification: {
		"check that it worked",
		"check it worked",
		"check that it works",
		"check it works",
	},
	fallback: {
		"if it did not work",
		"if it didn't work",
		"if it does not work",
		"if it doesn't work",
		"if that did not work",
		"if this did not work",
		"if that didn't work",
		"if this didn't work",
	},
}

// roleOffsets are the offsets in the source at which the parts of a section start, or -1.
type roleOffsets [roleCount]int

var noRoles = roleOffsets{-1, -1, -1, -1, -1}

// eachCode calls check for each section with a code that is not retired.
func (t *Text) eachCode(check func(section int, offsets roleOffsets)) {
	if len(t.Parts) == 0 {
		return
	}

	if t.roles == nil {
		t.roles = t.findRoles()
	}

	for i := range t.Sections {
		if s := &t.Sections[i]; s.Code != "" && !s.Retired {
			check(i, t.roles[i])
		}
	}
}

// findRoles finds the parts of every section. A part also counts for the sections that its section is in.
func (t *Text) findRoles() []roleOffsets {
	list := slices.Repeat([]roleOffsets{noRoles}, len(t.Sections))
	section := 0
	for _, p := range t.Parts {
		if p.Kind == PartHeading {
			section++
		}

		if r, ok := p.role(); ok {
			t.setRole(list, section, r, p.Offset)
		}
	}

	return list
}

// setRole records a part for a section and for the sections above it, except the article itself.
func (t *Text) setRole(list []roleOffsets, section int, r role, offset int) {
	level := 7 // below every heading
	for i := section; i > 0 && level > 2; i-- {
		if t.Sections[i].Level >= level {
			continue
		}

		level = t.Sections[i].Level
		if list[i][r] < 0 {
			list[i][r] = offset
		}
	}
}

// role returns the role of a part. A paragraph with no lead explains the meaning.
func (p *Part) role() (r role, ok bool) {
	if p.Kind == PartNumberedList {
		return steps, true
	}

	text := strings.ToLower(strings.ReplaceAll(p.Text, "’", "'"))
	startsText := func(lead string) bool { return strings.HasPrefix(text, lead) }
	for r, list := range leads {
		if slices.ContainsFunc(list, startsText) {
			return role(r), true
		}
	}

	return meaning, p.Kind == PartParagraph && text != ""
}
