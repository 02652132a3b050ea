package repair

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"signpost/internal/codes"
)

// matchCodes matches sections that declare the same code.
func (c *comparison) matchCodes(ctx context.Context) error {
	declared := c.now.declared()
	for _, address := range slices.Sorted(maps.Keys(c.lost)) {
		at := c.lost[address]
		code := at.page.Sections[at.section].Code
		if e, ok := c.in.Lock.Lookup(address); ok && e.Code != "" {
			code = e.Code
		}

		to, ok := declared[declaration{at.page.Edition, code}]
		if !ok || code == "" {
			continue
		}

		old, present := c.sections.byOld[at], c.sections.byPresent[to]
		m := match{present, c.vocabulary.similarity(old, present), fmt.Sprintf("code %s", code)}
		c.accept(&c.sections, old, m)
	}

	return ctx.Err()
}

// declaration is a code in one language.
type declaration struct {
	edition string
	code    codes.Code
}

// declared returns the sections that declare a code.
func (s *presentSite) declared() map[declaration]place {
	list := map[declaration]place{}
	for _, page := range s.pages {
		for i, section := range page.Sections {
			if section.Code != "" {
				list[declaration{page.Edition, section.Code}] = place{page, i}
			}
		}
	}

	return list
}
