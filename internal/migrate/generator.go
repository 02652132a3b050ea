package migrate

import (
	"signpost/internal/migrate/anchors"
)

// Generator is a program that publishes Markdown, and what it knows beyond Markdown. Each is a value in a file of its
// own, and in the list [Generators].
type Generator struct {
	// Name is the value of --from: "mkdocs".
	Name string

	// Settings are names of files that only this generator has, relative to the folder of its settings. The first one
	// that exists is the evidence that it was used.
	Settings []string

	// Weak are names of files that prove nothing if another generator left its settings.
	Weak []string

	// Signs are pieces of text that pages of this generator contain. Without any settings, the generator whose signs
	// most pages contain is taken.
	Signs []string

	// Read reads the settings into the project. Settings that it cannot read become notes; an error means that no page
	// can be found.
	Read func(*Project) error

	// Arrange reads what depends on the pages, such as a menu that names them by their front matter, and may add pages.
	// It may be nil.
	Arrange func(*Project)

	// Conversions run on each page, in order.
	Conversions []Conversion

	// Address returns the path at which a page was published, relative to the address of the site: "/guide/start/",
	// "/start.html". It may be empty if the page was not published.
	Address func(*Page) string

	// Anchors is the rule for the IDs of headings.
	Anchors anchors.Rule
}

// Conversion turns what one generator understands into Markdown that signpost understands, in place. What it does not
// understand it leaves as it is, and says so with [Page.Note]. It depends on nothing except the page and its project.
type Conversion func(*Page)

// Generators lists all supported programs, those whose settings have the clearest names first: that is the order of
// the search.
var Generators = []*Generator{
	&mkdocs,
	&mdbook,
	&docfx,
	&docusaurus,
	&starlight,
	&vitepress,
	&hugo,
	&jekyll,
	&gitbook,
	&obsidian,
	&plain,
}

// Names returns the names of the generators that a user can choose.
func Names() []string {
	names := []string{"auto"}
	for _, g := range Generators {
		if g != &plain {
			names = append(names, g.Name)
		}
	}

	return names
}

func generatorCalled(name string) *Generator {
	for _, g := range Generators {
		if g.Name == name {
			return g
		}
	}

	return nil
}
