package migrate

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
)

// arrangeJekyll finds the settings and the address of each page.
func arrangeJekyll(p *Project) {
	a := jekyllArranger{p, p.Extra.(*jekyllSite)}
	for _, page := range a.pages {
		a.setDefaults(page)
		a.readPost(page)
		page.Address = a.address(page)
		page.Front.Rename("redirect_from", "aliases")
	}

	a.chooseIndexes()
	a.redirect()
	a.listChildren()
	a.noteTemplates()
}

type jekyllArranger struct {
	*Project
	site *jekyllSite
}

// collection returns the collection of a page and its path in it, or "" for a page outside of all.
func (a jekyllArranger) collection(page *Page) (name, rest string) {
	inside := strings.Trim(strings.TrimPrefix(page.Name, strings.Trim(a.site.config.text("collections_dir"), "/")), "/")
	first, rest, ok := strings.Cut(inside, "/")
	own := strings.TrimPrefix(first, "_")
	if !ok || own == first || !slices.Contains(a.site.collections, own) {
		return "", ""
	}

	return own, rest
}

// isPost reports whether a page is in a folder of posts or drafts.
func isPost(page *Page) bool {
	name := "/" + page.Name
	return strings.Contains(name, "/_posts/") || strings.Contains(name, "/_drafts/")
}

// defaulted are the keys of the defaults in the settings that matter here.
var defaulted = []string{"permalink", "published", "title", "description", "nav_order", "draft", "lang"}

// setDefaults gives a page the values that the settings have for its path and type. The longest path is the strongest.
func (a jekyllArranger) setDefaults(page *Page) {
	kind, _ := a.collection(page)
	if kind == "" {
		kind = "pages"
	}
	if isPost(page) {
		kind = "posts"
	}

	list := slices.Clone(a.site.config.list("defaults"))
	slices.SortStableFunc(list, func(x, y any) int {
		return len(values(asMap(y)).text("scope", "path")) - len(values(asMap(x)).text("scope", "path"))
	})

	for _, item := range list {
		v := values(asMap(item))
		scope, only := strings.Trim(v.text("scope", "path"), "/"), v.text("scope", "type")
		if only != "" && only != kind || scope != "" && !matchesPath(scope, page.Name) {
			continue
		}

		for _, key := range defaulted {
			if value := v.get("values", key); value != nil && page.Front.Node(key) == nil {
				page.Front.Set(key, value)
			}
		}
	}
}

var postName = regexp.MustCompile(`^(\d{2,4}-\d{1,2}-\d{1,2})-(.+)$`)

// readPost takes the date and the title of a post from the name of its file.
func (a jekyllArranger) readPost(page *Page) {
	if !isPost(page) {
		return
	}

	m := postName.FindStringSubmatch(stem(path.Base(page.Name)))
	if m != nil && page.Front.Get("date") == "" {
		page.Front.Set("date", m[1])
	}
	if m != nil && page.Front.Get("title") == "" && !hasTitleHeading(page.Text) {
		page.Front.Set("title", capitalised(strings.ReplaceAll(m[2], "-", " ")))
	}
	if strings.Contains("/"+page.Name, "/_drafts/") {
		page.Front.Set("draft", true)
	}
}

// permalinkStyles are the names of patterns for posts.
var permalinkStyles = map[string]string{
	"":         "/:categories/:year/:month/:day/:title:output_ext",
	"date":     "/:categories/:year/:month/:day/:title:output_ext",
	"pretty":   "/:categories/:year/:month/:day/:title/",
	"ordinal":  "/:categories/:year/:y_day/:title:output_ext",
	"weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
	"none":     "/:categories/:title:output_ext",
}

// address returns the address at which Jekyll published a page.
func (a jekyllArranger) address(page *Page) string {
	if page.Front.Get("published") == "false" {
		return ""
	}

	style := a.site.config.text("permalink")
	own := page.Front.Get("permalink")
	collection, _ := a.collection(page)
	switch {
	case own != "" && permalinkStyles[own] == "":
		return a.expand(own, page)
	case isPost(page):
		return a.expand(cmp.Or(permalinkStyles[cmp.Or(own, style)], style), page)
	case collection != "":
		options := values(asMap(asMap(a.site.config.get("collections"))[collection]))
		if options.text("output") != "true" {
			return ""
		}

		return a.expand(cmp.Or(options.text("permalink"), "/:collection/:path"+suffix(style)), page)
	case stem(path.Base(page.Name)) == "index":
		return a.expand("/:path/", page)
	}

	return a.expand("/:path/:basename"+suffix(style), page)
}

// suffix returns the end of the addresses of pages for a pattern of posts.
func suffix(style string) string {
	_, isNamed := permalinkStyles[style]
	switch {
	case style == "pretty" || !isNamed && strings.HasSuffix(style, "/"):
		return "/"
	case isNamed || strings.HasSuffix(style, ":output_ext"):
		return ":output_ext"
	}

	return ""
}

var jekyllToken = regexp.MustCompile(`:[a-z_]+`)

// expand replaces the tokens of a pattern such as "/:categories/:title/".
func (a jekyllArranger) expand(pattern string, page *Page) string {
	expanded := jekyllToken.ReplaceAllStringFunc(pattern, func(token string) string {
		if value, ok := a.token(token[1:], page); ok {
			return value
		}

		return token
	})

	address := path.Clean("/" + expanded)
	if strings.HasSuffix(expanded, "/") && address != "/" {
		address += "/"
	}

	return address
}

func (a jekyllArranger) token(token string, page *Page) (string, bool) {
	name := stem(path.Base(page.Name))
	title := name
	if m := postName.FindStringSubmatch(name); m != nil && isPost(page) {
		title = m[2]
	}

	collection, rest := a.collection(page)
	date := dateIn(page, "date")
	switch token {
	case "path":
		if collection != "" {
			return strings.TrimSuffix(stem(rest), "/index"), true
		}

		return strings.Trim(path.Dir(page.Name), "."), true
	case "basename", "name":
		return name, true
	case "title", "slug":
		return cmp.Or(page.Front.Get("slug"), title), true
	case "collection":
		return collection, true
	case "output_ext":
		return ".html", true
	case "categories":
		return a.categories(page), true
	}

	layout, ok := dateLayouts[token]

	return date.Format(layout), ok
}

// dateLayouts are the parts of a date in addresses.
var dateLayouts = map[string]string{
	"year": "2006", "month": "01", "day": "02", "short_year": "06", "i_month": "1", "i_day": "2", "y_day": "002",
	"short_month": "Jan", "long_month": "January", "hour": "15", "minute": "04",
}

// categories returns the categories of a post as folders: those of its own folder, and of its front matter.
func (a jekyllArranger) categories(page *Page) string {
	var list []string
	before, _, _ := strings.Cut("/"+page.Name, "/_posts/")
	if before = strings.Trim(before, "/"); before != "" {
		list = strings.Split(before, "/")
	}

	for _, key := range []string{"category", "categories"} {
		found := page.Front.List(key)
		if n := page.Front.Get(key); n != "" {
			found = strings.Fields(n)
		}

		list = append(list, found...)
	}

	for i, c := range list {
		list[i] = strings.ReplaceAll(strings.ToLower(c), " ", "-")
	}

	return strings.Join(list, "/")
}

// chooseIndexes makes a README the page of its folder if no other page is, as GitHub Pages does.
func (a jekyllArranger) chooseIndexes() {
	hasIndex := map[string]bool{}
	for _, page := range a.pages {
		hasIndex[page.Address] = true
	}

	for _, page := range a.pages {
		folder := withSlash(strings.Trim(path.Dir(page.Name), "."))
		isReadme := strings.EqualFold(stem(path.Base(page.Name)), "readme") && page.Front.Get("permalink") == ""
		if isReadme && !hasIndex["/"+folder] && page.Address != "" {
			page.Front.Set("aliases", append(page.Front.List("aliases"), page.Address))
			page.Address = "/" + folder
		}
	}
}

// redirect turns pages that only lead elsewhere into redirects, or into links to another site.
func (a jekyllArranger) redirect() {
	a.pages = slices.DeleteFunc(a.pages, func(page *Page) bool {
		to := page.Front.Get("redirect_to")
		if list := page.Front.List("redirect_to"); to == "" && len(list) > 0 {
			to = list[0]
		}
		if to == "" || page.Address == "" {
			return false
		}

		page.Front.Delete("redirect_to")
		to = a.withoutHost(to)
		if scheme.MatchString(to) {
			page.setText(page.Source, "This page has moved to <"+to+">.\n", 1)
			return false
		}

		a.Redirects = append(a.Redirects, Redirect{From: page.Address, To: to, File: page.Source})

		return true
	})
}

// listChildren adds a list of the pages below to those that showed one in the theme just-the-docs, unless it is the
// page of a folder, which has a list already.
func (a jekyllArranger) listChildren() {
	children := map[string][]*Page{}
	for _, page := range a.pages {
		if parent := page.Front.Get("parent"); parent != "" && page.Front.Get("nav_exclude") != "true" {
			children[parent] = append(children[parent], page)
		}
	}

	for _, page := range a.pages {
		list := children[page.title()]
		isOff := page.Front.Get("has_toc") == "false" || page.Front.Get("parent") == page.title()
		if page.isIndex() || len(list) == 0 || isOff {
			continue
		}

		slices.SortStableFunc(list, func(x, y *Page) int {
			return weightOf(map[string]any{"weight": x.Front.Get("nav_order")}) -
				weightOf(map[string]any{"weight": y.Front.Get("nav_order")})
		})

		lines := append(page.textLines(), textLine{"", page.lines[0]})
		for _, child := range list {
			item := "- [" + child.title() + "](" + relativeSource(page.Source, child.Source) + ")"
			lines = append(lines, textLine{item, page.lines[0]})
		}

		page.setLines(append(lines, textLine{"", page.lines[0]}))
	}
}

// noteTemplates notes pages in HTML, of which the layout is a program.
func (a jekyllArranger) noteTemplates() {
	for _, f := range a.files {
		if ext := path.Ext(f.source); ext != ".html" && ext != ".htm" {
			continue
		}

		if src, err := a.Read(f.source); err == nil && strings.HasPrefix(src, "---\n") {
			a.Note(f.source, 0, KindFile, "this page is HTML with templates; write it as an article if readers need it")
		}
	}
}
