// Package signpost holds the rules of the repository, as tests.
//
// They read the source themselves: a test that asks `go list` is answered from the test cache after a rule was broken.
package signpost

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "signpost"

// source is what the tests look at: every Go file that is not a test, whatever system it is for.
type source struct {
	files   map[string][]*ast.File // by package folder: "internal/codes"
	imports map[string][]string    // by package folder; those of the module as folders
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{map[string][]*ast.File{}, map[string][]string{}}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		s.add(path.Dir(filepath.ToSlash(name)), file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s source) add(folder string, file *ast.File) {
	s.files[folder] = append(s.files[folder], file)
	for _, spec := range file.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		s.imports[folder] = append(s.imports[folder], strings.TrimPrefix(name, module+"/"))
	}
}

// reach is every package that a package imports, directly or through others of the module.
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

// below is every package in a folder and the folders below it.
func (s source) below(folder string) []string {
	var list []string
	for f := range s.files {
		if f == folder || strings.HasPrefix(f, folder+"/") {
			list = append(list, f)
		}
	}
	slices.Sort(list)
	return list
}

func has(imports []string, name string) bool {
	return slices.ContainsFunc(imports, func(i string) bool { return i == name || strings.HasPrefix(i, name+"/") })
}

const (
	goldmark = "github.com/yuin/goldmark"
	viper    = "github.com/spf13/viper"
	esbuild  = "github.com/evanw/esbuild"
	scard    = "github.com/ebfe/scard"
	markdown = "github.com/JohannesKaufmann/html-to-markdown"
	webp     = "github.com/HugoSmits86/nativewebp"
)

func TestNoProgramCarriesTheOthersLibraries(t *testing.T) {
	s := readSource(t)
	for program, strangers := range map[string][]string{
		"cmd/cardcheck": {goldmark, viper, esbuild, "internal/testkit"}, // the last is for tests
		"cmd/signpost":  {scard},
	} {
		if len(s.files[program]) == 0 {
			t.Errorf("%s has no source", program)
		}
		for _, stranger := range strangers {
			if has(s.reach(program), stranger) {
				t.Errorf("%s reaches %s", program, stranger)
			}
		}
	}
}

// Package fetch makes all outgoing calls of cardcheck, on Windows through WinHTTP. The page is served by package loopback
// on this computer only, without TLS.
func TestCardcheckHasOneNetworkClient(t *testing.T) {
	s := readSource(t)
	allowed := map[string][]string{
		"checks/probe/fetch":      {"net/http", "crypto/tls"},
		"internal/loopback":       {"net/http"},
		"internal/companion/page": {"net/http"},
	}
	for folder := range allowed {
		if !has(s.imports[folder], "net/http") {
			t.Errorf("%s does not import net/http: is the rule out of date?", folder)
		}
	}
	for _, folder := range append(s.reach("cmd/cardcheck"), "cmd/cardcheck") {
		for _, library := range []string{"net/http", "crypto/tls"} {
			if has(s.imports[folder], library) && !slices.Contains(allowed[folder], library) {
				t.Errorf("%s must not import %s", folder, library)
			}
		}
	}
}

func TestOnePackageForEachLibrary(t *testing.T) {
	s := readSource(t)
	for library, owner := range map[string]string{esbuild: "internal/bundle", viper: "internal/config", scard: "checks/probe", webp: "internal/picture", markdown: "internal/importer"} {
		if !has(s.imports[owner], library) {
			t.Errorf("%s does not import %s: is the rule out of date?", owner, library)
		}
		for folder, imports := range s.imports {
			if !has([]string{folder}, owner) && folder != "internal/testkit/vcard" && has(imports, library) {
				t.Errorf("%s imports %s: only %s may", folder, library, owner)
			}
		}
	}
}

// doesIO are the packages through which a program touches anything but its memory.
var doesIO = []string{"os", "net", "io/fs", "syscall", "os/exec", "golang.org/x/sys", "log", "path/filepath", "testing", "unsafe", "plugin"}

func TestChecksDecideAndDoNothingElse(t *testing.T) {
	s := readSource(t)
	for _, folder := range []string{"checks", "checks/card"} {
		for _, name := range doesIO {
			if has(s.imports[folder], name) {
				t.Errorf("%s imports %s: only checks/probe does I/O", folder, name)
			}
		}
		for _, file := range s.files[folder] {
			ast.Inspect(file, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Now" {
					if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" {
						t.Errorf("%s reads the clock: take the time as a value", folder)
					}
				}
				return true
			})
		}
	}
}

func TestCodesImportTheStandardLibraryAlone(t *testing.T) {
	s := readSource(t)
	for _, name := range s.reach("internal/codes") {
		if strings.Contains(name, ".") || s.files[name] != nil {
			t.Errorf("internal/codes imports %s", name)
		}
	}
}

// common is what both programs are built on: the codes, the reading of what people write by hand, the browser of the person.
var common = []string{"internal/codes", "internal/strictyaml", "internal/opener", "internal/version", "internal/cli", "internal/cli/command"}

func TestTheTwoTreesMeetOnlyInWhatIsCommon(t *testing.T) {
	s := readSource(t)
	companion := map[string]bool{}
	for _, folder := range append(s.below("checks"), "cmd/cardcheck") {
		companion[folder] = true
		for _, name := range s.reach(folder) {
			companion[name] = true
		}
	}
	for _, name := range append(s.reach("cmd/signpost"), "cmd/signpost") {
		if companion[name] && s.files[name] != nil && !slices.Contains(common, name) {
			t.Errorf("%s belongs to both programs", name)
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	s := readSource(t)
	for folder, files := range s.files {
		if !slices.ContainsFunc(files, func(f *ast.File) bool { return f.Doc != nil }) {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

func TestNoPackageIsNamedAfterNothing(t *testing.T) {
	for folder := range readSource(t).files {
		if slices.Contains([]string{"util", "utils", "common", "helpers", "models", "types", "misc"}, path.Base(folder)) {
			t.Errorf("%s says nothing about what is in it", folder)
		}
	}
}

// A program that was built here runs on one system, and whoever clones the repository would carry it for ever.
func TestNoProgramIsCommitted(t *testing.T) {
	list, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("not in a checkout of git: ", err)
	}
	files := strings.Split(strings.TrimRight(string(list), "\x00"), "\x00")
	if len(files) < 100 {
		t.Fatalf("git lists %d files", len(files))
	}
	for _, name := range files {
		begins := beginning(t, name)
		if begins == "\x7fELF" || begins == "\xcf\xfa\xed\xfe" || strings.HasPrefix(begins, "MZ") {
			t.Errorf("%s is a program: git rm it", name)
		}
	}
}

// beginning is the first four bytes of a file, or nothing of one that was deleted and not yet committed so.
func beginning(t *testing.T, name string) string {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	magic := make([]byte, 4)
	n, _ := io.ReadFull(file, magic)
	return string(magic[:n])
}
