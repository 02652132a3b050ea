package migrate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/regular"
)

// Limits of the search for settings.
const (
	maxAbove   = 4    // folders above the given one
	maxBelow   = 3    // levels below it
	maxFolders = 2000 // looked at below it
	maxSample  = 300  // pages read to recognise a generator by its signs
)

// location is where the settings of a generator were found.
type location struct {
	generator *Generator
	base      string // absolute path of the folder with the settings
	evidence  string // name of the file in it, or empty
}

// locate finds the generator of the documentation in a folder: by its settings in the folder itself, above it or below
// it, otherwise by what its pages contain. wanted limits the search to one generator unless it is nil.
func locate(ctx context.Context, dir string, wanted *Generator) (location, error) {
	candidates := Generators
	if wanted != nil {
		candidates = []*Generator{wanted}
	}

	for up, base := range ancestors(dir) {
		if l, ok := settingsIn(base, candidates); ok {
			return l.narrow(dir, up), nil
		}
	}

	if l, ok := weakIn(dir, candidates); ok {
		return l, nil
	}

	l, ok, err := locateBelow(ctx, dir, candidates)
	if ok || err != nil {
		return l, err
	}

	if wanted != nil {
		return location{generator: wanted, base: dir}, nil
	}

	return recognise(ctx, dir)
}

// ancestors yields a folder and those above it, up to the root of its repository.
func ancestors(dir string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for up := range maxAbove + 1 {
			if !yield(up, dir) || isFile(filepath.Join(dir, ".git")) || filepath.Dir(dir) == dir {
				return
			}

			dir = filepath.Dir(dir)
		}
	}
}

func isFile(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func settingsIn(base string, candidates []*Generator) (location, bool) {
	for _, g := range candidates {
		for _, name := range g.Settings {
			if isFile(filepath.Join(base, filepath.FromSlash(name))) {
				return location{g, base, name}, true
			}
		}
	}

	return location{}, false
}

// weakIn looks for files that prove a generator only if no other generator left its settings.
func weakIn(base string, candidates []*Generator) (location, bool) {
	for _, g := range candidates {
		for _, name := range g.Weak {
			if isFile(filepath.Join(base, filepath.FromSlash(name))) {
				return location{g, base, name}, true
			}
		}
	}

	return location{}, false
}

// narrow returns the given folder itself if it is one of several below the settings, each published on its own.
func (l location) narrow(dir string, up int) location {
	if up == 0 {
		return l
	}

	if own, ok := weakIn(dir, []*Generator{l.generator}); ok {
		return own
	}

	return l
}

// locateBelow finds settings below a folder: of those that are the fewest levels down, the ones with most pages.
func locateBelow(ctx context.Context, dir string, candidates []*Generator) (best location, ok bool, err error) {
	most := -1
	level := []string{dir}
	seen := 0
	for range maxBelow {
		var next []string
		for _, folder := range level {
			for _, child := range subfolders(folder) {
				if err := ctx.Err(); err != nil {
					return best, false, err
				}

				if seen++; seen > maxFolders {
					return best, most >= 0, nil
				}

				next = append(next, child)
				l, found := settingsIn(child, candidates)
				if !found {
					continue
				}

				if n := countPages(child); n > most {
					best, most = l, n
				}
			}
		}

		if most >= 0 {
			return best, true, nil
		}

		level = next
	}

	return best, false, nil
}

func subfolders(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}

	var list []string
	for _, e := range entries {
		if e.IsDir() && !isHidden(e.Name()) {
			list = append(list, filepath.Join(dir, e.Name()))
		}
	}

	return list
}

// errEnough ends a walk.
var errEnough = errors.New("enough")

func countPages(dir string) int {
	n := 0
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && isPage(name) {
			n++
		}
		if n > maxFolders {
			return errEnough
		}

		return nil
	})

	return n
}

// isPage reports whether the name of a file is that of a page.
func isPage(name string) bool {
	return slices.Contains(pageExtensions, strings.ToLower(path.Ext(name)))
}

// pageExtensions are the endings of Markdown files, the preferred one first.
var pageExtensions = []string{".md", ".mdx", ".markdown", ".mdown", ".mkd", ".mdoc"}

// recognise returns the generator whose signs occur in most pages, or the one for plain Markdown.
func recognise(ctx context.Context, dir string) (location, error) {
	counts := map[*Generator]int{}
	pages := 0
	folder, err := regular.OpenFolder(dir)
	if err != nil {
		return location{}, err
	}
	defer folder.Close()

	err = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil || pages >= maxSample:
			return err
		case d.IsDir() && name != "." && isHidden(d.Name()):
			return fs.SkipDir
		case !d.Type().IsRegular() || !isPage(name):
			return nil
		}

		pages++
		text, err := readStart(folder, name)
		for _, g := range Generators {
			if containsAny(text, g.Signs) {
				counts[g]++
			}
		}

		return err
	})
	if err != nil {
		return location{}, err
	}
	if pages == 0 {
		return location{}, fmt.Errorf("%s contains no Markdown file", dir)
	}

	best := &plain
	for _, g := range Generators {
		if counts[g] > counts[best] && counts[g]*5 >= pages {
			best = g
		}
	}

	return location{generator: best, base: dir}, nil
}

// readStart reads enough of a file to see the signs of a generator.
func readStart(folder *regular.Folder, name string) (string, error) {
	file, err := folder.OpenFile(name)
	if err != nil {
		return "", err
	}
	defer file.Close()

	start := make([]byte, 1<<16)
	n, err := file.Read(start)
	if n == 0 {
		err = nil // an empty file
	}

	return string(start[:n]), err
}

func containsAny(text string, signs []string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}
