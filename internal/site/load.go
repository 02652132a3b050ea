package site

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/lock"
	"signpost/internal/parallel"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Options say what of the content is taken, and how.
type Options struct {
	BaseURL     string            // where the site will stand
	Language    Language          // what the content folder is written in
	Languages   []Language        // others, each in a folder of the content folder that has its tag for a name
	Dir         string            // what problems call the content folder
	Collections []string          // folder names, in the order in which they are shown; others come after
	Unsafe      bool              // let raw HTML through
	Variables   map[string]string // what {{ name }} stands for in articles
	Drafts      bool              // take drafts too
	Logo        []string          // pictures that the settings show on every page
	Contact     bool              // the settings give a way to get in touch, so that there is a page for it
	Lock        *lock.Lock
	LockFile    string                      // what problems call the file of the lock
	Jobs        int                         // files read at once; 0 means one for each processor
	Cache       *Cache                      // articles of an earlier load; nil reads every file
	Store       *article.Store              // what articles say is kept in it; nil keeps it in memory
	Checks      []codes.Check               // the checks of a program that reports codes; with ChecksFile alone
	ChecksFile  string                      // what problems call the file that lists them; empty where the site knows of none
	Scaler      *picture.Scaler             // makes pictures smaller; nil leaves them as they are
	Prose       bool                        // hold the text against the rules that only warn, too
	ReadingAge  int                         // from which articles should be read with ease; 0 leaves that alone
	Now         time.Time                   // what publish, expire and review dates are held against; the zero time leaves them alone
	Dates       func() map[string]time.Time // when files last changed, for articles that do not say; asked for once they are read
	Progress    func(done, total int)       // is told how many articles are read, from any goroutine; may be nil
}

// Load reads every article and picture in content. It always reports all problems; with an error among them the site is
// not fit to be shown. The error is of a content folder that cannot be read, or that of ctx.
func Load(ctx context.Context, content fs.FS, opts Options) (*Site, []problem.Problem, error) {
	l := &loader{content: content, options: opts, listing: listing{files: map[string]bool{}}, altered: map[*article.Article]bool{}}
	l.byLanguage = l.words()
	if err := l.run(ctx); err != nil {
		return nil, nil, err
	}
	for i := range l.problems {
		if p := &l.problems[i]; p.File != l.options.LockFile && p.File != l.options.ChecksFile {
			p.File = l.name(p.File)
		}
	}
	return &l.site, problem.Sort(l.problems), nil
}

// run carries out the passes in their order.
func (l *loader) run(ctx context.Context) error {
	if err := l.list(ctx); err != nil {
		return err
	}
	if err := l.parse(ctx); err != nil {
		return err
	}
	l.checkAddresses()
	l.editions()
	l.arrange()
	l.register()
	if err := l.published(ctx); err != nil {
		return err
	}
	if err := l.resolve(ctx); err != nil {
		return err
	}
	l.logo(ctx)
	l.finishPictures()
	l.share()
	l.lint(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.relate(ctx)
}

type loader struct {
	content fs.FS
	options Options
	listing
	articles []*article.Article
	site     Site
	problems []problem.Problem

	byFile   map[string]*article.Article
	hidden   map[string]*article.Article // drafts, and what is not shown on this day, by file
	byPath   map[string]*article.Article // pages by address
	pictures pictures

	byLanguage map[string]article.Words

	moved map[string]*Moved // by path

	expiredPages []*Moved

	withFragment map[string][]string // pages by language and the ids of their headings; made when an address is lost
	withName     map[string]string   // page by language and the last part of its address; likewise
	renamed      map[string]string   // where a lost page went, or unknown: each of its headings asks

	// Of a load with a cache:
	parsed  []*article.Article        // what the articles were made from, in the same order
	kept    map[*article.Article]bool // those that are as they were
	altered map[*article.Article]bool // those that the next load cannot keep
}

func (l *loader) report(rule problem.Rule, place problem.Place, hint, format string, args ...any) {
	l.problems = append(l.problems, rule.At(place, hint, format, args...))
}

// name is how problems call a file of the content.
func (l *loader) name(file string) string { return path.Join(l.options.Dir, file) }

// walk finds the files. Names that begin with a dot are passed over, and so are the folder of what articles include and a site that was built
// into the content folder: it holds a copy of each article.
func (l *loader) walk(ctx context.Context) error {
	return fs.WalkDir(l.content, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && file == ".":
			return err
		case err != nil:
			l.unreadable(file, err)
		case strings.HasPrefix(d.Name(), ".") && file != ".":
			if d.IsDir() {
				return fs.SkipDir
			}
		case file == article.SnippetFolder && d.IsDir():
			return fs.SkipDir
		case d.IsDir():
			if file != "." && IsSite(l.content, file) {
				return fs.SkipDir
			}
		case strings.EqualFold(path.Ext(file), ".md"):
			l.sources = append(l.sources, file)
		case d.Type()&fs.ModeSymlink != 0:
			l.link(file)
		default:
			l.files[file] = true
		}
		return nil
	})
}

// IsSite reports whether signpost wrote a site into a folder.
func IsSite(content fs.FS, dir string) bool {
	_, err := fs.Stat(content, path.Join(dir, ".signpost", "written.json"))
	return err == nil
}

// link takes a link to a file for the file. One to a folder could lead round in circles.
func (l *loader) link(file string) {
	info, err := fs.Stat(l.content, file)
	switch {
	case err != nil:
		l.unreadable(file, err)
	case info.IsDir():
		l.report(rules.Unreadable, problem.Place{File: file}, "move the folder here, or take the link away", "it is a link to a folder, which is not followed")
	default:
		l.files[file] = true
	}
}

func (l *loader) unreadable(file string, err error) {
	l.problems = append(l.problems, unreadable(file, err))
}

func unreadable(file string, err error) problem.Problem {
	if pathError := new(fs.PathError); errors.As(err, &pathError) {
		err = pathError.Err // the place names the path already
	}
	hint := "check that the file exists and that you may read it"
	if strings.Contains(err.Error(), "escapes") { // package os has no value for it
		hint = "copy what the link leads to into the content folder: nothing outside of it is read"
	}
	return rules.Unreadable.At(problem.Place{File: file}, hint, "the file cannot be read: %v", err)
}

// parse reads the articles on all processors; what comes out does not depend on who was first.
func (l *loader) parse(ctx context.Context) error {
	type result struct {
		parsed
		err error
	}
	l.hidden = map[string]*article.Article{}
	results := make([]result, len(l.sources))
	var done atomic.Int64
	err := parallel.Each(ctx, l.options.Jobs, len(l.sources), func(i int) {
		results[i].parsed, results[i].err = l.read(l.sources[i])
		if l.options.Progress != nil {
			l.options.Progress(int(done.Add(1)), len(l.sources))
		}
	})
	if err != nil {
		return err
	}
	for i, r := range results {
		if r.err != nil {
			l.unreadable(l.sources[i], r.err)
			continue
		}
		if l.expired(r.article) && !r.article.Draft {
			l.retire(r.article)
		}
		if r.article.Draft && !l.options.Drafts || !l.inWindow(r.article) {
			l.hidden[r.article.File] = r.article
			continue
		}
		l.problems = append(l.problems, r.problems...)
		l.articles = append(l.articles, r.article)
	}
	l.adopt()
	return ctx.Err()
}

// arrange puts the articles into their collections.
func (l *loader) arrange() {
	for _, a := range l.articles {
		s, c := l.site.editionOf(a.Path), l.collection(path.Dir(a.File))
		if a.Index {
			c.Index, c.Title, c.Description = a, a.Title, a.Description
		} else {
			c.Articles = append(c.Articles, a)
			s.Articles = append(s.Articles, a)
		}
	}
	for _, s := range l.site.Editions {
		slices.SortFunc(s.Articles, func(a, b *article.Article) int { return cmp.Compare(a.Path, b.Path) })
		l.order(s, s.Home)
	}
}

// collection finds or makes the collection of a folder, and those above it.
func (l *loader) collection(dir string) *Collection {
	address := article.FolderPath(dir)
	if c := l.site.folders[address]; c != nil {
		return c
	}
	parent := l.collection(path.Dir(dir))
	c := &Collection{Path: address, Title: Humanise(path.Base(dir)), Parent: parent}
	parent.Collections = append(parent.Collections, c)
	l.site.folders[address] = c
	return c
}

// Humanise makes a title of the name of a folder or a file: "smart-cards" becomes "Smart cards".
func Humanise(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	title := strings.Join(words, " ")
	if title == "" {
		return name
	}
	first := []rune(title)
	return strings.ToUpper(string(first[0])) + string(first[1:])
}

// order sorts a collection and those below it, and lists them in the order in which they are shown.
func (l *loader) order(s *Site, c *Collection) {
	slices.SortFunc(c.Articles, func(a, b *article.Article) int {
		return cmp.Or(cmp.Compare(place(a.Order), place(b.Order)), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Path, b.Path))
	})
	slices.SortFunc(c.Collections, func(a, b *Collection) int {
		return cmp.Or(cmp.Compare(l.rank(s, a), l.rank(s, b)), cmp.Compare(a.order(), b.order()), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Path, b.Path))
	})
	for _, child := range c.Collections {
		s.Collections = append(s.Collections, child)
		l.order(s, child)
	}
}

// rank is where config.yaml puts a collection; those it does not name come last.
func (l *loader) rank(s *Site, c *Collection) int {
	for i, name := range l.options.Collections {
		if s.Own(strings.Trim(name, "/")+"/") == c.Path {
			return i
		}
	}
	return len(l.options.Collections)
}

func (c *Collection) order() int {
	if c.Index == nil {
		return place(0)
	}
	return place(c.Index.Order)
}

// place puts what has no order of its own after all that has.
func place(order int) int {
	if order == 0 {
		return int(^uint(0) >> 1)
	}
	return order
}

func folderOf(a *article.Article) string { return article.FolderPath(path.Dir(a.File)) }

// register gathers the codes. A code is declared by the language of the content folder itself; the others translate what explains it.
func (l *loader) register() {
	declared := map[codes.Code]problem.Place{}
	var entries []codes.Entry
	l.eachCode(func(e *Site, a *article.Article, i int) {
		s, place := a.Sections[i], problem.Place{File: a.File, Line: a.Sections[i].Line}
		if e != &l.site {
			return
		}
		if first, twice := declared[s.Code]; twice {
			l.report(rules.DuplicateCode, place, "give one of the two another code: each is explained in one place",
				"%s is explained twice, first in %s on line %d", s.Code, l.name(first.File), first.Line)
			return
		}
		declared[s.Code], e.codes[s.Code] = place, Target{a, i}
		entries = append(entries, entry(a, i))
	})
	l.eachCode(func(e *Site, a *article.Article, i int) {
		if e != &l.site {
			l.translated(e, a, i, declared)
		}
	})
	l.checkSuccessors(declared)
	l.site.Registry = codes.New(l.options.BaseURL, entries)
}

// eachCode visits every section that declares a code.
func (l *loader) eachCode(visit func(e *Site, a *article.Article, section int)) {
	for _, a := range l.articles {
		for i, s := range a.Sections {
			if s.Code != "" {
				visit(l.site.editionOf(a.Path), a, i)
			}
		}
	}
}

func (l *loader) checkSuccessors(declared map[codes.Code]problem.Place) {
	for _, a := range l.articles {
		for code, settings := range a.Codes {
			if settings.Retired == nil || settings.Retired.Successor == "" {
				continue
			}
			if _, ok := declared[settings.Retired.Successor]; !ok {
				l.report(rules.UnexplainedCode, problem.Place{File: a.File}, "name a code that an article explains",
					"%s is followed by %s, which no article explains", code, settings.Retired.Successor)
			}
		}
	}
}

// entry is what the registry says of the section at i.
func entry(a *article.Article, i int) codes.Entry {
	s, settings := a.Sections[i], a.Codes[a.Sections[i].Code]
	e := codes.Entry{
		Code: s.Code, Title: s.Title, Path: a.Path, Anchor: s.ID,
		Severity: settings.Severity, Also: settings.Also, Check: settings.Check,
		Summary: s.Summary, Steps: s.Steps, Fix: s.Fix,
	}
	if settings.Retired != nil {
		e.Retired = &codes.Retired{Successor: settings.Retired.Successor}
	}
	return e
}
