package edits

import (
	"slices"
	"strings"
)

// Publish remembers what all present addresses contain. That of a heading stays the section that it had first, unless
// another one says the same.
func (c *Centre) Publish() {
	for _, p := range c.pages {
		c.published[p.address()] = slices.Clone(p.sections)
		for _, s := range p.sections[1:] {
			address := p.address() + "#" + p.idOf(s)
			if known, ok := c.published[address]; !ok || known[0].text == s.text {
				c.published[address] = []*section{s}
			}
		}
	}
}

// Forget forgets an address that was moved or retired, or whose new content is what the writer wants.
func (c *Centre) Forget(address string) {
	delete(c.published, address)
}

// Lost returns the published addresses that no longer exist, sorted.
func (c *Centre) Lost() []string {
	present := c.present()
	var list []string
	for address := range c.published {
		if _, ok := present[address]; !ok {
			list = append(list, address)
		}
	}

	slices.Sort(list)

	return list
}

// present returns the content of all present addresses.
func (c *Centre) present() map[string][]*section {
	list := map[string][]*section{}
	for _, p := range c.pages {
		list[p.address()] = p.sections
		for _, s := range p.sections[1:] {
			list[p.address()+"#"+p.idOf(s)] = []*section{s}
		}
	}

	return list
}

// Right returns the addresses to which a published address may lead. There are none if its content was deleted.
func (c *Centre) Right(address string) []string {
	wanted := map[*section]bool{}
	all := 0
	for _, s := range c.published[address] {
		if now := s.now(); now != nil {
			wanted[now] = true
			all += len(s.text)
		}
	}

	if len(wanted) == 0 {
		return nil
	}

	isPage := !strings.Contains(address, "#")
	var list []string
	for _, p := range c.pages {
		found := 0
		var headings []string
		for _, s := range p.sections {
			if wanted[s] {
				found += len(s.text)
				headings = append(headings, strings.TrimSuffix(p.address()+"#"+p.idOf(s), "#"))
			}
		}

		switch {
		case !isPage:
			list = append(list, headings...)
		case found*2 >= all:
			list = append(append(list, p.address()), headings...)
		}
	}

	return list
}

// now returns the section that contains the text of s, or nil.
func (s *section) now() *section {
	for s.into != nil {
		s = s.into
	}

	if s.gone {
		return nil
	}

	return s
}

// Reused returns the published addresses that exist, but whose content is now elsewhere, sorted.
func (c *Centre) Reused() []string {
	present := c.present()
	var list []string
	for address := range c.published {
		right := c.Right(address)
		now, exists := present[address]
		if exists && !share(now, c.published[address]) && len(right) > 0 && !slices.Contains(right, address) {
			list = append(list, address)
		}
	}

	slices.Sort(list)

	return list
}

// share reports whether one of the present sections is an earlier one or, if there is only one, says the same.
func share(present, earlier []*section) bool {
	return slices.ContainsFunc(present, func(s *section) bool {
		return slices.Contains(earlier, s) || len(earlier) == 1 && s.text == earlier[0].text
	})
}
