package migrate

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/article"
)

// orderPages gives pages the order and the titles of the menu. Folders follow their first page.
func (p *Project) orderPages(result *Import) {
	n := navigator{
		project: p,
		rank:    map[string]int{},
		title:   map[string]string{},
	}

	for i, e := range p.Navigation {
		n.add(i+1, e)
	}

	n.number()
	n.addFolders(result)
	n.orderCollections(result)
}

// navigator assigns positions. Names are targets of pages and folders in the content folder.
type navigator struct {
	project *Project
	rank    map[string]int // position of a page or a folder in the whole menu
	title   map[string]string
	top     []string // folders at the root, in order
}

func (n *navigator) add(rank int, e Entry) {
	page := n.project.index.bySource[e.File]
	if page == nil {
		return
	}

	name := page.Target
	if stem(path.Base(name)) == "index" {
		name = path.Dir(name)
	}

	setFirst(n.rank, name, rank)
	setFirst(n.title, name, e.Title)
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		setFirst(n.rank, dir, rank)
	}
}

// number turns the positions into numbers from 1 in each folder, as front matter.
func (n *navigator) number() {
	order := n.inFolders()
	for _, page := range n.project.pages {
		name := page.Target
		if stem(path.Base(name)) == "index" {
			name = path.Dir(name)
		}

		n.setTitle(page, name)
		if number, ok := order[name]; ok && name != "." {
			page.Front.Delete(orderKeys...)
			page.Front.Set("order", number)
		}
	}
}

// orderKeys are the keys of the position in front matter.
var orderKeys = []string{"weight", "sidebar_position", "nav_order", "position"}

// inFolders returns the positions of pages and folders in their folders.
func (n *navigator) inFolders() map[string]int {
	var names []string
	for name := range n.rank {
		names = append(names, name)
	}

	slices.SortFunc(names, func(a, b string) int {
		if n.rank[a] != n.rank[b] {
			return n.rank[a] - n.rank[b]
		}

		return strings.Compare(a, b)
	})

	order := map[string]int{}
	next := map[string]int{}
	for _, name := range names {
		dir := path.Dir(name)
		next[dir]++
		order[name] = next[dir]
	}

	return order
}

// setTitle sets the title of a page that has none: that of the menu, or a readable form of the name of its file.
func (n *navigator) setTitle(page *Page, name string) {
	if page.Front.Get("title") != "" || hasTitleHeading(page.Text) {
		return
	}

	title := n.title[name]
	if title == "" {
		title = page.titleOfName()
	}

	page.Front.Set("title", title)
}

// titleOfName returns a readable form of the name of a file, or of the folder that it describes.
func (p *Page) titleOfName() string {
	name := stem(path.Base(p.Name))
	if p.isIndex() {
		name = path.Base(path.Dir(p.Source))
		if path.Dir(p.Source) == p.Docs.Dir && p.Project.Title != "" {
			return p.Project.Title
		}
	}

	if strings.Trim(name, "-_ ") == "" {
		return p.Project.Title
	}

	return article.Humanise(name)
}

// addFolders adds an index.md with the position to folders that have none.
func (n *navigator) addFolders(result *Import) {
	order := n.inFolders()
	groups := n.groupTitles()
	for name, number := range order {
		index := path.Join(name, "index.md")
		title := article.Humanise(path.Base(name))
		isTop := path.Dir(name) == "." // its order is in the settings
		if path.Ext(name) == ".md" || name == "." || n.project.index.byTarget[index] != nil ||
			isTop && (groups[name] == "" || groups[name] == title) {
			continue
		}

		front := Front{}
		front.Set("title", firstOf(groups[name], title))
		if !isTop {
			front.Set("order", number)
		}

		text := front.encode()
		result.Files[path.Join("content", index)] = File{Text: []byte(text)}
	}
}

// groupTitles returns the titles of the groups of the menu whose pages are those of a folder, by folder.
func (n *navigator) groupTitles() map[string]string {
	var open []int                     // groups around the current entry
	size := map[int]int{}              // pages of a group
	inside := map[string]map[int]int{} // pages of a folder by group
	total := map[string]int{}          // pages of a folder
	for i, e := range n.project.Navigation {
		for len(open) > 0 && n.project.Navigation[open[len(open)-1]].Level >= e.Level {
			open = open[:len(open)-1]
		}

		if e.File == "" && len(open) < maxLevels {
			open = append(open, i)
		}

		page := n.project.index.bySource[e.File]
		if page == nil {
			continue
		}

		for _, group := range open {
			size[group]++
		}

		for dir := path.Dir(page.Target); dir != "."; dir = path.Dir(dir) {
			total[dir]++
			for _, group := range open {
				if inside[dir] == nil {
					inside[dir] = map[int]int{}
				}

				inside[dir][group]++
			}
		}
	}

	titles := map[string]string{}
	for dir, groups := range inside {
		best := len(n.project.Navigation)
		for group, count := range groups {
			if count == size[group] && count == total[dir] && group < best {
				best = group
			}
		}

		if best < len(n.project.Navigation) {
			titles[dir] = n.project.Navigation[best].Title
		}
	}

	return titles
}

// orderCollections finds the order of the folders at the root.
func (n *navigator) orderCollections(*Import) {
	for name := range n.rank {
		_, isLanguage := n.project.Languages[name]
		if path.Dir(name) == "." && path.Ext(name) != ".md" && name != "." && !isLanguage {
			n.top = append(n.top, name)
		}
	}

	slices.SortFunc(n.top, func(a, b string) int { return n.rank[a] - n.rank[b] })
	n.project.collections = n.top
}

// settings are those of the new site.
type settings struct {
	Title       string            `yaml:"title"`
	Description string            `yaml:"description,omitempty"`
	BaseURL     string            `yaml:"base_url,omitempty"`
	Language    string            `yaml:"language,omitempty"`
	Collections []string          `yaml:"collections,omitempty"`
	Variables   map[string]string `yaml:"variables,omitempty"`

	Languages map[string]edition `yaml:"languages,omitempty"`
}

// edition is a language of the new site.
type edition struct {
	Title string `yaml:"title,omitempty"`
}

// writeSettings adds config.yaml.
func (p *Project) writeSettings(result *Import) {
	s := settings{
		Title:       p.Title,
		Description: p.Description,
		BaseURL:     p.BaseURL,
		Language:    p.Language,
		Collections: p.collections,
		Variables:   p.Variables,
		Languages:   map[string]edition{},
	}
	for tag, title := range p.Languages {
		s.Languages[tag] = edition{title}
	}
	if s.Title == "" {
		s.Title = p.titleOfSite()
	}

	text, err := yaml.Marshal(s)
	if err == nil {
		result.Files["config.yaml"] = File{Text: text}
	}
}

// titleOfSite returns the title of the home page, or a readable form of the name of the folder.
func (p *Project) titleOfSite() string {
	if home := p.index.byTarget["index.md"]; home != nil {
		return home.title()
	}

	name := path.Base(p.Base)
	if name == "." || name == "docs" {
		return "Help centre"
	}

	return article.Humanise(name)
}

// writePages adds the pages.
func (p *Project) writePages(result *Import) {
	for _, page := range p.pages {
		page.writeAliases()
		text := page.Front.encode() + strings.TrimLeft(page.Text, "\n")
		result.Files[path.Join("content", page.Target)] = File{Text: []byte(text)}
		result.Pages++
	}
}
