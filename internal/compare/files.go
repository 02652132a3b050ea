package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"signpost/internal/snapshot"
)

// Files are the differences of pictures and attachments, and of the sizes of all files.
type Files struct {
	// Compared is false if one of the sites is live: then only the sizes of pages are known.
	Compared bool `json:"compared"`

	Added   []File    `json:"added"`
	Moved   []Moved   `json:"moved"`
	Retired []Retired `json:"retired"`
	Lost    []Lost    `json:"lost"` // attachments, to which people link
	Removed []File    `json:"removed"`

	Sizes  []Size  `json:"sizes"`
	Grown  []Grown `json:"grown"`
	Before int64   `json:"bytes_before"`
	After  int64   `json:"bytes_after"`
}

// File is a file. Its path begins with a slash.
type File struct {
	Path  string `json:"path"`
	Kind  string `json:"kind"`
	Bytes int64  `json:"bytes"`
}

// Size is the size of all files of a kind.
type Size struct {
	Kind        string `json:"kind"`
	FilesBefore int    `json:"files_before"`
	FilesAfter  int    `json:"files_after"`
	Before      int64  `json:"bytes_before"`
	After       int64  `json:"bytes_after"`
}

// Grown is a file that became larger. A star replaces the checksum in its name.
type Grown struct {
	Path   string `json:"path"`
	Before int64  `json:"bytes_before"`
	After  int64  `json:"bytes_after"`
}

// The files that grew most are listed, except those that grew by a few bytes.
const (
	maxGrown  = 10
	minGrowth = 1 << 10
)

// compareFiles compares pictures, attachments, and the sizes of all files.
func (c *comparer) compareFiles() {
	list := &c.report.Files
	list.Compared = !c.old.OnlyPages && !c.new.OnlyPages
	for _, name := range slices.Sorted(maps.Keys(c.old.Files)) {
		f := c.old.Files[name]
		if _, ok := c.new.Files[name]; !ok && isListed(name, f) {
			c.findFile(name, f)
		}
	}

	if !list.Compared {
		c.compareSizes([]snapshot.Kind{snapshot.PageFile})
		return
	}

	for _, name := range slices.Sorted(maps.Keys(c.new.Files)) {
		f := c.new.Files[name]
		if _, ok := c.old.Files[name]; !ok && isListed(name, f) {
			list.Added = append(list.Added, newFile(name, f))
		}
	}

	c.compareSizes(snapshot.Kinds)
	c.findGrown()
}

func newFile(name string, f snapshot.File) File {
	return File{"/" + name, string(f.Kind), f.Size}
}

// isListed reports whether a file is content. The name of one with a checksum changes with each version.
func isListed(name string, f snapshot.File) bool {
	switch f.Kind {
	case snapshot.Attachment:
		return true
	case snapshot.Picture:
		return !strings.HasPrefix(name, "assets/") && snapshot.FamilyOf(name, f.Kind) == name
	}

	return false
}

// findFile looks for a file that the new site does not have.
func (c *comparer) findFile(name string, f snapshot.File) {
	list := &c.report.Files
	found := c.new.FindFile(name)
	page := Page{Address: "/" + name}
	switch {
	case found.Kind == snapshot.Moved:
		list.Moved = append(list.Moved, Moved{page, found.To})
	case found.Kind == snapshot.Retired:
		list.Retired = append(list.Retired, Retired{page, found.Reason})
	case found.Kind == snapshot.Here:
	case f.Kind == snapshot.Attachment:
		list.Lost = append(list.Lost, Lost{Page: page, Why: found.Reason})
	case !c.new.OnlyPages:
		list.Removed = append(list.Removed, newFile(name, f))
	}
}

func (c *comparer) compareSizes(kinds []snapshot.Kind) {
	list := &c.report.Files
	for _, kind := range kinds {
		s := Size{Kind: string(kind)}
		for _, f := range c.old.Files {
			if f.Kind == kind {
				s.FilesBefore++
				s.Before += f.Size
			}
		}

		for _, f := range c.new.Files {
			if f.Kind == kind {
				s.FilesAfter++
				s.After += f.Size
			}
		}

		if s.FilesBefore+s.FilesAfter > 0 {
			list.Sizes = append(list.Sizes, s)
		}

		list.Before += s.Before
		list.After += s.After
	}
}

// findGrown finds the files that grew most.
func (c *comparer) findGrown() {
	before := map[string]int64{}
	for name, f := range c.old.Files {
		before[snapshot.FamilyOf(name, f.Kind)] += f.Size
	}

	after := map[string]int64{}
	for name, f := range c.new.Files {
		after[snapshot.FamilyOf(name, f.Kind)] += f.Size
	}

	var grown []Grown
	for name, size := range after {
		if size-before[name] >= minGrowth {
			grown = append(grown, Grown{"/" + name, before[name], size})
		}
	}

	slices.SortFunc(grown, func(a, b Grown) int {
		return cmp.Or(cmp.Compare(b.After-b.Before, a.After-a.Before), cmp.Compare(a.Path, b.Path))
	})
	c.report.Files.Grown = grown[:min(maxGrown, len(grown))]
}
