package main

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"

	"signpost/internal/generate"
	"signpost/internal/history"
	"signpost/internal/library"
	"signpost/internal/picture"
)

// cachePath returns the path of a file or folder in the user's cache folder. It is empty if the system has no such
// folder; nothing is cached then.
func (p *program) cachePath(name string) string {
	if p.CacheDir == "" {
		return ""
	}
	return filepath.Join(p.CacheDir, "signpost", filepath.FromSlash(name))
}

// cachePathFor returns the path of what is cached about one content folder.
func (p *program) cachePathFor(kind, content string) string {
	full, err := filepath.Abs(content)
	if err != nil {
		return ""
	}
	return p.cachePath(fmt.Sprintf("%s/%x", kind, sha256.Sum256([]byte(full))))
}

// openLibrary opens the library of parsed articles of a content folder. Lint has one of its own, because it records
// more about each article. If the executable cannot be read, as after an update while it runs, the library is
// temporary: no later run could know which program parsed its articles.
func (p *program) openLibrary(kind, content string) (*library.Library, error) {
	executable, err := generate.Program()
	if err != nil {
		return library.NewTemporary()
	}
	return library.Open(p.cachePathFor(kind, content), executable, p.Now())
}

// pictureScaler returns a scaler that caches the variants of pictures.
func (p *program) pictureScaler() *picture.Scaler {
	return &picture.Scaler{
		Dir: p.cachePath("pictures"),
		Now: p.Now(),
	}
}

// dateHistory returns a reader of git dates that caches them.
func (p *program) dateHistory(content string) *history.Reader {
	return &history.Reader{
		File: p.cachePathFor("dates", content),
		Now:  p.Now(),
	}
}
