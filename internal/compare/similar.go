package compare

import (
	"strings"

	"signpost/internal/snapshot"
)

// finder finds where the content of lost addresses is now. It looks only at addresses that are new.
type finder struct {
	pageByText, pageByTitle index
	headingByText           index
	headingByTitle          index
	onPage                  index // by the address of the page and the title
}

// index contains addresses by a checksum or a title. It contains "" for a key with several addresses.
type index map[any]string

func (i index) add(key any, address string) {
	if _, exists := i[key]; exists {
		address = ""
	}

	i[key] = address
}

// Shorter texts are too often the same by chance.
const (
	minPageWords    = 20
	minHeadingWords = 10
)

func newFinder(before, after *snapshot.Snapshot) *finder {
	f := &finder{index{}, index{}, index{}, index{}, index{}}
	for at, p := range after.Pages {
		if p.IsLive() {
			f.addPage(at, p, before)
		}
	}

	return f
}

func (f *finder) addPage(at string, p *snapshot.Page, before *snapshot.Snapshot) {
	if _, existed := before.Pages[at]; !existed {
		f.pageByTitle.add(titleKey(p.Title), at)
		if p.Text.Words >= minPageWords {
			f.pageByText.add(p.Text.Sum, at)
		}
	}

	for _, a := range p.Anchors {
		address := at + "#" + a.ID
		if a.Title == "" || before.Find(address).Kind == snapshot.Here {
			continue
		}

		f.onPage.add(at+"#"+titleKey(a.Title), address)
		f.headingByTitle.add(titleKey(a.Title), address)
		if a.Words >= minHeadingWords {
			f.headingByText.add(a.Text, address)
		}
	}
}

func titleKey(title string) string {
	return strings.ToLower(title)
}

// page returns the address of a new page with the same text or the same title, or "".
func (f *finder) page(p *snapshot.Page) string {
	if !p.IsLive() {
		return ""
	}

	if at := f.pageByText[p.Text.Sum]; at != "" && p.Text.Words >= minPageWords {
		return at
	}

	return f.pageByTitle[titleKey(p.Title)]
}

// heading returns the address of a new heading with the same title on the same page, with the same text, or with the
// same title, or "".
func (f *finder) heading(page string, a snapshot.Anchor) string {
	if a.Title == "" {
		return ""
	}

	if at := f.onPage[page+"#"+titleKey(a.Title)]; at != "" {
		return at
	}

	if at := f.headingByText[a.Text]; at != "" && a.Words >= minHeadingWords {
		return at
	}

	return f.headingByTitle[titleKey(a.Title)]
}
