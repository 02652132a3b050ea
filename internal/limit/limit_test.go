package limit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The manual lists every limit, and nothing else.
func TestManualListsTheLimits(t *testing.T) {
	manual, err := os.ReadFile("../../docs/limits.md")
	if err != nil {
		t.Fatal(err)
	}

	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Za-z]+)`: ").FindAllStringSubmatch(string(manual), -1) {
		listed[m[1]] = true
	}

	file, err := parser.ParseFile(token.NewFileSet(), "limit.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}

	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}

		name := spec.Names[0].Name
		if !listed[name] {
			t.Errorf("docs/limits.md does not list %s", name)
		}

		if !strings.HasPrefix(spec.Doc.Text(), name+" is ") {
			t.Errorf("the comment of %s does not say what it is", name)
		}

		delete(listed, name)

		return false
	})

	for name := range listed {
		t.Errorf("docs/limits.md lists %s, which does not exist", name)
	}
}
