package migrate

import (
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readMkDocsFile reads mkdocs.yml, or the TOML of Zensical, its successor, which has the same keys.
func readMkDocsFile(p *Project) (*yaml.Node, error) {
	switch path.Ext(p.Evidence) {
	case ".toml":
		var s struct{ Project map[string]any }
		if err := p.ReadTOML(p.Evidence, &s); err != nil {
			return nil, err
		}

		front, err := frontOf(s.Project)

		return front.node, err
	case ".yml", ".yaml":
		n, err := p.ReadYAML(p.Evidence)
		if err != nil {
			return nil, err
		}

		return inherit(p, n, p.Base, 0), nil
	}

	return &yaml.Node{}, nil
}

// inherit adds the settings of the file that the key INHERIT names, where there are none.
func inherit(p *Project, settings *yaml.Node, dir string, depth int) *yaml.Node {
	name := scalar(settings, "INHERIT")
	if name == "" || depth > maxLevels {
		return settings
	}

	name = path.Join(dir, name)
	parent, err := p.ReadYAML(name)
	if err != nil {
		p.Note(p.Evidence, 0, KindSettings, "INHERIT: %v", err)
		return settings
	}

	addMissing(settings, inherit(p, parent, path.Dir(name), depth+1), 0)

	return settings
}

// addMissing adds the keys of one mapping that another one does not have.
func addMissing(to, from *yaml.Node, depth int) {
	if to.Kind != yaml.MappingNode || depth > maxLevels {
		return
	}

	f := Front{to}
	for key, value := range pairs(from) {
		if own := f.Node(key.Value); own == nil {
			f.setNode(key.Value, value)
		} else if own.Kind == yaml.MappingNode {
			addMissing(own, value, depth+1)
		}
	}
}

// gitignored returns a function that reports whether a file matches patterns as in a .gitignore, or nil if there are
// none. The last pattern that matches counts; one after an exclamation mark takes a file back.
func gitignored(patterns string) func(name string) bool {
	type rule struct {
		expression *regexp.Regexp
		taken      bool
	}

	var rules []rule
	for line := range strings.Lines(patterns) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || len(line) > maxPattern {
			continue
		}

		pattern, back := strings.CutPrefix(line, "!")
		inside := strings.TrimSuffix(pattern, "/")
		text := "**/" + inside
		if strings.Contains(inside, "/") {
			text = strings.TrimPrefix(inside, "/")
		}

		if inside != pattern {
			text += "/**"
		}

		rules = append(rules, rule{docfxGlob(text), !back})
	}

	if len(rules) == 0 {
		return nil
	}

	return func(name string) bool {
		result := false
		for _, r := range rules {
			if r.expression.MatchString(name) {
				result = r.taken
			}
		}

		return result
	}
}
