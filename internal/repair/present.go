package repair

import "strings"

// presentSite finds pages and sections of the present site.
type presentSite struct {
	pages    map[string]*Page // by address
	sections map[string]place // by address, with earlier IDs and IDs of elements
	folders  map[string]bool
	editions map[string]bool // addresses of home pages
}

// place is a section of a page.
type place struct {
	page    *Page
	section int
}

func newPresentSite(pages []Page, folders []string) presentSite {
	s := presentSite{
		pages:    make(map[string]*Page, len(pages)),
		sections: map[string]place{},
		folders:  map[string]bool{},
		editions: map[string]bool{},
	}

	for i := range pages {
		page := &pages[i]
		s.pages[page.Address] = page
		s.editions[page.Edition] = true
		addPlaces(s.sections, page)
	}

	for _, folder := range folders {
		s.folders[folder] = true
	}

	return s
}

// addPlaces adds all addresses of a page: its own, its aliases, and the addresses of its sections.
func addPlaces(places map[string]place, page *Page) {
	for _, alias := range page.Aliases {
		places[alias] = place{page, 0}
	}

	for i, s := range page.Sections {
		for _, id := range s.Other {
			places[join(page.Address, id)] = place{page, i}
		}
	}

	for i, s := range page.Sections {
		if s.ID != "" || i == 0 {
			places[join(page.Address, s.ID)] = place{page, i}
		}
	}
}

// exists reports whether an address leads to a page or a section.
func (s *presentSite) exists(address string) bool {
	if _, ok := s.sections[address]; ok {
		return true
	}

	return s.pages[address] != nil || s.folders[address]
}

// hasMost reports whether a page has most of the IDs in the addresses of headings. Without any it has not.
func (s *presentSite) hasMost(page *Page, headings []string) bool {
	found := 0
	for _, heading := range headings {
		_, id, _ := strings.Cut(heading, "#")
		if s.sections[join(page.Address, id)].page == page {
			found++
		}
	}

	return found > 0 && found*5 >= len(headings)*3
}

// lastPart returns the name of a page or file: "add" for "/cards/add/".
func lastPart(address string) string {
	address = strings.TrimSuffix(address, "/")
	return address[strings.LastIndexByte(address, '/')+1:]
}

// folderOf returns the address of the folder of a page.
func folderOf(address string) string {
	address = strings.TrimSuffix(address, "/")
	return address[:strings.LastIndexByte(address, '/')+1]
}
