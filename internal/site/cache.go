package site

import (
	"io/fs"
	"slices"
	"sync"
)

// Cache holds the articles of one load for the next load of the same content with the same options. The next load
// parses only the changed files, and resolves only links whose targets may have changed.
//
// It suits a process that watches the content: files count as unchanged until Invalidate is called. A nil Cache holds
// nothing.
type Cache struct {
	mu          sync.Mutex
	parsed      map[string]parsedFile
	invalidated []string // since the files were listed
	listing     *listing

	targets targets
	linked  map[string]linkedArticle

	features map[string]*features // by language
}

// Invalidate makes the next load read a file again.
func (c *Cache) Invalidate(file string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	delete(c.parsed, file)
	c.invalidated = append(c.invalidated, file)
}

// currentListing removes and returns the listing of the last load, and reports whether it is still correct: no file
// was added or removed.
func (c *Cache) currentListing(content fs.FS) (last listing, ok bool) {
	if c == nil || c.listing == nil {
		return listing{}, false
	}

	c.mu.Lock()
	defer c.mu.Unlock()

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
	if c != nil {
		c.listing = &files
	}
}

// lookup returns the parsed article of a file.
func (c *Cache) lookup(file string) (p parsedFile, ok bool) {
	if c == nil {
		return parsedFile{}, false
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	p, ok = c.parsed[file]

	return p, ok
}

// keep stores the parsed article of a file.
func (c *Cache) keep(file string, p parsedFile) {
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

// featuresIn returns the features of the articles in a language.
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
