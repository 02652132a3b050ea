package importer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/article"
	"signpost/internal/filename"
)

// languageTag returns the tag of a locale, which names folders: "en-us" for "en_US".
func languageTag(locale string) string {
	if slug := article.Slug(locale); slug != "" {
		return fileName(slug) // it becomes a folder
	}

	return ""
}

// Languages returns the language tags of the articles, or of the collections if there are no articles. The first tag
// is for the content folder. A tag is empty if the centre names no language.
func (c *Centre) Languages() []string {
	count := map[string]int{}
	for _, a := range c.articles {
		count[a.language]++
	}

	if len(c.articles) == 0 {
		for k := range c.collections {
			count[k.language]++
		}
	}

	tags := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})

	if i := indexOfLanguage(tags, strings.ToLower(c.Language)); i >= 0 {
		return slices.Concat([]string{tags[i]}, tags[:i], tags[i+1:])
	}

	return tags
}

// indexOfLanguage returns the index of a tag, or of one that differs only in the region, or -1.
func indexOfLanguage(tags []string, want string) int {
	if i := slices.Index(tags, want); i >= 0 {
		return i
	}

	return slices.IndexFunc(tags, func(tag string) bool {
		return withoutRegion(tag) == withoutRegion(want)
	})
}

func withoutRegion(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// Report returns what is left to do. It is empty before Files is called.
func (c *Centre) Report() *Report {
	return &c.report
}

// Files returns the files of the content folder by path.
func (c *Centre) Files(ctx context.Context) (map[string][]byte, error) {
	l := c.newLayout()
	files := map[string][]byte{}
	for _, language := range c.Languages() {
		if err := l.addCollections(files, language); err != nil {
			return nil, err
		}
	}

	for i := range c.articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}

		a := &c.articles[i]
		if len(a.html) > maxArticle {
			l.refuse(i, fmt.Sprintf("was not imported: it has more than %d MB", maxArticle>>20))
			continue
		}

		text, difference, err := a.markdown(l.hasOrder, l.resolver(i))
		if err != nil {
			l.refuse(i, "was not imported: "+err.Error())
			continue
		}

		files[l.files[i]] = text
		l.reportArticle(i, difference)
	}

	return files, nil
}

// maxArticle is the size of the largest article. Conversion needs about twelve times as much memory.
const maxArticle = 32 << 20

// layout assigns files to articles and folders to collections.
type layout struct {
	*Centre
	language string          // of the content folder
	hasOrder bool            // the centre orders its articles
	hosts    map[string]bool // of the old help centre
	files    []string        // of each article
	byKey    map[key]string  // files of articles
	folders  map[string]string

	restricted map[key]bool // of the collections that were looked at
}

func (c *Centre) newLayout() *layout {
	l := &layout{
		Centre: c,
		hosts:  map[string]bool{},
		files:  make([]string, len(c.articles)),
		byKey:  map[key]string{},

		restricted: map[key]bool{},
	}

	c.report = Report{
		Hidden:   map[string][]string{},
		Refused:  map[string]string{},
		OldLinks: map[string][]string{},
	}

	if tags := c.Languages(); len(tags) > 0 {
		l.language = tags[0]
	}

	l.assignFolders()
	l.assignFiles()
	for i := range c.articles {
		a := &c.articles[i]
		if a.hidden == "" && l.isRestricted(a) {
			a.hidden = "restricted"
		}

		l.hasOrder = l.hasOrder || a.order > 0
		if u, err := url.Parse(a.address); err == nil && u.Host != "" {
			l.hosts[u.Host] = true
		}
	}

	return l
}

// isRestricted reports whether not everyone could read the collection of an article, or one above it at any depth.
func (l *layout) isRestricted(a *source) bool {
	var path []key
	found := false
	for id := a.collection; ; {
		k := key{a.language, id}
		known, isKnown := l.restricted[k]
		c, ok := l.collection(id, a.language)
		if isKnown || !ok {
			found = known
			break
		}

		path = append(path, k)
		l.restricted[k] = false // ends a cycle
		if found = c.restricted; found {
			break
		}

		id = c.parent
	}

	for _, k := range path {
		l.restricted[k] = found
	}

	return found
}

// assignFolders names the folder of each collection. If two next to each other have the same title, the
// second gets a number.
func (l *layout) assignFolders() {
	l.folders = map[string]string{}
	taken := takenNames{}
	for _, language := range l.Languages() {
		if language != l.language {
			taken.add("/" + language) // the folder of its articles
		}
	}

	for _, k := range l.collectionKeys() {
		if l.folders[k.id] != "" {
			continue
		}

		c, _ := l.collection(k.id, l.language)
		stem := fileName(cmp.Or(article.Slug(c.title), "articles"))
		parent := c.parent
		if _, ok := l.collection(parent, l.language); !ok {
			parent = "" // it is missing, so the folder is next to those without a parent
		}

		l.folders[k.id] = path.Base(taken.take(parent + "/" + stem))
	}
}

// assignFiles names the file of each article. A translation has the name of its original, which therefore
// comes first. An article must not have the name of a collection, since both would have the same address.
func (l *layout) assignFiles() {
	taken := takenNames{}
	languages := l.Languages()
	for k := range l.collections {
		for _, language := range languages {
			folder := l.folder(k.id, language)
			taken.add(folder)
			taken.add(folder + "/index")
		}
	}

	for _, isTranslation := range []bool{false, true} {
		for i := range l.articles {
			a := &l.articles[i]
			if (a.language != l.language) != isTranslation {
				continue
			}

			stem := l.stem(a)
			taken.add(path.Join(path.Dir(stem), "index"))
			l.files[i] = taken.take(stem) + ".md"
			l.byKey[a.key] = l.files[i]
		}
	}
}

// unused returns stem, or stem with the first number for which the name is not taken.
func unused(stem string, isTaken func(string) bool) string {
	name := stem
	for n := 2; isTaken(name); n++ {
		name = stem + "-" + strconv.Itoa(n)
	}

	return name
}

// takenNames are names in use, in the form of [filename.Fold], and the number that each was given last.
type takenNames map[string]int

func (t takenNames) add(name string) {
	key := filename.Fold(name)
	t[key] = max(t[key], 1)
}

// take returns a name, or if that is taken the name with the next number.
func (t takenNames) take(stem string) string {
	name, key := stem, filename.Fold(stem)
	for t[filename.Fold(name)] > 0 {
		t[key]++
		name = stem + "-" + strconv.Itoa(t[key])
	}

	t.add(name)

	return name
}

// longestName is the length in bytes of the longest name of a file or folder, without its number.
const longestName = 120

// fileName returns a slug that every system can store as a name, also after it got a number.
func fileName(slug string) string {
	return filename.Portable(filename.Shorten(slug, longestName))
}

// stem returns the preferred name of the file of an article, without extension.
func (l *layout) stem(a *source) string {
	original := l.byKey[key{l.language, a.id}]
	if original != "" && a.language != l.language {
		return path.Join(a.language, strings.TrimSuffix(original, ".md"))
	}

	return path.Join(l.folder(a.collection, a.language), fileName(cmp.Or(article.Slug(a.title), "article")))
}

// maxDepth limits the depth of collections, which may contain each other in invalid data.
const maxDepth = 8

// folder returns the folder of a collection. Its name is the same in every language.
func (l *layout) folder(id, language string) string {
	var parts []string
	for range maxDepth {
		c, ok := l.collection(id, l.language)
		if !ok {
			break
		}

		parts = append(parts, l.folders[c.id])
		id = c.parent
	}

	slices.Reverse(parts)

	if parts == nil {
		parts = []string{"articles"}
	}

	if language != l.language && language != "" {
		parts = slices.Insert(parts, 0, language)
	}

	return path.Join(parts...)
}

// addCollections adds the index.md of each collection that has a title in a language. In the language of the
// content folder, each one is added.
func (l *layout) addCollections(files map[string][]byte, language string) error {
	for k, c := range l.collections {
		if language == l.language {
			c, _ = l.collection(k.id, language)
		} else if k.language != language {
			continue
		}

		name := path.Join(l.folder(c.id, language), "index.md")
		if files[name] != nil {
			continue
		}

		f := frontMatter{
			Title:       c.title,
			Description: c.description,
			Aliases:     oldPaths(c.address),
		}

		if l.hasOrder {
			f.Order = c.order + 1
		}

		front, err := yaml.Marshal(f)
		if err != nil {
			return err
		}

		files[name] = slices.Concat([]byte("---\n"), front, []byte("---\n"))
	}

	return nil
}

var (
	articleLink    = regexp.MustCompile(`/articles/([0-9]+)[^/#?]*/?(#.*)?$`)
	collectionLink = regexp.MustCompile(`/(?:sections|categories|collections)/([0-9]+)[^/#?]*/?$`)
)

// resolver returns the resolver for an article.
func (l *layout) resolver(i int) resolver {
	medium := func(address string) (string, bool) {
		file, ok := l.media[l.articles[i].absolute(address)]
		return filename.Relative(l.files[i], file), ok
	}

	return resolver{
		link: func(address string) string {
			if file, ok := medium(address); ok {
				return file
			}

			return l.resolve(i, address)
		},
		picture: func(address string) string {
			if file, ok := medium(address); ok {
				return file
			}

			return address
		},
	}
}

// refuse reports an article that cannot be published, with the reason.
func (l *layout) refuse(i int, reason string) {
	l.report.Refused[l.files[i]] = reason
}

// reportArticle reports what is left to do for an article.
func (l *layout) reportArticle(i int, d Difference) {
	if reason := l.articles[i].hidden; reason != "" {
		l.report.Hidden[reason] = append(l.report.Hidden[reason], l.files[i])
	}

	if l.articles[i].flat {
		l.report.Flat = append(l.report.Flat, l.files[i])
	}

	if d.Unpublishable != "" {
		l.refuse(i, d.Unpublishable)
	}

	if !d.isNone() {
		d.File = l.files[i]
		l.report.Differences = append(l.report.Differences, d)
	}
}

// resolve returns the new target of a link in article i: the file of an imported article or collection, or else the
// old address. It records links that still lead to the old help centre.
func (l *layout) resolve(i int, address string) string {
	from := l.files[i]
	language := l.articles[i].language
	if m := articleLink.FindStringSubmatch(address); m != nil {
		id, fragment := m[1], m[2]
		to := cmp.Or(l.byKey[key{language, id}], l.byKey[key{l.language, id}])
		if to != "" {
			return filename.Relative(from, to) + fragment
		}
	}

	if m := collectionLink.FindStringSubmatch(address); m != nil {
		if c, ok := l.collection(m[1], language); ok {
			return filename.Relative(from, path.Join(l.folder(c.id, c.language), "index.md"))
		}
	}

	if l.isOld(address) {
		files := l.report.OldLinks[address]
		if !slices.Contains(files, from) {
			l.report.OldLinks[address] = append(files, from)
		}
	}

	return address
}

// isOld reports whether an address leads to the old help centre.
func (l *layout) isOld(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}

	return l.hosts[u.Host] || u.Host == "" && strings.HasPrefix(u.Path, "/")
}
