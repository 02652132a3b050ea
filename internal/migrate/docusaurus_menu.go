package migrate

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/article"
	"signpost/internal/migrate/anchors"
	"signpost/internal/migrate/literal"
)

// docusaurusMenu reads the menu of a folder: sidebars.js, or else the folders themselves.
type docusaurusMenu struct {
	*Project
	folder  *docusaurusFolder
	byID    map[string]*Page
	groups  map[string]*docusaurusGroup // folders, by name relative to the folder of the docs
	entries []Entry
	left    int // items that may still be read
}

// docusaurusGroup is a folder with pages.
type docusaurusGroup struct {
	name   string
	index  *Page
	pages  []*Page
	groups []*docusaurusGroup
	label  string
	order  float64
}

func newDocusaurusMenu(p *Project, f *docusaurusFolder) *docusaurusMenu {
	m := &docusaurusMenu{
		Project: p,
		folder:  f,
		byID:    map[string]*Page{},
		groups:  map[string]*docusaurusGroup{},
		left:    maxMenu,
	}

	m.group(".")
	for _, page := range p.pages {
		if page.Docs != f.docs {
			continue
		}

		setFirst(m.byID, f.id(page), page)
		setFirst(m.byID, stem(page.Name), page)
		g := m.group(path.Dir(page.Name))
		if f.isFolderPage(page) && g.index == nil {
			g.index = page
		} else {
			g.pages = append(g.pages, page)
		}
	}

	m.describeGroups()

	return m
}

// group returns the group of a folder, with those around it.
func (m *docusaurusMenu) group(name string) *docusaurusGroup {
	if g := m.groups[name]; g != nil {
		return g
	}

	_, number := m.folder.withoutNumber(path.Base(name))
	g := &docusaurusGroup{name: name, order: orderOf(number)}
	m.groups[name] = g
	if name != "." {
		parent := m.group(path.Dir(name))
		parent.groups = append(parent.groups, g)
	}

	return g
}

// noOrder comes after every order that is set.
const noOrder = 1e9

func orderOf(number int) float64 {
	if number < 0 {
		return noOrder
	}

	return float64(number)
}

// describeGroups reads _category_.json and _category_.yml, and adds a page for each group that had one or a label.
func (m *docusaurusMenu) describeGroups() {
	for _, name := range slices.Sorted(maps.Keys(m.groups)) {
		g := m.groups[name]
		file, settings := m.category(path.Join(m.folder.docs.Dir, name))
		if file == "" {
			continue
		}

		g.label = scalar(settings, "label")
		if n, err := strconv.ParseFloat(scalar(settings, "position"), 64); err == nil {
			g.order = n
		}

		link := child(settings, "link")
		id := scalar(link, "id")
		if linked := m.byID[joinPrefix(m.folder.folderOf(name+"/x"), id)]; linked == nil && g.index == nil || id == "" {
			m.addGroupPage(g, file, link)
		}
	}
}

// category returns the settings of a folder.
func (m *docusaurusMenu) category(dir string) (file string, settings *yaml.Node) {
	for _, name := range []string{"_category_.json", "_category_.yml", "_category_.yaml"} {
		file := path.Join(dir, name)
		if !m.Exists(file) {
			continue
		}

		settings, err := m.ReadYAML(file) // which includes JSON
		if err == nil {
			return file, settings
		}

		m.Note(file, 0, KindSettings, "%v", err)
	}

	return "", nil
}

// addGroupPage adds the page of a group that has none.
func (m *docusaurusMenu) addGroupPage(g *docusaurusGroup, file string, link *yaml.Node) {
	if g.index != nil || g.name == "." {
		return
	}

	label := cmp.Or(g.label, article.Humanise(path.Base(g.name)))
	address := ""
	if scalar(link, "type") == "generated-index" {
		address = m.groupAddress(cmp.Or(scalar(link, "slug"), "/category/"+anchors.GitHubSlug(label)))
	}

	front := Front{}
	front.Set("title", cmp.Or(scalar(link, "title"), label))
	if text := scalar(link, "description"); text != "" {
		front.Set("description", text)
	}

	g.index = addPage(m.Project, m.folder.docs, file, path.Join(g.name, "index.md"), front, "", address)
}

func (m *docusaurusMenu) groupAddress(slug string) string {
	s, _ := m.Extra.(*docusaurusSettings)
	return s.slash(path.Join("/", m.folder.docs.Prefix, slug))
}

// addPage adds a page that the generator made of settings.
func addPage(p *Project, d *Docs, source, name string, front Front, text, address string) *Page {
	page := &Page{Project: p, Docs: d, Source: source, Name: name, Front: front, Address: address}
	page.setText(page.Source, text, 1)
	p.pages = append(p.pages, page)

	return page
}

// read reads the menu.
func (m *docusaurusMenu) read() {
	file := m.folder.sidebar
	if file == "" {
		m.addGroup(m.groups["."], 0)
		return
	}

	module, err := readModule(m.Project, file)
	if err != nil {
		m.Note(file, 0, KindSettings, "%v", err)
		return
	}

	for _, f := range module.Default.Fields {
		m.addItems(f.Value, 0)
	}
}

// addItems adds the items of a list, or of an object whose fields are groups.
func (m *docusaurusMenu) addItems(v literal.Value, level int) {
	v = v.Resolve()
	if level > maxLevels {
		return
	}

	if v.Kind == literal.Object {
		m.addItem(v, level)
		return
	}

	for _, item := range v.Elements() {
		m.addItem(item, level)
	}
}

func (m *docusaurusMenu) addItem(v literal.Value, level int) {
	if m.left--; m.left < 0 {
		return
	}

	switch v.Str("type") {
	case "doc", "ref":
		m.addDoc(v.Str("id"), v.Str("label"), level)
		return
	case "autogenerated":
		if g := m.groups[path.Clean(v.Str("dirName"))]; g != nil {
			m.addGroup(g, level)
		}

		return
	case "link", "html":
		return
	case "category":
		m.entries = append(m.entries, Entry{Title: v.Str("label"), Level: level})
		m.addCategoryLink(v, level)
		m.addItems(v.Get("items"), level+1)

		return
	}

	if v.Kind == literal.String {
		m.addDoc(v.Text, "", level)
		return
	}

	for _, f := range v.Fields { // {"Guides": ["a", "b"]}
		m.entries = append(m.entries, Entry{Title: f.Name, Level: level})
		m.addItems(f.Value, level+1)
	}
}

func (m *docusaurusMenu) addDoc(id, label string, level int) {
	if page := m.byID[id]; page != nil {
		m.entries = append(m.entries, Entry{File: page.Source, Title: label, Level: level})
	}
}

// addCategoryLink adds the page of a group: an existing one, or a list of the pages in the group.
func (m *docusaurusMenu) addCategoryLink(v literal.Value, level int) {
	link := v.Get("link")
	switch link.Str("type") {
	case "doc":
		m.addDoc(link.Str("id"), v.Str("label"), level)
		return
	case "generated-index":
	default:
		return
	}

	title := cmp.Or(link.Str("title"), v.Str("label"))
	slug := cmp.Or(link.Str("slug"), "/category/"+anchors.GitHubSlug(v.Str("label")))
	name := strings.Trim(path.Clean("/"+slug), "/") + ".md"
	var list strings.Builder
	for _, item := range v.Elements("items") {
		id := item.Text
		if item.Kind != literal.String {
			id = cmp.Or(item.Str("id"), item.Str("link", "id"))
		}

		if page := m.byID[id]; page != nil {
			rel := relativeSource(path.Join(m.folder.docs.Dir, name), page.Source)
			titled := *page
			titled.Name = m.folder.cleanName(page)
			list.WriteString("- [" + titled.title() + "](" + rel + ")\n")
		}
	}

	if list.Len() == 0 {
		return
	}

	front := Front{}
	front.Set("title", title)
	if text := link.Str("description"); text != "" {
		front.Set("description", text)
	}

	source := path.Join(m.folder.docs.Dir, name)
	page := addPage(m.Project, m.folder.docs, source, name, front, list.String(), m.groupAddress(slug))
	m.entries = append(m.entries, Entry{File: page.Source, Title: title, Level: level})
}

// menuItem is a page or a group in the order of Docusaurus.
type menuItem struct {
	name  string
	order float64
	page  *Page
	group *docusaurusGroup
}

// addGroup adds the pages of a folder, in the order of autogenerated menus.
func (m *docusaurusMenu) addGroup(g *docusaurusGroup, level int) {
	if m.left -= len(g.pages) + 1; level > maxLevels || m.left < 0 {
		return
	}

	if g.index != nil {
		m.entries = append(m.entries, Entry{File: g.index.Source, Title: g.label, Level: level})
	}

	var items []menuItem
	for _, page := range g.pages {
		name := path.Base(page.Name)
		_, number := m.folder.withoutNumber(name)
		items = append(items, menuItem{name: name, order: position(page, orderOf(number)), page: page})
	}

	for _, sub := range g.groups {
		order := sub.order
		if sub.index != nil && order == noOrder {
			order = position(sub.index, noOrder)
		}

		items = append(items, menuItem{name: path.Base(sub.name), order: order, group: sub})
	}

	slices.SortStableFunc(items, func(a, b menuItem) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name))
	})

	for _, item := range items {
		if item.group != nil {
			m.addGroup(item.group, level+1)
		} else {
			m.entries = append(m.entries, Entry{File: item.page.Source, Level: level + 1})
		}
	}
}

// position returns the position that the front matter of a page sets.
func position(p *Page, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(p.Front.Get("sidebar_position"), 64); err == nil {
		return n
	}

	return otherwise
}
