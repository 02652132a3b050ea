package repair

import (
	"slices"
	"strings"
)

// moveFolders moves the lost addresses of folders whose pages all went to one folder.
func (p *planner) moveFolders() {
	for _, folder := range p.lostFolders() {
		if to := p.folderNow(folder); to != "" {
			p.move(folder, to, "its pages moved there", 0)
		}
	}
}

// lostFolders returns the open addresses that are the beginning of other published addresses of pages, the longest
// first.
func (p *planner) lostFolders() []string {
	var list []string
	for _, address := range p.in.Lost {
		if _, isMoved := p.moves[address]; !isMoved && strings.HasSuffix(address, "/") && len(p.below(address)) > 0 {
			list = append(list, address)
		}
	}

	slices.Sort(list)
	slices.Reverse(list)

	return list
}

// below returns the published pages in a folder and its subfolders.
func (p *planner) below(folder string) []string {
	entries := p.in.Lock.Entries
	var list []string
	from, _ := slices.BinarySearchFunc(entries, folder, compareEntry)
	for _, e := range entries[from:] {
		if !strings.HasPrefix(e.Address, folder) {
			break
		}

		if e.Live() && e.Address != folder && !strings.Contains(e.Address, "#") {
			list = append(list, e.Address)
		}
	}

	return list
}

// folderNow returns the folder that contains all pages of a lost one, or an empty string.
func (p *planner) folderNow(folder string) string {
	to := ""
	for _, page := range p.below(folder) {
		m, isMoved := p.moves[page]
		if !isMoved {
			return ""
		}

		target := pageOf(m.To)
		for range strings.Count(strings.TrimPrefix(page, folder), "/") {
			target = folderOf(target)
		}

		if target == "" || to != "" && target != to || !p.present.exists(target) {
			return ""
		}

		to = target
	}

	return to
}
