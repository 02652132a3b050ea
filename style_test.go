package signpost

import (
	"errors"
	"fmt"
	"go/ast"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	maxColumns = 120 // a tab counts as four
	maxMethods = 30  // of one type
)

func TestLineWidth(t *testing.T) {
	for _, name := range trackedFiles(t) {
		text := readFile(t, name)
		if !hasLimitedWidth(name) || isGenerated(text) {
			continue
		}
		number := 0
		for line := range strings.Lines(text) {
			number++
			if n := columns(strings.TrimRight(line, "\r\n")); n > maxColumns {
				t.Errorf("%s:%d: %d columns, want at most %d", name, number, n, maxColumns)
			}
		}
	}
}

func columns(line string) int { return utf8.RuneCountInString(line) + 3*strings.Count(line, "\t") }

func hasLimitedWidth(name string) bool {
	isTestdata := slices.Contains(strings.Split(name, "/"), "testdata")
	isBundle := strings.HasPrefix(name, "internal/companion/page/assets/")
	return !isTestdata && !isBundle && slices.Contains([]string{".go", ".ts", ".css", ".html"}, path.Ext(name))
}

func isGenerated(text string) bool {
	return strings.Contains(text[:min(len(text), 500)], "DO NOT EDIT")
}

// readFile returns the content of a tracked file, or nothing if it was deleted and not yet committed.
func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

func TestMethodsPerType(t *testing.T) {
	methods := map[string]int{}
	readSource(t).inspect(func(folder string, n ast.Node) {
		if fn, ok := n.(*ast.FuncDecl); ok && fn.Recv != nil {
			methods[folder+" "+receiver(fn.Recv.List[0].Type)]++
		}
	})

	for _, name := range slices.Sorted(maps.Keys(methods)) {
		if methods[name] > maxMethods {
			t.Errorf("%s has %d methods, want at most %d", name, methods[name], maxMethods)
		}
	}
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// mainOnly are functions that read the state of the process. Other packages take a context, the environment and the
// time as parameters, so that a caller can cancel them and a test can set them.
var mainOnly = map[string]bool{
	"context.Background": true,
	"context.TODO":       true,
	"os.Getenv":          true,
	"os.LookupEnv":       true,
	"os.Environ":         true,
	"time.Now":           true,
}

func TestProcessStateIsReadInMainOnly(t *testing.T) {
	s := readSource(t)
	s.inspect(func(folder string, n ast.Node) {
		if s.isMain(folder) || strings.HasPrefix(folder, "internal/testkit/") {
			return
		}
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return
		}
		if x, ok := selector.X.(*ast.Ident); ok && mainOnly[x.Name+"."+selector.Sel.Name] {
			t.Errorf("%s: %s.%s belongs in main: take a parameter", s.fset.Position(n.Pos()), x.Name, selector.Sel.Name)
		}
	})
}

func TestEveryPackageHasAComment(t *testing.T) {
	for folder, files := range readSource(t).files {
		if !slices.ContainsFunc(files, func(f *ast.File) bool { return f.Doc != nil }) {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

func TestPackageNamesAreSpecific(t *testing.T) {
	vague := []string{"util", "utils", "common", "helpers", "models", "types", "misc"}
	for folder := range readSource(t).files {
		if slices.Contains(vague, path.Base(folder)) {
			t.Errorf("the name of %s does not say what it contains", folder)
		}
	}
}

// Binaries run on one system only, and every clone of the repository would download them forever.
func TestNoBinaryIsCommitted(t *testing.T) {
	for _, name := range trackedFiles(t) {
		magic, err := firstBytes(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted, and not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		if magic == "\x7fELF" || magic == "\xcf\xfa\xed\xfe" || strings.HasPrefix(magic, "MZ") {
			t.Errorf("%s is a program: git rm it", name)
		}
	}
}

// firstBytes returns the first four bytes of a file, or fewer.
func firstBytes(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()

	magic := make([]byte, 4)
	n, err := io.ReadFull(file, magic)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return string(magic[:n]), nil
}
