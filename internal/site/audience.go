package site

import (
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/library"
)

// audiences decides which articles the site contains. An article without an audience has that of the nearest folder
// whose page has one. A translation also has the audience of its original, so that nothing internal becomes public
// because a writer forgot to repeat a line.
type audiences struct {
	in       *input
	articles map[string]string // own audiences, by file
	folders  map[string]string // those of their pages, by folder
}

func newAudiences(in *input, files []parsedFile) *audiences {
	a := &audiences{
		in:       in,
		articles: map[string]string{},
		folders:  map[string]string{},
	}

	for _, f := range files {
		if f.err != nil || f.article.Audience == "" {
			continue
		}

		a.articles[f.article.File] = f.article.Audience
		if f.article.Index {
			a.folders[f.article.Folder()] = f.article.Audience
		}
	}

	if len(a.articles) > 0 {
		a.addPagesOfFolders(files)
	}

	return a
}

// addPagesOfFolders adds the audiences of pages next to their folder, as in team.md and team/: they have its address.
func (a *audiences) addPagesOfFolders(files []parsedFile) {
	folders := map[string]string{} // by address
	seen := map[string]bool{".": true}
	for _, f := range files {
		if f.err != nil {
			continue
		}

		for dir := path.Dir(f.article.File); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			folders[article.FolderPath(dir)] = dir
		}
	}

	for _, f := range files {
		if f.err != nil || f.article.Index || f.article.Audience == "" {
			continue
		}

		if dir, ok := folders[f.article.Path]; ok && a.folders[dir] == "" {
			a.folders[dir] = f.article.Audience
		}
	}
}

// include reports whether an article belongs to the site.
func (a *audiences) include(of *library.Article) bool {
	return a == nil || len(a.articles) == 0 || a.isIncluded(a.of(of.File))
}

// includeFile reports whether the folder of a file that is no article is for the readers of the site.
func (a *audiences) includeFile(file string) bool {
	return a == nil || len(a.folders) == 0 || a.isIncluded(a.ofFolders(file))
}

func (a *audiences) isIncluded(audience string) bool {
	switch audience {
	case "", article.PublicAudience, a.in.options.Audience:
		return true
	case article.InternalAudience:
		return a.in.options.isInternal()
	}

	return false
}

// IsInternal reports whether the site is for an audience other than the public. Nothing of it may be published.
func (s *Site) IsInternal() bool {
	return s.audiences != nil && s.audiences.in.options.isInternal()
}

// IsForPublic reports whether the site for the public also contains an article.
func (s *Site) IsForPublic(a *library.Article) bool {
	if !s.IsInternal() {
		return true
	}

	audience := s.audiences.of(a.File)

	return audience == "" || audience == article.PublicAudience
}

// isInternal reports whether the site is for an audience other than the public.
func (o *Options) isInternal() bool {
	return o.Audience != "" && o.Audience != article.PublicAudience
}

// of returns the audience of an article: its own, that of its original, or that of a folder that contains one of them.
func (a *audiences) of(file string) string {
	if own := a.articles[file]; own != "" {
		return own
	}

	if original, ok := a.in.original(file); ok && a.articles[original] != "" {
		return a.articles[original]
	}

	return a.ofFolders(file)
}

// ofFolders returns the audience of the nearest folder of a file that has one. A folder of a translation comes before
// the folder that it translates, and after the folders in that one.
func (a *audiences) ofFolders(file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if own := a.folders[dir]; own != "" {
			return own
		}

		if original, ok := a.in.original(dir + "/"); ok && original != "" {
			if own := a.folders[path.Clean(original)]; own != "" {
				return own
			}
		}

		if dir == "." {
			return ""
		}
	}
}

// original returns the file in the language of the content folder that a file of another language translates.
func (in *input) original(file string) (string, bool) {
	folder, rest, ok := strings.Cut(file, "/")
	for _, language := range in.source.Languages {
		if ok && folder == language.Tag {
			return rest, true
		}
	}

	return "", false
}

// SearchOf returns how easily the search finds an article: as its front matter says, or that of the nearest collection,
// or of those that they translate.
func (s *Site) SearchOf(a *library.Article) article.Search {
	if a.Search.IsSet() {
		return a.Search
	}

	if original := s.originalOf(a); original != nil && original.Search.IsSet() {
		return original.Search
	}

	return s.SearchOfCollection(s.Collection(a))
}

// SearchOfCollection returns how easily the search finds the page of a collection, and its articles if they do not say.
func (s *Site) SearchOfCollection(c *Collection) article.Search {
	page := nearestPage(s, c, func(a *library.Article) bool { return a.Search.IsSet() })
	if page == nil {
		return article.Search{}
	}

	return page.Search
}

// nearestPage returns the page of the nearest collection, from c upwards, that has a setting, or the page that it
// translates. It returns nil if there is none.
func nearestPage(s *Site, c *Collection, hasSetting func(*library.Article) bool) *library.Article {
	for ; c != nil; c = c.Parent {
		for _, page := range []*library.Article{c.Index, originalPage(s, c)} {
			if page != nil && hasSetting(page) {
				return page
			}
		}
	}

	return nil
}

// originalPage returns the page of the collection that a collection of another language translates, or nil.
func originalPage(s *Site, c *Collection) *library.Article {
	e := s.editionOf(c.Path)
	original := s.folders["/"+strings.TrimPrefix(c.Path, e.Home.Path)]
	if e == s.First() || original == nil {
		return nil
	}

	return original.Index
}

// originalOf returns the article that an article of another language translates, or nil.
func (s *Site) originalOf(a *library.Article) *library.Article {
	e := s.editionOf(a.Path)
	if e == s.First() {
		return nil
	}

	return s.files[strings.TrimPrefix(a.File, e.folder())]
}

// Findable returns the articles that the search finds.
func (s *Site) Findable(articles []*library.Article) []*library.Article {
	return slices.DeleteFunc(slices.Clone(articles), func(a *library.Article) bool {
		return s.SearchOf(a).IsOff()
	})
}

// IsFindable reports whether the search finds the page of a collection, or some page below it.
func (s *Site) IsFindable(c *Collection) bool {
	return !s.SearchOfCollection(c).IsOff() ||
		len(s.Findable(c.Articles)) > 0 ||
		slices.ContainsFunc(c.Collections, s.IsFindable)
}
