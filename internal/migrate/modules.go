package migrate

import (
	"path"
	"strings"

	"signpost/internal/migrate/literal"
)

// maxModules limits how many files the settings of a project import.
const maxModules = 200

// readModule reads settings in JavaScript, TypeScript or JSON, with the files that they import. Nothing is executed.
func readModule(p *Project, name string) (*literal.Module, error) {
	r := moduleReader{p, maxModules}

	return r.read(name)
}

// moduleReader reads modules up to a limit.
type moduleReader struct {
	*Project
	left int
}

func (p *moduleReader) read(name string) (*literal.Module, error) {
	src, err := p.Read(name)
	if err != nil {
		return nil, err
	}

	if path.Ext(name) == ".json" {
		src = "export default " + strings.TrimPrefix(src, "\ufeff")
	}

	return literal.Read(src, func(spec string) *literal.Module {
		if p.left--; p.left < 0 || !strings.HasPrefix(spec, ".") {
			return nil
		}

		file := moduleFile(p.Project, path.Join(path.Dir(name), spec))
		if file == "" {
			return nil
		}

		m, _ := p.read(file)

		return m
	}), nil
}

// maxMenu limits the items of a menu, whose lists can contain each other in names.
const maxMenu = 100_000

// moduleExtensions are the endings that an import may leave out.
var moduleExtensions = []string{"", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".json", "/index.ts", "/index.js"}

// moduleFile returns the file that an import means, or "".
func moduleFile(p *Project, name string) string {
	for _, end := range moduleExtensions {
		if p.Exists(name + end) {
			return name + end
		}
	}

	return ""
}
