package themes

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// customAssets is the folder for styles and scripts that the default theme does not have.
const customAssets = "assets/own/"

// additionalFile matches the files that a site's theme may have although the default theme does not.
var additionalFile = regexp.MustCompile(`^(assets/own/.+\.(css|ts)|strings\.[A-Za-z-]+\.yaml)$`)

// Overlay returns the default theme with the files of a site's theme in place of those with the same name. A strings
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
		isDefault := slices.Contains(defaultNames, name)
		if !isDefault && !additionalFile.MatchString(name) {
			problems = append(problems, rules.MisnamedOverride.At(place, suggestFile(name, defaultNames),
				"the default theme has no file %q to override", name))
			continue
		}

		data, err := fs.ReadFile(site, name)
		if err != nil {
			return nil, nil, err
		}
		if isDefault && strings.HasPrefix(name, "strings.") {
			var found []problem.Problem
			data, found = o.mergeStrings(place, name, data)
			problems = append(problems, found...)
		}
		o.files[name] = data
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

// Open opens the file of the site, or else that of the default theme.
func (o overlay) Open(name string) (fs.File, error) {
	data, ok := o.files[name]
	if !ok {
		return o.FS.Open(name)
	}
	return &memoryFile{name, *bytes.NewReader(data)}, nil
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

// StarterFile returns the text with which a file of a site's theme begins: the file of the default theme, or the
// English strings for a language that the default theme does not have. Its error is an [UnknownFileError] for other
// names.
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

// mergeStrings returns a strings file of the default theme with the strings of a site.
func (o overlay) mergeStrings(place problem.Place, name string, site []byte) ([]byte, []problem.Problem) {
	base, err := fs.ReadFile(o.FS, name)
	if err != nil {
		panic(err) // the file is embedded
	}
	var merged, changes yaml.Node
	if err := yaml.Unmarshal(base, &merged); err != nil {
		panic(err)
	}
	if err := yaml.Unmarshal(site, &changes); err != nil {
		return base, []problem.Problem{rules.BrokenYAML.At(place, "correct the YAML", "%v", err)}
	}
	if len(changes.Content) == 0 {
		return base, nil
	}

	problems := mergeNode(merged.Content[0], changes.Content[0], place, "")
	data, err := yaml.Marshal(&merged)
	if err != nil {
		panic(err) // parsed YAML can be written
	}
	return data, problems
}

// mergeNode replaces values of a node, which has all valid keys, by those of changes. parent is the key of the node.
func mergeNode(node, changes *yaml.Node, place problem.Place, parent string) []problem.Problem {
	place.Line = changes.Line
	place.Column = changes.Column
	if node.Kind != changes.Kind {
		return []problem.Problem{rules.WrongValue.At(place, "write it as in the default theme",
			"%q must be a %s", parent, kindName(node.Kind))}
	}
	if node.Kind != yaml.MappingNode {
		*node = *changes
		return nil
	}

	values := map[string]*yaml.Node{}
	for i := 0; i < len(node.Content); i += 2 {
		values[node.Content[i].Value] = node.Content[i+1]
	}
	var problems []problem.Problem
	for i := 0; i < len(changes.Content); i += 2 {
		key := changes.Content[i]
		if value := values[key.Value]; value != nil {
			problems = append(problems, mergeNode(value, changes.Content[i+1], place, key.Value)...)
			continue
		}
		at := problem.Place{File: place.File, Line: key.Line, Column: key.Column}
		hint := strictyaml.Suggest(key.Value, slices.Collect(maps.Keys(values)))
		problems = append(problems, rules.UnknownKey.At(at, hint, "the theme has no string %q", key.Value))
	}
	return problems
}

func kindName(kind yaml.Kind) string {
	switch kind {
	case yaml.MappingNode:
		return "group of strings"
	case yaml.SequenceNode:
		return "list"
	}
	return "string"
}

// memoryFile is a file in memory, and its own fs.FileInfo.
type memoryFile struct {
	name string
	bytes.Reader
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Name() string               { return path.Base(f.name) }
func (f *memoryFile) Mode() fs.FileMode          { return 0o444 }
func (f *memoryFile) ModTime() time.Time         { return time.Time{} }
func (f *memoryFile) IsDir() bool                { return false }
func (f *memoryFile) Sys() any                   { return nil }
