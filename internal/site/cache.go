package site

import (
	"io/fs"
	"slices"
	"sync"
)

// Cache holds the articles of one load for the next load of the same content with the same options. The next load
// parses only the changed files, and resolves only links whose targets may have changed.
//
// It suits a process that watches the content: files count as unchanged until Invalidate is called. Only one load may
// use a cache at a time, and Invalidate must not be called during a load. A nil Cache holds nothing.
type Cache struct {
	// mu guards all other fields. During a load, the goroutines that parse articles share the cache.
	mu sync.Mutex

	parsed   map[string]parsedFile // by file
	last     lastLoad
	features map[string]*features // by language

	listing     *listing
	invalidated []string // files, since they were listed
}

// Invalidate makes the next load read a file again.
func (c *Cache) Invalidate(file string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	delete(c.parsed, file)
	c.invalidated = append(c.invalidated, file)
}

// takeListing removes and returns the listing of the last load, and reports whether it is still correct: no file was
// added or removed.
func (c *Cache) takeListing(content fs.FS) (last listing, ok bool) {
	if c == nil {
		return listing{}, false
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	if c.listing == nil {
		return listing{}, false
	}

	last = *c.listing
	isNewOrGone := func(file string) bool {
		_, err := fs.Stat(content, file)
		return err != nil || !slices.Contains(last.articles, file)
	}

	ok = !slices.ContainsFunc(c.invalidated, isNewOrGone)
	c.listing, c.invalidated = nil, nil

	return last, ok
}

func (c *Cache) saveListing(files listing) {
	if c == nil {
		return
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	c.listing = &files
}

// parsedFile returns the parsed article of a file.
func (c *Cache) parsedFile(file string) (p parsedFile, ok bool) {
	if c == nil {
		return parsedFile{}, false
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	p, ok = c.parsed[file]

	return p, ok
}

// saveParsed stores the parsed article of a file.
func (c *Cache) saveParsed(file string, p parsedFile) {
	if c == nil {
		return
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	if c.parsed == nil {
		c.parsed = map[string]parsedFile{}
	}

	c.parsed[file] = p
}

// lastLoad returns the articles of the last load with their links.
func (c *Cache) lastLoad() lastLoad {
	if c == nil {
		return lastLoad{}
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	return c.last
}

// saveLoad stores the articles with their links, which must not change afterwards.
func (c *Cache) saveLoad(last lastLoad) {
	if c == nil {
		return
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	c.last = last
}

// featuresIn returns the features of the articles in a language. They have a lock of their own.
func (c *Cache) featuresIn(language string) *features {
	if c == nil {
		return new(features)
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	if c.features == nil {
		c.features = map[string]*features{}
	}

	if c.features[language] == nil {
		c.features[language] = new(features)
	}

	return c.features[language]
}
