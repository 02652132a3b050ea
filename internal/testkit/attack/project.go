package attack

import (
	"path"
	"regexp"
	"strings"
)

// damageProject damages a project of another generator, imports it, and builds the result.
func damageProject(m *mutator) {
	projects := map[string][]string{}
	var folders []string
	for _, name := range m.match(func(name string) bool { return strings.HasPrefix(name, Projects) }) {
		parts := strings.SplitAfterN(name, "/", 3)
		folder := parts[0] + parts[1]
		if projects[folder] == nil {
			folders = append(folders, folder)
		}

		projects[folder] = append(projects[folder], name)
	}

	folder := pick(m, folders)
	m.input.Project = folder
	for range 1 + m.IntN(2) {
		damageProjectFile(m, pick(m, projects[folder]))
	}

	m.shorten()
	m.run("import", "markdown", strings.TrimSuffix(folder, "/"), "--into", "imported")
	if m.chance(4) {
		m.run("lint", "--baseline", "--config", "imported/config.yaml")
	}

	m.run("build", "--config", "imported/config.yaml", "--out", "public")
}

// assignment matches the value of a setting in YAML, TOML, JSON or JavaScript.
var assignment = regexp.MustCompile(`(?m)[:=] *[^\n]*$`)

func damageProjectFile(m *mutator, name string) {
	ext := path.Ext(name)
	isText := ext == ".md" || ext == ".mdx" || ext == ".adoc"
	switch {
	case m.chance(4):
		m.damageBytes(name)
	case isText && m.chance(4):
		writeFrontMatter(m, name)
	case isText:
		insertBlocks(m, name)
	case ext == ".json":
		m.note("damage values of %s", name)
		m.write(name, damageJSON(m, m.read(name)))
	default:
		m.note("replace values of %s", name)
		m.write(name, assignment.ReplaceAllFunc(m.read(name), func(old []byte) []byte {
			if m.chance(3) {
				return []byte(string(old[0]) + " " + pick(m, []string{m.value(0), m.quoted(m.address()), pick(m,
					blockers)}))
			}

			return old
		}))
	}
}

// blockers are values that are code in settings of other generators.
var blockers = []string{"!!python/name:os.system", "!ENV [HOME, x]", "require('child_process')",
	"`${process.env.HOME}`", "() => {}",
	"...other", "{{ site.title }}", "{% include x %}", "import.meta.env", "[[[[", "\"\"\"", "'''", "/*", "//"}
