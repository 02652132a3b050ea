package repair

import (
	"slices"
	"strings"
)

// namesakeText is the similarity of a page with the name of a lost one that makes it a rival of the most similar page.
const namesakeText = 0.1

// namesakes finds pages by their name. Most of the text of a page may have moved to another page before the page itself
// was moved: then the text says one thing, and the name another.
type namesakes struct {
	*documents
	byName map[string][]*document // pages that have changed or are new
}

func newNamesakes(x *documents) namesakes {
	n := namesakes{x, map[string][]*document{}}
	for _, d := range x.pages.present.documents {
		name := lastPart(d.page.Address)
		n.byName[name] = append(n.byName[name], d)
	}

	return n
}

// hasRival reports whether another page than to has the name of an old page, and some of its text.
func (n namesakes) hasRival(old *document, to *Page) bool {
	name := lastPart(old.page.Address)
	if lastPart(to.Address) == name {
		return false
	}

	return slices.ContainsFunc(n.byName[name], func(d *document) bool {
		return d.page.Edition == old.page.Edition && n.vocabulary.similarity(old, d) >= namesakeText
	})
}

// hasSection reports whether a new page other than to has the name of the page of an address, and its heading ID.
func (n namesakes) hasSection(address string, to *Page) bool {
	page, id, _ := strings.Cut(address, "#")
	name := lastPart(page)
	if lastPart(to.Address) == name {
		return false
	}

	return slices.ContainsFunc(n.byName[name], func(d *document) bool {
		isNew := n.places[d.page.Address].page == nil
		return isNew && d.page.Edition == to.Edition && n.now.sections[join(d.page.Address, id)].page == d.page
	})
}
