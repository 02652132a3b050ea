package site

import (
	"context"
	"io/fs"
	"slices"
	"sync"

	"signpost/internal/article"
	"signpost/internal/problem"
)

// Cache keeps articles from one load of the same content, with the same options, to the next, so that only files that changed are parsed again, and only
// links resolved that may lead elsewhere than before. It is for a process that is told of changes: a file is taken to be as it was
// until it is forgotten.
type Cache struct {
	mu        sync.Mutex
	parsed    map[string]parsed
	forgotten []string // since the files were listed
	listing   *listing

	outline outline
	settled map[string]settled

	features map[string]*features // by language
}

// featuresIn are those of a language. A nil cache remembers none.
func (c *Cache) featuresIn(language string) *features {
	if c == nil {
		return new(features)
	}
	if c.features == nil {
		c.features = map[string]*features{}
	}
	if c.features[language] == nil {
		c.features[language] = new(features)
	}
	return c.features[language]
}

// parsed is an article as it stands in its file. It is never shown: each load works on a copy.
type parsed struct {
	article  *article.Article
	problems []problem.Problem
}

// Forget makes the next load read a file again.
func (c *Cache) Forget(file string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.parsed, file)
	c.forgotten = append(c.forgotten, file)
}

// listing is the files of the content folder.
type listing struct {
	sources []string        // Markdown files, sorted
	files   map[string]bool // every other file
}

// listed takes the listing of the last load, and says whether it still holds: no file came or went.
func (c *Cache) listed(content fs.FS) (last listing, holds bool) {
	if c == nil || c.listing == nil {
		return listing{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	last = *c.listing
	holds = !slices.ContainsFunc(c.forgotten, func(file string) bool {
		_, err := fs.Stat(content, file)
		return err != nil || !slices.Contains(last.sources, file)
	})
	c.listing, c.forgotten = nil, nil
	return last, holds
}

// list finds the files of the content folder, which takes longer than all else when one article of a large site has changed.
func (l *loader) list(ctx context.Context) error {
	cache := l.options.Cache
	if last, holds := cache.listed(l.content); holds {
		l.listing = last
	} else if err := l.walk(ctx); err != nil {
		return err
	}
	if cache != nil && len(l.problems) == 0 { // a folder that could not be read is tried again
		found := l.listing
		cache.listing = &found
	}
	return nil
}

func (c *Cache) lookup(file string) (parsed, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hit, ok := c.parsed[file]
	return hit, ok
}

func (c *Cache) keep(file string, p parsed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.parsed == nil {
		c.parsed = map[string]parsed{}
	}
	c.parsed[file] = p
}

// read parses an article, or takes it from the cache.
func (l *loader) read(file string) (parsed, error) {
	cache := l.options.Cache
	if cache != nil {
		if hit, ok := cache.lookup(file); ok && hit.article.Includes == nil { // a snippet may have changed
			return hit, nil
		}
	}
	src, err := fs.ReadFile(l.content, file)
	if err != nil {
		return parsed{}, err
	}
	parse := article.Parse
	if l.options.Store != nil {
		parse = l.options.Store.Parse
	}
	var p parsed
	p.article, p.problems = parse(file, src, article.Options{
		Unsafe: l.options.Unsafe, Prose: l.options.Prose, ReadingAge: l.options.ReadingAge,
		Content: l.content, Variables: l.options.Variables, Language: l.languageOf(file), Words: l.byLanguage,
	})
	if cache != nil {
		cache.keep(file, p)
	}
	return p, nil
}
