package themes

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// customAssets is the folder for styles and scripts that the default theme does not have.
const customAssets = "assets/own/"

// additionalFile matches files that a site's theme may add to the default theme.
var additionalFile = regexp.MustCompile(`^(assets/own/.+\.(css|ts|woff2)|strings\.[A-Za-z-]+\.yaml)$`)

// Overlay returns the default theme, overridden by the files of a site's theme. A strings
// file contains only the strings to change. Styles and scripts in assets/own/ are added to the default ones, and
// strings.TAG.yaml adds a language; any other new file is a problem, since nothing would use it. Problems name files
// below dir.
func Overlay(site fs.FS, dir string) (fs.FS, []problem.Problem, error) {
	o := overlay{FS: Default(), files: map[string][]byte{}}
	defaultNames, err := listFiles(o.FS)
	if err != nil {
		return nil, nil, err
	}

	siteNames, err := listFiles(site)
	if err != nil {
		return nil, nil, err
	}

	var problems []problem.Problem
	for _, name := range siteNames {
		place := problem.Place{File: path.Join(dir, name)}
		if !slices.Contains(defaultNames, name) && !additionalFile.MatchString(name) {
			problems = append(problems, rules.MisnamedOverride.At(
				place,
				suggestFile(name, defaultNames),
				"the default theme has no file %q to override", name,
			))

			continue
		}

		found, err := o.add(site, name, place)
		if err != nil {
			return nil, nil, err
		}

		problems = append(problems, found...)
	}

	err = errors.Join(
		o.importCustom("assets/site.css", "@import %q;\n"),
		o.importCustom("assets/site.ts", "import %q;\n"),
	)

	return o, problems, err
}

// overlay is a theme with files of a site, by name.
type overlay struct {
	fs.FS
	files map[string][]byte
}

// add adds a file of the site. If the default theme has the same strings file, add merges both. Strings in a new
// language are only checked.
func (o overlay) add(site fs.FS, name string, place problem.Place) ([]problem.Problem, error) {
	data, err := fs.ReadFile(site, name)
	if err != nil {
		return nil, err
	}

	var problems []problem.Problem
	switch isStrings := strings.HasPrefix(name, "strings."); {
	case isStrings && exists(o.FS, name):
		data, problems = o.mergeStrings(place, name, data)
	case isStrings:
		_, problems = o.mergeStrings(place, stringsFile, data)
	}

	o.files[name] = data

	return problems, nil
}

func exists(theme fs.FS, name string) bool {
	_, err := fs.Stat(theme, name)
	return err == nil
}

// Open opens the file of the site, or else that of the default theme.
func (o overlay) Open(name string) (fs.File, error) {
	data, ok := o.files[name]
	if !ok {
		return o.FS.Open(name)
	}

	return newMemoryFile(name, data), nil
}

// importCustom adds imports of the files in assets/own/ to a default style or script, in the order of their names. A
// site that overrides the style or script imports what it needs itself.
func (o overlay) importCustom(entry, statement string) error {
	if _, overridden := o.files[entry]; overridden {
		return nil
	}

	text, err := fs.ReadFile(o.FS, entry)
	if err != nil {
		return err
	}

	length := len(text)
	for _, name := range slices.Sorted(maps.Keys(o.files)) {
		file, custom := strings.CutPrefix(name, customAssets)
		if custom && path.Ext(name) == path.Ext(entry) {
			text = fmt.Appendf(text, statement, "./own/"+file)
		}
	}

	if len(text) > length {
		o.files[entry] = text
	}

	return nil
}

// listFiles returns the names of all files of a theme, except hidden ones, which editors and systems create.
func listFiles(theme fs.FS) ([]string, error) {
	var list []string
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}

		hidden := strings.HasPrefix(d.Name(), ".") && name != "."
		switch {
		case hidden && d.IsDir():
			return fs.SkipDir
		case !hidden && !d.IsDir():
			list = append(list, name)
		}

		return nil
	})

	return list, err
}

// UnknownFileError reports a file that neither the default theme nor a site's theme can have.
type UnknownFileError struct {
	Name string

	// Hint suggests another name.
	Hint string
}

// Error returns the error without the hint.
func (e *UnknownFileError) Error() string {
	return fmt.Sprintf("the default theme has no file %q", e.Name)
}

// StarterFile returns the initial text of a file in a site's theme: the file of the default theme, or the English
// strings for a new language. Its error is an [UnknownFileError] for other names.
func StarterFile(name string) ([]byte, error) {
	names, err := listFiles(Default())
	if err != nil {
		return nil, err
	}

	isStrings := path.Ext(name) == path.Ext(stringsFile)
	switch {
	case slices.Contains(names, name):
		return fs.ReadFile(Default(), name)
	case isStrings && additionalFile.MatchString(name):
		return fs.ReadFile(Default(), stringsFile)
	}

	return nil, &UnknownFileError{Name: name, Hint: suggestFile(name, names)}
}

// suggestFile returns a hint for an unknown file name.
func suggestFile(name string, names []string) string {
	for _, n := range names {
		if path.Base(n) == path.Base(name) {
			return fmt.Sprintf("did you mean %q?", n)
		}
	}

	if nearest, ok := strictyaml.Nearest(name, names); ok {
		return fmt.Sprintf("did you mean %q?", nearest)
	}

	return "docs/theming.md lists the names; put new styles and scripts in assets/own/"
}
