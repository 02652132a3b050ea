package generate

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"signpost/internal/bundle"
	"signpost/internal/config"
	"signpost/internal/contrast"
	"signpost/internal/problem"
	"signpost/internal/rules"
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
		r.Problems = append(r.Problems, rules.WrongValue.At(problem.Place{File: o.configFile()}, otherThemes(dir), "there is no theme %q: %s is not there", r.Config.Theme, filepath.ToSlash(dir)))
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	theme, problems, err := themes.Overlay(root.FS(), filepath.ToSlash(dir))
	if err != nil {
		return err
	}
	r.theme, r.Problems = theme, append(r.Problems, problems...)
	return nil
}

// checkColours reports colours of the site's own theme that cannot be told apart, each by the first that it stands on. The default ones can.
func (r *Result) checkColours(o Options) error {
	dir := o.ThemeDir(r.Config)
	if dir == "" || !o.Lint {
		return nil
	}
	css, err := bundle.Entry(r.theme, "assets/site.css")
	if err != nil {
		return err
	}
	type telling struct {
		problem.Place
		dark bool
	}
	told := map[telling]bool{}
	for _, f := range contrast.Check(string(css)) {
		place := setsColour(dir, f.Colour)
		if place.File == "" {
			place = setsColour(dir, f.Ground)
		}
		if told[telling{place, f.Dark}] {
			continue
		}
		told[telling{place, f.Dark}] = true
		where := ""
		if f.Dark {
			where = " on a dark screen"
		}
		r.Problems = append(r.Problems, rules.LowContrast.At(place, "choose a lighter or a darker colour; what :root says holds on dark screens too, unless it is said otherwise there",
			"--%s on --%s has a contrast of %.2f%s, and needs %.1f", f.Colour, f.Ground, f.Contrast, where, f.Least))
	}
	return nil
}

// setsColour is where the theme in a folder sets a colour first; its file is empty where it does not.
func setsColour(dir, name string) (place problem.Place) {
	set := regexp.MustCompile(`--` + regexp.QuoteMeta(name) + `\s*:`)
	_ = filepath.WalkDir(dir, func(file string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".css" {
			return nil // what cannot be read was told when the theme was opened
		}
		css, err := os.ReadFile(file)
		if at := set.FindIndex(css); err == nil && at != nil {
			place = problem.Place{File: filepath.ToSlash(file), Line: 1 + bytes.Count(css[:at[0]], []byte("\n"))}
			return fs.SkipAll
		}
		return nil
	})
	return place
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
