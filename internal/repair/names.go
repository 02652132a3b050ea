package repair

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"signpost/internal/lock"
)

// Without any earlier text, names decide only if several of them agree.
const (
	enoughNames = 3 // pages of a folder that must have the same names in another one
	enoughIDs   = 2 // IDs of a page that must be found on another one, and nowhere else
)

// compareEntry compares an entry with an address.
func compareEntry(e lock.Entry, address string) int {
	return cmp.Compare(e.Address, address)
}

// compareNames moves addresses of which no earlier text is known.
func (p *planner) compareNames() {
	p.moveCodes()
	p.movePaths()

	n := nameSearch{planner: p, newPages: map[string][]*Page{}, published: map[string]int{}}
	n.readNames()
	n.moveFolderNames()
	for _, address := range n.lostPages() {
		if to := n.pageWithIDs(address); to != nil {
			p.move(address, to.Address, "same headings", 0)
		}
	}

	n.moveHeadings()
	n.ask()
}

// moveCodes moves the addresses of headings whose code another heading declares.
func (p *planner) moveCodes() {
	declared := p.present.declared()
	for _, address := range slices.Sorted(maps.Keys(p.unknown)) {
		e, ok := p.in.Lock.Lookup(address)
		if !ok || e.Code == "" {
			continue
		}

		if at, ok := declared[declaration{p.editionOf(address), e.Code}]; ok {
			to := join(at.page.Address, at.page.Sections[at.section].ID)
			p.move(address, to, fmt.Sprintf("code %s", e.Code), 0)
		}
	}
}

// formerEndings are the endings of pages of other programs.
var formerEndings = []string{".html", ".htm", ".php", ".aspx", ".asp", ".jsp", ".md"}

// movePaths moves the addresses of pages of another program, such as /a/b.html, to the page with the same path.
func (p *planner) movePaths() {
	for _, address := range slices.Sorted(maps.Keys(p.unknown)) {
		page, id, _ := strings.Cut(address, "#")
		for _, ending := range formerEndings {
			path, ok := strings.CutSuffix(page, ending)
			if to := join(path+"/", id); ok && p.present.exists(to) {
				p.move(address, to, "same path", 0)
			}
		}
	}
}

// editionOf returns the home page in the language of an address.
func (p *planner) editionOf(address string) string {
	edition := "/"
	for home := range p.present.editions {
		if len(home) > len(edition) && strings.HasPrefix(address, home) {
			edition = home
		}
	}

	return edition
}

// nameSearch compares names and IDs.
type nameSearch struct {
	*planner
	newPages  map[string][]*Page // pages that were not published before, by edition and heading ID or name
	published map[string]int     // number of published pages by heading ID
}

// readNames fills the tables.
func (n *nameSearch) readNames() {
	if len(n.unknown) == 0 {
		return
	}

	for _, e := range n.in.Lock.Entries {
		if _, id, isHeading := strings.Cut(e.Address, "#"); isHeading {
			n.published[id]++
		}
	}

	for i := range n.in.Present {
		page := &n.in.Present[i]
		if e, ok := n.in.Lock.Lookup(page.Address); ok && e.Live() {
			continue
		}

		n.addPage(page)
	}
}

func (n *nameSearch) addPage(page *Page) {
	key := page.Edition + lastPart(page.Address)
	n.newPages[key] = append(n.newPages[key], page)
	for _, s := range page.Sections {
		if s.ID != "" {
			key := page.Edition + "#" + s.ID
			n.newPages[key] = append(n.newPages[key], page)
		}
	}
}

// lostPages returns the lost pages of which nothing is known.
func (n *nameSearch) lostPages() []string {
	var list []string
	for address := range n.unknown {
		if !strings.Contains(address, "#") {
			list = append(list, address)
		}
	}

	slices.Sort(list)

	return list
}

// moveFolderNames moves the pages of a folder if another folder has new pages with the same names.
func (n *nameSearch) moveFolderNames() {
	votes := map[[2]string][]Move{}
	lost := map[string]int{}
	for _, address := range n.lostPages() {
		folder := folderOf(address)
		lost[folder]++
		for _, page := range n.newPages[n.editionOf(address)+lastPart(address)] {
			pair := [2]string{folder, folderOf(page.Address)}
			votes[pair] = append(votes[pair], Move{From: address, To: page.Address})
		}
	}

	for _, pair := range slices.SortedFunc(maps.Keys(votes), comparePairs) {
		moves := votes[pair]
		if len(moves) < enoughNames || len(moves)*5 < lost[pair[0]]*4 || n.isContested(votes, pair) {
			continue
		}

		for _, m := range moves {
			n.move(m.From, m.To, "its folder was renamed", 0)
		}
	}
}

func comparePairs(a, b [2]string) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// isContested reports whether another folder also has several of the names.
func (n *nameSearch) isContested(votes map[[2]string][]Move, pair [2]string) bool {
	for other, moves := range votes {
		if other != pair && (other[0] == pair[0] || other[1] == pair[1]) && len(moves)*2 >= len(votes[pair]) {
			return true
		}
	}

	return false
}

// pageWithIDs returns the new page that has most of the heading IDs of a lost one, among them several that no other
// page has or had, or nil.
func (n *nameSearch) pageWithIDs(address string) *Page {
	edition := n.editionOf(address)
	headings := n.in.Lock.Below(address)
	telling := map[*Page]int{}
	all := map[*Page]int{}
	for _, e := range headings {
		_, id, _ := strings.Cut(e.Address, "#")
		pages := n.newPages[edition+"#"+id]
		for _, page := range pages {
			all[page]++
			if len(pages) == 1 && n.published[id] == 1 && strings.Contains(id, "-") {
				telling[page]++
			}
		}
	}

	for page, count := range telling {
		if count >= enoughIDs && all[page]*5 >= len(headings)*3 && len(telling) == 1 {
			return page
		}
	}

	return nil
}

// moveHeadings moves the headings of pages that moved, if the new page has their ID.
func (n *nameSearch) moveHeadings() {
	for _, address := range slices.Sorted(maps.Keys(n.unknown)) {
		page, id, isHeading := strings.Cut(address, "#")
		m, isMoved := n.moves[page]
		if to := pageOf(m.To); isHeading && isMoved && n.present.exists(join(to, id)) {
			n.move(address, join(to, id), "its page moved", 0)
		}
	}
}

// ask asks about the other addresses, and names new pages with the same name or ID.
func (n *nameSearch) ask() {
	for _, address := range slices.Sorted(maps.Keys(n.unknown)) {
		page, id, isHeading := strings.Cut(address, "#")
		q := Question{Address: address, Reason: "its earlier text is unknown, and names alone are no proof"}
		key := n.editionOf(address) + lastPart(page)
		if isHeading {
			key = n.editionOf(address) + "#" + id
		}

		for _, to := range n.newPages[key] {
			q.Candidates = append(q.Candidates, Candidate{Address: join(to.Address, id)})
		}

		n.planner.ask(q)
	}
}
