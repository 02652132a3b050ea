package site

import (
	"context"
	"io/fs"
	"path"
	"slices"
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

	// Audience is whom the site is for. If it is empty or article.PublicAudience, internal articles are left out.
	Audience string

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

	in := &input{source: source, options: options}
	problems := new(problemList)

	s, err := load(ctx, in, problems)
	if err != nil {
		return nil, nil, err
	}

	return s, problem.Sort(in.withFileNames(problems.list)), nil
}

// load runs the passes in the order that the package comment gives.
func load(ctx context.Context, in *input, problems *problemList) (*Site, error) {
	files, err := scan(ctx, in, problems)
	if err != nil {
		return nil, err
	}

	parsed, err := parse(ctx, in, problems, files)
	if err != nil {
		return nil, err
	}

	articles := reuse(in, files, parsed.published)
	addresses := indexAddresses(in, problems, articles.list)

	s := arrange(in, addresses, articles.list)
	s.hidden = len(parsed.hidden) > 0
	s.audiences = parsed.audiences
	s.parser = &parser{in: in, labels: in.labels()}
	s.Registry = registerCodes(in, problems, s, articles.list)

	pages := newFinder(in, s, files, parsed.hidden)
	former, err := compareLock(ctx, pages, problems, parsed.expiredPages, articles.list)
	if err != nil {
		return nil, err
	}

	s.FormerPages, s.FormerHeadings = former.pages, former.headings
	s.Lost = former.lost
	checkBooklets(in, problems, s)
	s.formerIDs = former.ids

	links, err := resolveLinks(ctx, pages, problems, articles)
	if err != nil {
		return nil, err
	}

	s.explicit = links.related
	s.showing = links.showing
	articles.save(in, files, former.changed, links.notReusable)

	readGlossaries(ctx, pages, problems)

	for _, file := range former.files {
		links.attachments.add(file)
	}

	s.Pictures = collectPictures(ctx, pages, problems, files, links)
	if err := setAttachments(ctx, in, problems, s, files, links.attachments); err != nil {
		return nil, err
	}

	if err := lint(ctx, in, problems, s, articles.list); err != nil {
		return nil, err
	}

	return s, relate(ctx, in, s)
}

// input is what every pass may read. No pass changes it.
type input struct {
	source  Source
	options Options
}

// name returns the name of a content file in problems.
func (in *input) name(file string) string {
	return path.Join(in.source.Dir, file)
}

// withFileNames returns problems whose files have the names that users know. Passes report content files relative to
// the content folder.
func (in *input) withFileNames(problems []problem.Problem) []problem.Problem {
	named := slices.Clone(problems)
	for i := range named {
		p := &named[i]
		if p.File != in.source.LockFile && p.File != in.source.ChecksFile {
			p.File = in.name(p.File)
		}

		if p.Target != "" {
			p.Target = in.name(p.Target)
		}
	}

	return named
}
