package search

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWeightsAreCurrent compares weights.ts with weights.go. With SIGNPOST_UPDATE=1 it writes the file.
func TestWeightsAreCurrent(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "weights.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}

	want := weightsScript(t, file)
	path := filepath.Join("..", "..", "themes", "default", "assets", "search", "weights.ts")

	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s does not match weights.go (%v): run go generate ./internal/search", path, err)
	}
}

// weightsScript translates the constants of a Go file to TypeScript, with their comments.
func weightsScript(t *testing.T, file *ast.File) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("// Code generated from internal/search/weights.go by go generate; DO NOT EDIT.\n")

	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			t.Fatalf("weights.go contains something other than groups of constants")
		}

		b.WriteByte('\n')
		writeComment(&b, group.Doc)
		b.WriteByte('\n')

		for _, spec := range group.Specs {
			writeConstant(t, &b, spec.(*ast.ValueSpec))
		}
	}

	return b.String()
}

func writeConstant(t *testing.T, b *strings.Builder, spec *ast.ValueSpec) {
	t.Helper()
	if len(spec.Values) != 1 {
		t.Fatalf("%s is not a constant with one value", spec.Names[0].Name)
	}

	value, ok := spec.Values[0].(*ast.BasicLit)
	if !ok {
		t.Fatalf("%s is not a plain number", spec.Names[0].Name)
	}

	writeComment(b, spec.Doc)
	fmt.Fprintf(b, "export const %s = %s;\n", spec.Names[0].Name, value.Value)
}

func writeComment(b *strings.Builder, comment *ast.CommentGroup) {
	if comment == nil {
		return
	}

	for _, line := range comment.List {
		fmt.Fprintln(b, line.Text)
	}
}
