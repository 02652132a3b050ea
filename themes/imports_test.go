package themes_test

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"signpost/themes"
)

// scriptImport matches the file that a TypeScript import or export names.
var scriptImport = regexp.MustCompile(`(?m)^(?:import|export)\b[^;]*?\bfrom "(\.[^"]*)"|^import "(\.[^"]*)"`)

func TestScriptsHaveNoImportCycles(t *testing.T) {
	graph := map[string][]string{}
	err := fs.WalkDir(themes.Default(), "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".ts" {
			return err
		}

		src, err := fs.ReadFile(themes.Default(), name)
		if err != nil {
			return err
		}

		graph[name] = importsOf(name, string(src))

		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	if search := graph["assets/search.ts"]; !slices.Contains(search, "assets/search/rank.ts") {
		t.Errorf("assets/search.ts imports %q, want assets/search/rank.ts among them", search)
	}

	if cycle := findCycle(graph); cycle != nil {
		t.Errorf("scripts import each other: %s", strings.Join(cycle, " -> "))
	}
}

func TestImportCyclesAreFound(t *testing.T) {
	src := "import { a,\n  b } from \"./b\";\nimport \"../c\";\nexport type { D } from \"./d\";\nimport e from \"e\";\n"
	want := []string{"x/b.ts", "c.ts", "x/d.ts"}
	if got := importsOf("x/a.ts", src); !slices.Equal(got, want) {
		t.Errorf("imports = %q, want %q", got, want)
	}

	cycle := findCycle(map[string][]string{"a.ts": {"b.ts"}, "b.ts": {"c.ts", "d.ts"}, "d.ts": {"b.ts"}})
	if want := []string{"b.ts", "d.ts", "b.ts"}; !slices.Equal(cycle, want) {
		t.Errorf("cycle = %q, want %q", cycle, want)
	}
}

// importsOf returns the scripts of the theme that a script imports, including imports of types.
func importsOf(name, src string) []string {
	var list []string
	for _, match := range scriptImport.FindAllStringSubmatch(src, -1) {
		imported := path.Join(path.Dir(name), match[1]+match[2])
		if path.Ext(imported) == "" {
			imported += ".ts"
		}

		list = append(list, imported)
	}

	return list
}

// findCycle returns the scripts of an import cycle, the first one also at the end, or nil.
func findCycle(graph map[string][]string) []string {
	done := map[string]bool{}
	var visit func(name string, above []string) []string
	visit = func(name string, above []string) []string {
		if i := slices.Index(above, name); i >= 0 {
			return append(slices.Clone(above[i:]), name)
		}

		if done[name] {
			return nil
		}

		for _, imported := range graph[name] {
			if cycle := visit(imported, append(above, name)); cycle != nil {
				return cycle
			}
		}

		done[name] = true

		return nil
	}

	for name := range graph {
		if cycle := visit(name, nil); cycle != nil {
			// The cycle may begin anywhere; begin with its first script.
			return rotate(cycle)
		}
	}

	return nil
}

// rotate lets a cycle begin with its alphabetically first script.
func rotate(cycle []string) []string {
	cycle = cycle[1:]
	first := slices.Index(cycle, slices.Min(cycle))
	cycle = append(slices.Clone(cycle[first:]), cycle[:first]...)

	return append(cycle, cycle[0])
}
