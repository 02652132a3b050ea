package importer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/article"
)

// tagOf is a language as folders are named after it: "en_US" is en-us.
func tagOf(locale string) string { return article.Slug(locale) }

// Languages are the tags of the articles, or of the collections where there are no articles: that of the content folder itself first, which is empty
// where none is named.
func (c *Centre) Languages() []string {
	count := map[string]int{}
	for _, a := range c.articles {
		count[a.language]++
	}
	if len(c.articles) == 0 {
		for _, own := range c.collections {
			count[own.language]++
		}
	}
	tags := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	own := strings.ToLower(c.Language)
	for _, alike := range []func(string) bool{
		func(tag string) bool { return tag == own },
		func(tag string) bool { return withoutRegion(tag) == withoutRegion(own) },
	} {
		if i := slices.IndexFunc(tags, alike); i >= 0 {
			return slices.Concat([]string{tags[i]}, tags[:i], tags[i+1:])
		}
	}
	return tags
}

func withoutRegion(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// Left are links that lead to the old help centre still, each with its file.
func (c *Centre) Left() []string { return c.left }

// Files are those of the content folder, by path.
func (c *Centre) Files(ctx context.Context) (map[string][]byte, error) {
	p := c.places()
	files := map[string][]byte{}
	for _, tag := range c.Languages() {
		if err := p.addCollections(files, tag); err != nil {
			return nil, err
		}
	}
	for i := range c.articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := &c.articles[i]
		text, err := a.markdown(p.ofArticle[i], p.ordered, func(address string) string { return p.linked(i, address) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmp.Or(a.title, a.id), err)
		}
		files[p.ofArticle[i]] = text
	}
	return files, nil
}

// addCollections adds the index.md of each collection that has a title in a language. In the first every collection has one.
func (p *places) addCollections(files map[string][]byte, language string) error {
	for _, own := range p.collections {
		if language == p.own {
			own, _ = p.collectionOf(own.id, language)
		} else if own.language != language {
			continue
		}
		h := head{Title: own.title, Description: own.description}
		if p.ordered {
			h.Order = own.order + 1
		}
		front, err := yaml.Marshal(h)
		if err != nil {
			return err
		}
		name := path.Join(p.folder(own.id, language), "index.md")
		if _, there := files[name]; !there {
			files[name] = slices.Concat([]byte("---\n"), front, []byte("---\n"))
		}
	}
	return nil
}

// places are where everything goes.
type places struct {
	*Centre
	own       string            // the language of the content folder itself
	ordered   bool              // the centre says in which order its articles stand
	hosts     map[string]bool   // where it stood
	ofArticle []string          // a file for each
	byID      map[string]string // the files, by language and id
	names     map[string]string // of the folders of collections, by id
}

func (c *Centre) places() *places {
	p := &places{Centre: c, hosts: map[string]bool{}, ofArticle: make([]string, len(c.articles)), byID: map[string]string{}}
	c.left = nil
	tags := c.Languages()
	if len(tags) > 0 {
		p.own = tags[0]
	}
	p.nameFolders()
	taken := map[string]bool{} // by collections, and then by articles: both would have the same address
	for _, own := range c.collections {
		for _, tag := range tags {
			taken[p.folder(own.id, tag)] = true
		}
	}
	for _, translations := range []bool{false, true} {
		for i := range c.articles {
			if a := &c.articles[i]; (a.language != p.own) == translations {
				p.ofArticle[i] = p.free(a, taken)
				p.byID[a.language+" "+a.id] = p.ofArticle[i]
			}
		}
	}
	for _, a := range c.articles {
		p.ordered = p.ordered || a.order > 0
		if u, err := url.Parse(a.address); err == nil && u.Host != "" {
			p.hosts[u.Host] = true
		}
	}
	return p
}

// nameFolders gives each collection a folder: where two beside each other have one title, the second gets a number.
func (p *places) nameFolders() {
	p.names = map[string]string{}
	taken := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(p.collections)) {
		id := p.collections[key].id
		if p.names[id] != "" {
			continue
		}
		own, _ := p.collectionOf(id, p.own)
		stem := cmp.Or(article.Slug(own.title), "articles")
		name := stem
		for n := 2; taken[own.parent+"/"+name]; n++ {
			name = stem + "-" + strconv.Itoa(n)
		}
		taken[own.parent+"/"+name], p.names[id] = true, name
	}
}

// free is a file for an article: what translates another has its name; one whose name is taken gets a number.
func (p *places) free(a *source, taken map[string]bool) string {
	stem := path.Join(p.folder(a.collection, a.language), cmp.Or(article.Slug(a.title), "article"))
	if original := p.byID[p.own+" "+a.id]; original != "" && a.language != p.own {
		stem = path.Join(a.language, strings.TrimSuffix(original, ".md"))
	}
	name := stem
	for n := 2; taken[name] || path.Base(name) == "index"; n++ {
		name = stem + "-" + strconv.Itoa(n)
	}
	taken[name] = true
	return name + ".md"
}

// deepest bounds how far collections stand in one another: two that hold each other would go on for ever.
const deepest = 8

// folder is that of a collection. It has the same name in every language.
func (p *places) folder(id, language string) string {
	var parts []string
	for range deepest {
		own, ok := p.collectionOf(id, p.own)
		if !ok {
			break
		}
		parts = append(parts, p.names[own.id])
		id = own.parent
	}
	slices.Reverse(parts)
	if parts == nil {
		parts = []string{"articles"}
	}
	if language != p.own && language != "" {
		parts = slices.Insert(parts, 0, language)
	}
	return path.Join(parts...)
}

var (
	articleID    = regexp.MustCompile(`/articles/([0-9]+)[^/#?]*/?(#.*)?$`)
	collectionID = regexp.MustCompile(`/(?:sections|categories|collections)/([0-9]+)[^/#?]*/?$`)
)

// linked makes a link to what comes along one to its file. What leads to the old help centre still is noted.
func (p *places) linked(i int, address string) string {
	from, language := p.ofArticle[i], p.articles[i].language
	if m := articleID.FindStringSubmatch(address); m != nil {
		if to := cmp.Or(p.byID[language+" "+m[1]], p.byID[p.own+" "+m[1]]); to != "" {
			return relative(from, to) + m[2]
		}
	}
	if m := collectionID.FindStringSubmatch(address); m != nil {
		if own, ok := p.collectionOf(m[1], language); ok {
			return relative(from, path.Join(p.folder(own.id, own.language), "index.md"))
		}
	}
	if u, err := url.Parse(address); err == nil && (p.hosts[u.Host] || u.Host == "" && strings.HasPrefix(u.Path, "/")) {
		p.left = append(p.left, from+": "+address)
	}
	return address
}

func relative(from, to string) string {
	name, err := filepath.Rel(path.Dir(from), to)
	if err != nil {
		return "/" + to
	}
	return filepath.ToSlash(name)
}
