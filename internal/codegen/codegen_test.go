package codegen

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/codes"
	"signpost/internal/testkit/limited"
	"signpost/internal/testkit/need"
)

// registry has codes of all forms, and texts that try to leave a comment in one of the languages.
func registry() *codes.Registry {
	return codes.New("https://help.example/a*/b\"\\é/", []codes.Entry{
		{Code: "ID-201", Title: "ODS code not present", Summary: strings.Repeat("The card has no role here. ", 8)},
		{Code: "ID-202", Title: "Old", Retired: &codes.Retired{Successor: "ID-201"}},
		{Code: "ID-203", Title: "Gone", Retired: &codes.Retired{}},
		{Code: "1046", Title: "*/ leave(); /* */"},
		{Code: "0x80070005", Title: `\u002a/ leave(); \u000a \uzzzz \`},
		{Code: "CODE-1046", Title: "one\nleave()\rleave()\u2028leave()\u2029leave()\u0085leave()"},
		{Code: "ERR_TAX_001", Title: `"""'''</summary><leave/>&{@code @deprecated`},
		{Code: "__proto__", Title: "@deprecated no"},
		{Code: "E.1", Title: "\u202e//evael\ufeff\xff\x00"},
		{Code: "URL_", Summary: "%s %!d(leave) $leave ${leave} {{.leave}} #{leave}"},
		{Code: "if_", Title: "A word of all languages"},
	})
}

func generate(t *testing.T, o Options) []byte {
	t.Helper()
	source, err := Generate(registry(), o)
	if err != nil {
		t.Fatal(err)
	}

	if !IsGenerated(source) {
		t.Error("the header is missing")
	}

	return source
}

func TestGolden(t *testing.T) {
	for _, o := range []Options{
		{Format: "go", File: "src/faults/faults.go"},
		{Format: "ts"},
		{Format: "py"},
		{Format: "java", File: "Fault.java", Package: "com.example"},
		{Format: "cs", File: "codes.g.cs", Package: "Example.Faults"},
	} {
		t.Run(o.Format, func(t *testing.T) {
			got := generate(t, o)
			golden := filepath.Join("testdata", o.Format+".golden")
			if os.Getenv("SIGNPOST_UPDATE") != "" {
				if err := os.WriteFile(golden, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}

			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNames(t *testing.T) {
	for c, want := range map[codes.Code][2]string{
		"PAY-1042":    {"PAY1042", "PAY_1042"},
		"ERR_TAX_001": {"ERRTAX001", "ERR_TAX_001"},
		"E.1":         {"E1", "E_1"},
		"1046":        {"Code1046", "Code_1046"},
		"CODE-1046":   {"CODE1046", "CODE_1046"},
		"0x80070005":  {"Code0X80070005", "Code_0X80070005"},
		"__proto__":   {"PROTO", "PROTO"},
		"..1":         {"Code1", "Code_1"},
	} {
		if got := [2]string{Name("go", c), Name("ts", c)}; got != want {
			t.Errorf("%s: got %s, want %s", c, got, want)
		}
	}
}

func TestPackages(t *testing.T) {
	for _, o := range []Options{
		{Format: "ts", Package: "faults"},
		{Format: "go", Package: "a.b"},
		{Format: "go", Package: "func"},
		{Format: "java", Package: "com.new.x"},
		{Format: "java", Package: "a; leave()"},
		{Format: "java", File: "my-codes.java"},
		{Format: "cs", Package: "A.namespace"},
		{Format: "cobol"},
	} {
		if source, err := Generate(registry(), o); err == nil {
			t.Errorf("%+v: no error and\n%s", o, source)
		}
	}
}

func TestJavaHasALimit(t *testing.T) {
	var entries []codes.Entry
	for i := range 2501 {
		entries = append(entries, codes.Entry{Code: codes.Code(fmt.Sprint("E", i))})
	}

	if _, err := Generate(codes.New("", entries), Options{Format: "java"}); err == nil {
		t.Error("no error for 2501 codes")
	}

	if _, err := Generate(codes.New("", entries), Options{Format: "cs"}); err != nil {
		t.Error(err)
	}
}

// Go must compile, and be as gofmt and vet want it.
func TestGoCompiles(t *testing.T) {
	for _, r := range []*codes.Registry{registry(), codes.New("", nil)} {
		source, err := Generate(r, Options{Format: "go"})
		if err != nil {
			t.Fatal(err)
		}

		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "codes.go", source, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}

		config := types.Config{Importer: importer.Default()}
		if _, err := config.Check("codes", fset, []*ast.File{file}, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestTypeScriptCompiles(t *testing.T) {
	tsc := need.Tool(t, ".bin/tsc")
	for _, r := range []*codes.Registry{registry(), codes.New("", nil)} {
		file := writeTo(t, r, Options{Format: "ts"}, "codes.ts")
		runTool(t, tsc, "--strict", "--noEmit", "--target", "es2020", file)
	}
}

func TestPythonCompiles(t *testing.T) {
	python := compiler(t, "python3")
	for _, r := range []*codes.Registry{registry(), codes.New("", nil)} {
		file := writeTo(t, r, Options{Format: "py"}, "codes_of_help.py")
		runTool(t, python, file)
	}

	file := writeTo(t, registry(), Options{Format: "py"}, "codes_of_help.py")
	script := "from codes_of_help import Code; print(Code.ID_201, Code.ID_201.url, len(Code))"
	cmd := exec.Command(python, "-c", script)
	cmd.Dir = filepath.Dir(file)
	out, err := cmd.CombinedOutput()
	const want = "ID-201 https://help.example/a%2A/b%22%5C%C3%A9/e/id-201/ 11\n"
	if err != nil || strings.ReplaceAll(string(out), "\r", "") != want {
		t.Errorf("got %s, %v", out, err)
	}
}

func TestJavaCompiles(t *testing.T) {
	javac := compiler(t, "javac")
	for _, r := range []*codes.Registry{registry(), codes.New("", nil)} {
		file := writeTo(t, r, Options{Format: "java", Package: "com.example"}, "Code.java")
		runTool(t, javac, "-encoding", "utf-8", "-Xlint:all", "-Xdoclint:all,-missing", "-Werror",
			"-d", t.TempDir(), file)
	}
}

func TestCSharpCompiles(t *testing.T) {
	mcs := compiler(t, "mcs")
	for _, name := range []string{"", "Example.Codes"} {
		file := writeTo(t, registry(), Options{Format: "cs", Package: name}, "Code.cs")
		runTool(t, mcs, "-target:library", "-warnaserror", "-doc:"+filepath.Join(t.TempDir(), "doc.xml"), file)
	}
}

// compiler returns the path of a compiler. make test installs all of them.
func compiler(t *testing.T, program string) string {
	t.Helper()
	found, err := exec.LookPath(program)
	if err != nil {
		need.Missing(t, err.Error())
	}

	return found
}

func writeTo(t *testing.T, r *codes.Registry, o Options, name string) string {
	t.Helper()
	source, err := Generate(r, o)
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, source, 0o666); err != nil {
		t.Fatal(err)
	}

	return file
}

func runTool(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}

// FuzzGo checks that no title leaves its comment, and that names are distinct and valid.
func FuzzGo(f *testing.F) {
	f.Add("ID-201", "PAY.1", "title\n*/")
	f.Fuzz(func(t *testing.T, a, b, text string) {
		limited.Input(t)
		x, y := codes.Code(a), codes.Code(b)
		if !x.Valid() || !y.Valid() || codes.Key(a) == codes.Key(b) {
			return
		}

		for _, format := range Formats() {
			if Name(format, x) == Name(format, y) {
				t.Errorf("%s and %s have the same name in %s", a, b, format)
			}
		}

		r := codes.New(text, []codes.Entry{{Code: x, Title: text, Summary: text}, {Code: y}})
		if _, err := Generate(r, Options{Format: "go"}); err != nil {
			t.Error(err)
		}

		for format, comments := range map[string]int{"ts": 4, "java": 5} {
			source, err := Generate(r, Options{Format: format})
			if err != nil {
				t.Fatal(err)
			}

			if n := strings.Count(string(source), "*/"); n != comments {
				t.Errorf("%d comments end, want %d:\n%s", n, comments, source)
			}
		}
	})
}
