package site

import (
	"cmp"
	"slices"

	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/lock"
)

// Addresses returns all addresses that the site publishes, sorted, as the lock records them. It leaves out those that
// exist only because the lock says where they lead.
func (s *Site) Addresses() []lock.Entry {
	var list []lock.Entry
	for path := range s.folders {
		list = append(list, lock.Entry{Address: path})
	}

	var reader library.Reader
	for path, a := range s.pages {
		if !a.Index {
			list = append(list, lock.Entry{Address: path})
		}

		for i, section := range reader.Outline(a) {
			if i == 0 { // the page itself
				section = article.Heading{Anchors: section.Anchors}
			}

			list = appendHeading(list, path, section)
		}
	}

	for _, file := range s.Attachments {
		if address := file.Address(); lock.Valid(address) {
			list = append(list, lock.Entry{Address: address})
		}
	}

	for _, m := range s.FormerPages {
		if m.Alias != nil {
			list = append(list, lock.Entry{Address: m.Path})
		}
	}

	list = slices.DeleteFunc(list, func(e lock.Entry) bool { return s.formerIDs[e.Address] })
	slices.SortFunc(list, func(a, b lock.Entry) int {
		return cmp.Compare(a.Address, b.Address)
	})

	return list
}

// appendHeading appends the addresses of a heading and of the elements in its section.
func appendHeading(list []lock.Entry, path string, section article.Heading) []lock.Entry {
	if section.ID != "" {
		list = append(list, lock.Entry{
			Address: path + "#" + section.ID,
			Code:    section.Code,
		})
	}

	for _, id := range slices.Concat(section.Aliases, section.Anchors) {
		list = append(list, lock.Entry{
			Address: path + "#" + id,
		})
	}

	return list
}
