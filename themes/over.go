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

// Over lays a site's own theme over the default one: each file of it takes the place of the file of the same name. Of strings.yaml it
// needs hold only the words that are to be others. New styles and scripts stand in assets/own/ and join the default ones, and new languages
// in strings.TAG.yaml; any other name is a mistake, since it would take the place of nothing. dir is what problems call the folder.
func Over(own fs.FS, dir string) (fs.FS, []problem.Problem, error) {
	o := over{Default(), map[string][]byte{}}
	names, err := filesOf(o.FS)
	if err != nil {
		return nil, nil, err
	}
	var problems []problem.Problem
	ownNames, err := filesOf(own)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range ownNames {
		place := problem.Place{File: path.Join(dir, name)}
		if !slices.Contains(names, name) && !addition.MatchString(name) {
			problems = append(problems, rules.MisnamedOverride.At(place, suggest(name, names), "the theme has no file %q, so that this one would take the place of nothing", name))
			continue
		}
		data, err := fs.ReadFile(own, name)
		if err != nil {
			return nil, nil, err
		}
		if strings.HasPrefix(name, "strings.") && slices.Contains(names, name) {
			var wrong []problem.Problem
			data, wrong = o.reword(place, name, data)
			problems = append(problems, wrong...)
		}
		o.own[name] = data
	}
	return o, problems, errors.Join(o.join("assets/site.css", "@import %q;\n"), o.join("assets/site.ts", "import %q;\n"))
}

// join lets the style or script of every page import those that stand in assets/own/, in the order of their names. Where a site has an
// entry of its own, it says itself what it imports.
func (o over) join(entry, statement string) error {
	if _, replaced := o.own[entry]; replaced {
		return nil
	}
	text, err := fs.ReadFile(o.FS, entry)
	if err != nil {
		return err
	}
	before := len(text)
	for _, name := range slices.Sorted(maps.Keys(o.own)) {
		if file, ok := strings.CutPrefix(name, ownAssets); ok && path.Ext(name) == path.Ext(entry) {
			text = fmt.Appendf(text, statement, "./own/"+file)
		}
	}
	if len(text) > before {
		o.own[entry] = text
	}
	return nil
}

// ownAssets is where new styles and scripts stand.
const ownAssets = "assets/own/"

// addition matches the names that a site's own theme may have besides those of the default theme.
var addition = regexp.MustCompile(`^(assets/own/.+\.(css|ts)|strings\.[A-Za-z-]+\.yaml)$`)

func filesOf(theme fs.FS) ([]string, error) {
	var list []string
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".") && name != ".": // what editors and systems leave
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir():
			list = append(list, name)
		}
		return nil
	})
	return list, err
}

// Original is the text that a file of a site's own theme begins with: that of the default theme. The words of a language that the
// default theme does not speak begin in English.
func Original(name string) ([]byte, error) {
	names, err := filesOf(Default())
	if err != nil {
		return nil, err
	}
	switch {
	case slices.Contains(names, name):
		return fs.ReadFile(Default(), name)
	case addition.MatchString(name) && path.Ext(name) == path.Ext(words):
		return fs.ReadFile(Default(), words)
	}
	return nil, fmt.Errorf("the default theme has no file %q; %s", name, suggest(name, names))
}

func suggest(name string, names []string) string {
	for _, n := range names {
		if path.Base(n) == path.Base(name) {
			return fmt.Sprintf("did you mean %q?", n)
		}
	}
	if nearest, ok := strictyaml.Nearest(name, names); ok {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	return "docs/theming.md lists the names; new styles and scripts belong into assets/own/"
}

// reword puts a site's own words into those of the default theme.
func (o over) reword(place problem.Place, name string, own []byte) ([]byte, []problem.Problem) {
	base, err := fs.ReadFile(o.FS, name)
	if err != nil {
		panic(err) // it is among the files of the program
	}
	var words, others yaml.Node
	if err := yaml.Unmarshal(base, &words); err != nil {
		panic(err)
	}
	if err := yaml.Unmarshal(own, &others); err != nil {
		return base, []problem.Problem{rules.BrokenYAML.At(place, "mend the YAML", "%v", err)}
	}
	if len(others.Content) == 0 {
		return base, nil
	}
	problems := replace(words.Content[0], others.Content[0], place, "")
	merged, err := yaml.Marshal(&words)
	if err != nil {
		panic(err) // what was read can be written
	}
	return merged, problems
}

// replace takes the values of others over into words, which has every key there is.
func replace(words, others *yaml.Node, place problem.Place, above string) []problem.Problem {
	place.Line, place.Column = others.Line, others.Column
	if words.Kind != others.Kind {
		return []problem.Problem{rules.WrongValue.At(place, "write it as the default theme does", "%q is of another kind in the default theme", above)}
	}
	if words.Kind != yaml.MappingNode {
		*words = *others
		return nil
	}
	values := map[string]*yaml.Node{}
	for i := 0; i < len(words.Content); i += 2 {
		values[words.Content[i].Value] = words.Content[i+1]
	}
	var problems []problem.Problem
	for i := 0; i < len(others.Content); i += 2 {
		key := others.Content[i]
		if value := values[key.Value]; value != nil {
			problems = append(problems, replace(value, others.Content[i+1], place, key.Value)...)
			continue
		}
		at := problem.Place{File: place.File, Line: key.Line, Column: key.Column}
		problems = append(problems, rules.UnknownKey.At(at, strictyaml.Suggest(key.Value, slices.Collect(maps.Keys(values))), "the theme has no words %q", key.Value))
	}
	return problems
}

// over is a theme some of whose files are a site's own.
type over struct {
	fs.FS
	own map[string][]byte
}

// Open implements fs.FS.
func (o over) Open(name string) (fs.File, error) {
	data, ok := o.own[name]
	if !ok {
		return o.FS.Open(name)
	}
	return &file{name, *bytes.NewReader(data)}, nil
}

// file is one of the site's own, in memory. It is its own fs.FileInfo.
type file struct {
	name string
	bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Close() error               { return nil }
func (f *file) Name() string               { return path.Base(f.name) }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }
