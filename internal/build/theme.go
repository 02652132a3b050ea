package build

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"signpost/internal/config"
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
	"signpost/themes"
)

// ThemeDir is the folder of the site's own theme, beside the settings; empty where it has none.
func (o Options) ThemeDir(cfg *config.Config) string {
	if cfg.Theme == config.DefaultTheme {
		return ""
	}
	return filepath.Join(filepath.Dir(o.configFile()), "themes", cfg.Theme)
}

// openTheme opens the theme that the settings name.
func (r *Result) openTheme(o Options) error {
	r.theme = themes.Default()
	dir := o.ThemeDir(r.Config)
	if dir == "" {
		return nil
	}
	root, err := os.OpenRoot(dir) // no link leads out of it
	if errors.Is(err, fs.ErrNotExist) {
		r.Problems = append(r.Problems, problem.WrongValue.At(problem.Place{File: o.configFile()}, otherThemes(dir), "there is no theme %q: %s is not there", r.Config.Theme, filepath.ToSlash(dir)))
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	theme, problems, err := themes.Over(root.FS(), filepath.ToSlash(dir))
	if err != nil {
		return err
	}
	r.theme, r.Problems = theme, append(r.Problems, problems...)
	return nil
}

// otherThemes says which name may have been meant.
func otherThemes(dir string) string {
	names := []string{config.DefaultTheme}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return "make the folder, or leave the key out"
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	if nearest, ok := strictyaml.Nearest(filepath.Base(dir), names); ok {
		return "did you mean " + nearest + "?"
	}
	return "make the folder, or leave the key out"
}
