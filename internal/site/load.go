package site

import (
	"context"
	"io/fs"
	"path"
	"time"

	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/lock"
	"signpost/internal/picture"
	"signpost/internal/problem"
)

// Source is what a site is made of.
type Source struct {
	// Content is the content folder, and Dir its name in problems.
	Content fs.FS
	Dir     string

	// Config is config.yaml. It may be nil.
	Config *config.Config

	// Language is the language of the content folder. Each of the other Languages has a subfolder with its tag as
	// name.
	Language  Language
	Languages []Language

	// Lock lists the addresses that were published, and LockFile is its name in problems. A nil Lock turns off the
	// comparison with them.
	Lock     *lock.Lock
	LockFile string

	// Checks are the checks of a program that reports error codes, and ChecksFile is the name of the file that lists
	// them. Without a file, checks are not compared with the codes.
	Checks     []codes.Check
	ChecksFile string

	// Dates returns the time of the last change of each file, for articles that do not state it. It is called after
	// the articles are parsed, and may be nil.
	Dates func() map[string]time.Time
}

// Options control how a site is loaded. The zero value is a plain build.
type Options struct {
	// Drafts includes drafts.
	Drafts bool

	// Lint also checks the rules that only warn. A site loaded this way has no related articles.
	Lint bool

	// Now is compared with publish, expire and review dates. The zero time ignores these dates.
	Now time.Time

	// Jobs is the number of files to read at once; 0 means one per processor.
	Jobs int

	// Cache holds the articles of an earlier load in the same process. It may be nil.
	Cache *Cache

	// Library is where parsed articles are added. Without it, they stay in memory.
	Library *library.Library

	// Scaler makes smaller variants of pictures. Without it, there are none.
	Scaler *picture.Scaler

	// Progress is called with the number of parsed articles, from any goroutine. It may be nil.
	Progress func(done, total int)
}

// Load reads all articles and pictures and returns the site, with all problems, sorted. If one of them is an error,
// the site must not be shown.
//
// The error reports that the content folder could not be read, or is ctx.Err().
func Load(ctx context.Context, source Source, options Options) (*Site, []problem.Problem, error) {
	if source.Config == nil {
		source.Config = new(config.Config)
	}

	if options.Library == nil {
		options.Library = library.New()
	}

	e := &env{Source: source, Options: options}

	s, err := e.load(ctx)
	if err != nil {
		return nil, nil, err
	}

	return s, problem.Sort(e.named()), nil
}

// load runs the passes in the order that the package comment gives.
func (e *env) load(ctx context.Context) (*Site, error) {
	files, err := scan(ctx, e)
	if err != nil {
		return nil, err
	}

	parsed, err := parse(ctx, e, files)
	if err != nil {
		return nil, err
	}

	articles := reuse(e, files, parsed.published)
	addresses := indexAddresses(e, files, articles.list)

	s := newSite(e, addresses)
	arrange(e, s, articles.list)
	s.Registry = registerCodes(e, s, articles.list)

	links, err := e.connect(ctx, s, files, parsed, articles)
	if err != nil {
		return nil, err
	}

	s.Pictures = collectPictures(ctx, e, files, links.pictures)
	s.share()

	if err := lint(ctx, e, s, articles.list); err != nil {
		return nil, err
	}

	return s, relate(ctx, e, s)
}

// connect runs the two passes that change articles: it compares the site with the lock, and resolves links. The cache
// gets the articles that the next load can reuse.
func (e *env) connect(ctx context.Context, s *Site, files listing, parsed parsed, articles articles) (links, error) {
	l := lookup{env: e, site: s, files: files, hidden: parsed.hidden}

	published, err := comparePublished(ctx, l, parsed.expired, articles.list)
	if err != nil {
		return links{}, err
	}

	s.MovedPages, s.MovedHeadings = published.moved, published.headings

	links, err := resolveLinks(ctx, l, articles)
	if err != nil {
		return links, err
	}

	s.given = links.related
	articles.save(e, files, published.changed, links.notReusable)

	return links, nil
}

// env is what every pass may read: the source and the options. It collects the problems.
type env struct {
	Source
	Options
	problems []problem.Problem
}

func (e *env) report(rule problem.Rule, place problem.Place, hint, format string, args ...any) {
	p := rule.At(place, hint, format, args...)
	e.problems = append(e.problems, p)
}

// name returns the name of a content file in problems.
func (e *env) name(file string) string {
	return path.Join(e.Dir, file)
}

// named returns the problems with the names of their files. Until then, content files are relative to the content
// folder.
func (e *env) named() []problem.Problem {
	for i := range e.problems {
		p := &e.problems[i]
		if p.File != e.LockFile && p.File != e.ChecksFile {
			p.File = e.name(p.File)
		}
	}

	return e.problems
}
