// Package signpost holds the rules of the repository, as tests.
//
// They parse the source themselves: a test that runs `go list` would be answered from the test cache after a rule was
// broken.
package signpost

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "signpost"

// source is every Go file except tests, for all systems, by package folder: "internal/codes".
type source struct {
	fset    *token.FileSet
	files   map[string][]*ast.File
	imports map[string][]string // packages of the module as folders
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{token.NewFileSet(), map[string][]*ast.File{}, map[string][]string{}}

	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return skipFolder(name, d)
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		return s.add(filepath.ToSlash(name))
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.files) < 20 {
		t.Fatalf("found only %d packages", len(s.files))
	}
	return s
}

func skipFolder(name string, d fs.DirEntry) error {
	hidden := strings.HasPrefix(d.Name(), ".") && name != "."
	if hidden || d.Name() == "testdata" || d.Name() == "node_modules" {
		return fs.SkipDir
	}
	return nil
}

func (s source) add(name string) error {
	file, err := parser.ParseFile(s.fset, name, nil, parser.ParseComments)
	if err != nil {
		return err
	}

	folder := path.Dir(name)
	s.files[folder] = append(s.files[folder], file)
	for _, spec := range file.Imports {
		imported := strings.TrimPrefix(strings.Trim(spec.Path.Value, `"`), module+"/")
		s.imports[folder] = append(s.imports[folder], imported)
	}
	return nil
}

// reach returns every package that a package imports, directly or through others of the module.
func (s source) reach(folder string) []string {
	seen := map[string]bool{}
	var visit func(string)
	visit = func(folder string) {
		for _, name := range s.imports[folder] {
			if !seen[name] {
				seen[name] = true
				visit(name)
			}
		}
	}
	visit(folder)
	return slices.Sorted(maps.Keys(seen))
}

// inspect calls visit for each node in the source, with the package folder.
func (s source) inspect(visit func(folder string, n ast.Node)) {
	for _, folder := range slices.Sorted(maps.Keys(s.files)) {
		for _, file := range s.files[folder] {
			ast.Inspect(file, func(n ast.Node) bool {
				if n != nil {
					visit(folder, n)
				}
				return true
			})
		}
	}
}

// isMain reports whether a package is a program.
func (s source) isMain(folder string) bool { return s.files[folder][0].Name.Name == "main" }

// trackedFiles returns the files in git, with slashes. It skips the test outside a checkout.
func trackedFiles(t *testing.T) []string {
	t.Helper()
	list, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("not in a git checkout: ", err)
	}

	files := strings.Split(strings.TrimRight(string(list), "\x00"), "\x00")
	if len(files) < 100 {
		t.Fatalf("git lists only %d files", len(files))
	}
	return files
}
