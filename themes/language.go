package themes

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// english is the language of strings.yaml.
const english = "en"

// ForLanguage returns the theme with the strings of a language, and the keys of those that it does not translate. They
// are English. ok is false if it has no strings in this language at all.
//
// The strings are in strings.TAG.yaml. A variant uses the strings of its language if it has none of its own: de-AT
// those of de, zh-CN those of zh-Hans.
func ForLanguage(theme fs.FS, tag string) (translated fs.FS, missing []string, ok bool) {
	file := fileFor(theme, tag)
	if file == "" {
		return theme, nil, false
	}

	if file == stringsFile {
		return theme, nil, true
	}

	data, missing, err := completeStrings(theme, file)
	if err != nil {
		return theme, nil, false
	}

	return translation{theme, data}, missing, true
}

// fileFor returns the name of the file with the strings of a language, or nothing if the theme has none.
func fileFor(theme fs.FS, tag string) string {
	available := languagesOf(theme)
	tag = strings.ReplaceAll(tag, "_", "-")
	base, _, _ := strings.Cut(tag, "-")

	for name := tag; name != ""; name = withoutLastPart(name) {
		for _, other := range available {
			if strings.EqualFold(name, other) {
				return "strings." + other + ".yaml"
			}
		}
	}

	if strings.EqualFold(base, english) {
		return stringsFile
	}

	for _, other := range available {
		if otherBase, _, _ := strings.Cut(other, "-"); strings.EqualFold(base, otherBase) {
			return "strings." + other + ".yaml"
		}
	}

	return ""
}

// withoutLastPart returns "zh-Hant" for "zh-Hant-TW", and nothing for "zh".
func withoutLastPart(tag string) string {
	return tag[:max(0, strings.LastIndexByte(tag, '-'))]
}

// Languages returns the languages of the default theme's strings.
func Languages() []string {
	return append([]string{english}, languagesOf(Default())...)
}

// languagesOf returns the languages that a theme has strings in, except that of strings.yaml, sorted.
func languagesOf(theme fs.FS) []string {
	files, err := fs.Glob(theme, "strings.*.yaml")
	if err != nil {
		panic(err) // the pattern is a valid constant
	}

	if o, ok := theme.(overlay); ok {
		files = slices.AppendSeq(files, maps.Keys(o.files))
	}

	var list []string
	for _, file := range files {
		if ok, _ := path.Match("strings.*.yaml", file); ok {
			tag := strings.TrimPrefix(file, "strings.")
			list = append(list, strings.TrimSuffix(tag, ".yaml"))
		}
	}

	slices.Sort(list)

	return slices.Compact(list)
}

// completeStrings returns the strings in a file, completed with those of strings.yaml, and the keys of the latter.
func completeStrings(theme fs.FS, file string) (data []byte, missing []string, err error) {
	var all, own yaml.Node
	if err := readYAML(theme, stringsFile, &all); err != nil {
		return nil, nil, err
	}

	if err := readYAML(theme, file, &own); err != nil {
		return nil, nil, err
	}

	m := merger{file: file}
	if len(own.Content) == 0 {
		own.Content = []*yaml.Node{{Kind: yaml.MappingNode}}
	}

	missing = missingStrings("", all.Content[0], own.Content[0])
	m.merge("", all.Content[0], own.Content[0])
	data, err = yaml.Marshal(&all)

	return data, missing, err
}

func readYAML(theme fs.FS, file string, node *yaml.Node) error {
	src, err := fs.ReadFile(theme, file)
	if err != nil {
		return err
	}

	return yaml.Unmarshal(src, node)
}

// missingStrings returns the keys of the strings that only all contains, such as "contact.title".
func missingStrings(prefix string, all, own *yaml.Node) []string {
	if all.Kind != yaml.MappingNode || own.Kind != yaml.MappingNode {
		return nil
	}

	values := map[string]*yaml.Node{}
	for pair := range slices.Chunk(own.Content, 2) {
		values[pair[0].Value] = pair[1]
	}

	var missing []string
	for pair := range slices.Chunk(all.Content, 2) {
		key := prefix + pair[0].Value
		if value := values[pair[0].Value]; value != nil {
			missing = append(missing, missingStrings(key+".", pair[1], value)...)
		} else {
			missing = append(missing, key)
		}
	}

	return missing
}

// translation is a theme with other strings.
type translation struct {
	fs.FS
	strings []byte
}

// Open opens the translated strings in place of strings.yaml.
func (t translation) Open(name string) (fs.File, error) {
	if name == stringsFile {
		return newMemoryFile(name, t.strings), nil
	}

	return t.FS.Open(name)
}
