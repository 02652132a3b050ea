package serve

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"strings"

	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/site"
)

// sources are the places of the files that the site is made from.
type sources struct {
	content string
	theme   string          // the folder of the site's own theme, or ""
	files   map[string]bool // files outside of the content and the theme
}

// newSources reads the settings for the places that they name. The build reports settings that cannot be read.
func newSources(o generate.Options) sources {
	cfg, _, err := config.Load(cmp.Or(o.ConfigFile, config.Name), o.Environ)
	if err != nil {
		cfg = &config.Config{Theme: config.DefaultTheme}
	}

	s := sources{content: filepath.Clean(o.ContentDir()), files: map[string]bool{}}
	if dir := o.ThemeDir(cfg); dir != "" {
		s.theme = filepath.Clean(dir)
	}

	for _, file := range o.OtherFiles(cfg) {
		s.files[filepath.Clean(file)] = true
	}

	return s
}

// trees returns the folders whose files all count.
func (s sources) trees() []string {
	if s.theme == "" {
		return []string{s.content}
	}

	return []string{s.content, s.theme}
}

// contain reports whether a name is an article, a picture or another source, or a folder of them. Other files are
// temporary files of editors.
func (s sources) contain(name string) bool {
	base := filepath.Base(name)
	isHidden := strings.HasPrefix(base, ".") && !s.isStatic(name)
	if isHidden || strings.HasSuffix(base, "~") {
		return false
	}

	return isBelow(name, s.content) || isBelow(name, s.theme) || s.files[name]
}

// walk calls visit for a tree and everything in it except hidden folders. The tree itself may be a link to a folder.
// What cannot be read is left out; the build reports it.
func (s sources) walk(tree string, visit func(name string, d fs.DirEntry) error) error {
	root := tree + string(filepath.Separator) + "." // the folder, if tree is a link
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}

		name = filepath.Clean(name)
		if d.IsDir() && name != tree && strings.HasPrefix(d.Name(), ".") && !s.isStatic(name) {
			return fs.SkipDir
		}

		return visit(name, d)
	})
}

// isStatic reports whether a file is in the static folder, where names that begin with a dot count.
func (s sources) isStatic(name string) bool {
	return isBelow(name, filepath.Join(s.content, site.StaticFolder))
}

// isBelow reports whether a file is in a folder. dir may be "".
func isBelow(name, dir string) bool {
	if dir == "" {
		return false
	}

	rel, err := filepath.Rel(dir, name)

	return err == nil && filepath.IsLocal(rel)
}
