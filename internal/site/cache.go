package site

import (
	"io/fs"
	"sync"
	"time"

	"signpost/internal/article"
	"signpost/internal/problem"
)

// Cache keeps articles from one load of the same content to the next, so that only files that changed are parsed again. It is for a
// process that is told of changes: a file is taken to be as it was while its size and time are.
type Cache struct {
	mu     sync.Mutex
	parsed map[string]cached
}

type cached struct {
	size     int64
	time     time.Time
	article  *article.Article // never shown: each load works on a copy
	problems []problem.Problem
}

// Forget makes the next load read a file again, whatever its size and time.
func (c *Cache) Forget(file string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.parsed, file)
}

func (c *Cache) lookup(file string, info fs.FileInfo) (cached, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hit, ok := c.parsed[file]
	return hit, ok && hit.size == info.Size() && hit.time.Equal(info.ModTime())
}

func (c *Cache) keep(file string, info fs.FileInfo, a *article.Article, problems []problem.Problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.parsed == nil {
		c.parsed = map[string]cached{}
	}
	c.parsed[file] = cached{info.Size(), info.ModTime(), a, problems}
}

// read parses an article, or takes it from the cache. What it says goes into the store, where there is one.
func (l *loader) read(file string) (*article.Article, []problem.Problem, error) {
	options := article.Options{Unsafe: l.options.Unsafe, Prose: l.options.Prose, ReadingAge: l.options.ReadingAge,
		Content: l.content, Variables: l.options.Variables, Language: l.languageOf(file), Words: l.byLanguage}
	if l.options.Cache == nil {
		src, err := fs.ReadFile(l.content, file)
		if err != nil {
			return nil, nil, err
		}
		a, problems := article.Parse(file, src, options)
		if l.options.Store != nil {
			err = l.options.Store.Park(a)
		}
		return a, problems, err
	}
	info, err := fs.Stat(l.content, file)
	if err != nil {
		return nil, nil, err
	}
	if hit, ok := l.options.Cache.lookup(file, info); ok && hit.article.Includes == nil { // a snippet may have changed
		return hit.article.Clone(), hit.problems, nil
	}
	src, err := fs.ReadFile(l.content, file)
	if err != nil {
		return nil, nil, err
	}
	a, problems := article.Parse(file, src, options)
	l.options.Cache.keep(file, info, a, problems)
	return a.Clone(), problems, nil
}
