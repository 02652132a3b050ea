package site

import (
	"maps"
	"path"
	"slices"
	"time"

	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/lock"
)

// articleList is the articles of the site, which later passes may change.
type articleList struct {
	list []*library.Article

	// originals are the articles that the parser returned, in the same order.
	originals []*library.Article

	// reused are the articles of the list that come from the last load, with resolved links.
	reused articleSet
}

// articleSet is a set of articles.
type articleSet map[*library.Article]bool

// lastLoad is what the next load may reuse: articles with resolved links, except those that depend on more than their
// own file and the targets.
type lastLoad struct {
	targets linkTargets
	byFile  map[string]linkedArticle
}

// linkedArticle is an article with resolved links.
type linkedArticle struct {
	original *library.Article // as the parser returned it
	article  *library.Article
}

// linkTargets is everything that decides where a link leads. While it stays the same, resolved links stay correct.
type linkTargets struct {
	articles []*library.Article // as the parser returned them
	files    map[string]bool
	static   []string
	locked   []lock.Entry
}

// reuse takes each article from the last load if its links cannot have changed. It copies the others if there is a
// cache, because the cache keeps the originals. Articles without a date get theirs from Source.Dates. An article with
// the address of a folder becomes the page of that folder.
func reuse(in *input, files listing, originals []*library.Article) articleList {
	var dates map[string]time.Time
	if in.source.Dates != nil {
		dates = in.source.Dates()
	}

	r := reuser{
		dates:    dates,
		folders:  folderAddresses(originals),
		hasCache: in.options.Cache != nil,
	}
	if last := in.options.Cache.lastLoad(); r.hasCache && in.linkTargets(files, originals).equal(last.targets) {
		r.last = last.byFile
	}

	out := articleList{
		list:      make([]*library.Article, len(originals)),
		originals: originals,
		reused:    articleSet{},
	}

	for i, original := range originals {
		a, reused := r.article(original)
		out.list[i] = a
		if reused {
			out.reused[a] = true
		}
	}

	return out
}

// reuser decides for each article whether it can be reused.
type reuser struct {
	dates    map[string]time.Time
	folders  map[string]bool // addresses of folders with articles
	hasCache bool

	// last are the articles of the last load by file, or nil if none can be reused.
	last map[string]linkedArticle
}

func (r *reuser) article(original *library.Article) (a *library.Article, reused bool) {
	updated := original.Updated
	if date, ok := r.dates[original.File]; ok && updated.IsZero() {
		updated.Time = date
	}

	isIndex := original.Index || original.Slug == "" && r.folders[original.Path]

	if !r.hasCache {
		original.Updated, original.Index = updated, isIndex
		return original, false
	}

	last, ok := r.last[original.File]
	if ok && last.original == original && last.article.Updated == updated && last.article.Index == isIndex {
		return last.article, true
	}

	a = original.Clone()
	a.Updated, a.Index = updated, isIndex

	return a, false
}

// folderAddresses returns the addresses of all folders that contain articles.
func folderAddresses(articles []*library.Article) map[string]bool {
	addresses := map[string]bool{}
	seen := map[string]bool{".": true}
	for _, a := range articles {
		for dir := path.Dir(a.File); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			addresses[article.FolderPath(dir)] = true
		}
	}

	return addresses
}

// save gives the articles to the cache. It leaves out those that depend on more than their own file: pictures,
// entries of the lock, and other articles that hints name.
func (a articleList) save(in *input, files listing, changed, notReusable articleSet) {
	if in.options.Cache == nil {
		return
	}

	load := lastLoad{
		targets: in.linkTargets(files, a.originals),
		byFile:  make(map[string]linkedArticle, len(a.list)),
	}

	for i, one := range a.list {
		if !changed[one] && !notReusable[one] {
			load.byFile[one.File] = linkedArticle{a.originals[i], one}
		}
	}

	in.options.Cache.saveLoad(load)
}

func (in *input) linkTargets(files listing, originals []*library.Article) linkTargets {
	t := linkTargets{articles: originals, files: files.others, static: files.static}
	if in.source.Lock != nil {
		t.locked = in.source.Lock.Entries
	}

	return t
}

// equal is fast if few articles were parsed again.
func (t linkTargets) equal(other linkTargets) bool {
	return slices.EqualFunc(t.articles, other.articles, sameAnchors) &&
		maps.Equal(t.files, other.files) &&
		slices.Equal(t.static, other.static) &&
		slices.Equal(t.locked, other.locked)
}

// sameAnchors reports whether links to both articles have the same targets.
func sameAnchors(a, b *library.Article) bool {
	if a == b {
		return true
	}

	var first, second library.Reader

	return a.File == b.File &&
		a.Path == b.Path &&
		slices.EqualFunc(first.Outline(a), second.Outline(b), sameAnchor)
}

func sameAnchor(a, b article.Heading) bool {
	return a.ID == b.ID &&
		a.Code == b.Code &&
		slices.Equal(a.Aliases, b.Aliases) &&
		slices.Equal(a.Anchors, b.Anchors)
}
