package article

import "slices"

// Clone is a copy whose links and aliases can be set without changing the article's own.
func (a *Article) Clone() *Article {
	c := *a
	c.Sections = slices.Clone(a.Sections)
	for i := range c.Sections {
		s := &c.Sections[i]
		s.Aliases = slices.Clone(s.Aliases)
		if s.Content == unsaid {
			continue
		}
		content := *s.Content
		s.Content = &content
		s.Heading.Links = slices.Clone(s.Heading.Links)
		s.Body.Links = slices.Clone(s.Body.Links)
	}
	return &c
}
