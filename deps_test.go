package signpost

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

const (
	goldmark = "github.com/yuin/goldmark"
	viper    = "github.com/spf13/viper"
	esbuild  = "github.com/evanw/esbuild"
	scard    = "github.com/ebfe/scard"
)

// allowed lists, for each package, the packages of the module and the libraries that it may import. An import that is
// not listed fails: before adding one, see docs/architecture.md for the direction of dependencies. An import that is
// listed and no longer used fails too. The standard library is free, except for the packages in limited.
var allowed = map[string][]string{
	"checks": {
		"checks/card",
		"internal/codes",
		"internal/strictyaml",
	},
	"checks/probe": {
		"checks",
		"checks/card",
		"checks/probe/fetch",
		"github.com/ebfe/scard",
		"go.yaml.in/yaml/v3",
		"golang.org/x/sys",
		"internal/strictyaml",
		"net",
		"os/exec",
		"unsafe",
	},
	"checks/probe/fetch": {
		"checks",
		"golang.org/x/net",
		"golang.org/x/sys",
		"net/http",
		"unsafe",
	},
	"cmd/cardcheck": {
		"checks",
		"checks/probe",
		"checks/probe/fetch",
		"github.com/inconshreveable/mousetrap",
		"github.com/spf13/cobra",
		"github.com/spf13/pflag",
		"golang.org/x/sys",
		"internal/cli",
		"internal/cli/command",
		"internal/codes",
		"internal/companion/page",
		"internal/companion/practice",
		"internal/opener",
		"internal/version",
	},
	"cmd/signpost": {
		"github.com/spf13/cobra",
		"github.com/spf13/pflag",
		"golang.org/x/term",
		"golang.org/x/text",
		"internal/addresslist",
		"internal/article",
		"internal/baseline",
		"internal/cli",
		"internal/cli/command",
		"internal/codegen",
		"internal/codes",
		"internal/codescan",
		"internal/compare",
		"internal/config",
		"internal/download",
		"internal/earlier",
		"internal/explain",
		"internal/external",
		"internal/generate",
		"internal/history",
		"internal/importer",
		"internal/library",
		"internal/lock",
		"internal/migrate",
		"internal/opener",
		"internal/output",
		"internal/picture",
		"internal/polite",
		"internal/problem",
		"internal/progress",
		"internal/regular",
		"internal/repair",
		"internal/revision",
		"internal/rules",
		"internal/search",
		"internal/serve",
		"internal/site",
		"internal/snapshot",
		"internal/strictyaml",
		"internal/verify",
		"internal/version",
		"net",
		"net/http",
		"themes",
	},
	"internal/address": {
		"internal/filename",
	},
	"internal/addresslist": {
		"golang.org/x/text",
	},
	"internal/article": {
		"github.com/yuin/goldmark",
		"golang.org/x/text",
		"internal/address",
		"internal/codes",
		"internal/limit",
		"internal/markdown",
		"internal/problem",
		"internal/rules",
		"internal/sanitise",
		"internal/strictyaml",
	},
	"internal/baseline": {
		"internal/problem",
		"internal/rules",
	},
	"internal/bench": {
		"github.com/yuin/goldmark",
		"internal/testkit/corpus",
		"net/http",
		"os/exec",
	},
	"internal/brand": {
		"internal/contrast",
	},
	"internal/bundle": {
		"github.com/evanw/esbuild",
		"go.yaml.in/yaml/v3",
	},
	"internal/cli/command": {
		"github.com/spf13/cobra",
		"github.com/spf13/pflag",
		"internal/cli",
	},
	"internal/codegen": {
		"internal/codes",
	},
	"internal/codescan": {
		"internal/cli",
		"internal/codegen",
		"internal/codes",
		"internal/codescan/syntax",
		"internal/git",
		"internal/parallel",
		"internal/problem",
		"internal/regular",
		"internal/rules",
	},
	"internal/companion/page": {
		"checks",
		"internal/cli",
		"internal/codes",
		"internal/companion/practice",
		"internal/loopback",
		"net/http",
	},
	"internal/companion/practice": {
		"checks",
		"checks/probe",
	},
	"internal/compare": {
		"internal/cli",
		"internal/codes",
		"internal/snapshot",
	},
	"internal/config": {
		"github.com/go-viper/mapstructure",
		"github.com/spf13/viper",
		"golang.org/x/net",
		"golang.org/x/text",
		"internal/brand",
		"internal/csp",
		"internal/limit",
		"internal/problem",
		"internal/regular",
		"internal/rules",
		"internal/sanitise",
		"internal/strictyaml",
	},
	"internal/download": {
		"golang.org/x/net",
		"internal/polite",
		"internal/usercache",
		"net",
		"net/http",
	},
	"internal/earlier": {
		"internal/address",
		"internal/article",
		"internal/history",
		"internal/library",
		"internal/regular",
		"internal/repair",
		"internal/revision",
		"internal/site",
	},
	"internal/explain": {
		"internal/cli",
		"internal/codes",
		"internal/problem",
		"internal/rules",
	},
	"internal/external": {
		"internal/polite",
		"net",
		"net/http",
	},
	"internal/filename": {
		"golang.org/x/text",
		"net/http",
	},
	"internal/generate": {
		"golang.org/x/text",
		"internal/address",
		"internal/article",
		"internal/baseline",
		"internal/brand",
		"internal/bundle",
		"internal/cli",
		"internal/codes",
		"internal/config",
		"internal/contrast",
		"internal/csp",
		"internal/filename",
		"internal/history",
		"internal/library",
		"internal/limit",
		"internal/lock",
		"internal/output",
		"internal/parallel",
		"internal/picture",
		"internal/problem",
		"internal/regular",
		"internal/render",
		"internal/rules",
		"internal/search",
		"internal/site",
		"internal/strictyaml",
		"themes",
	},
	"internal/git": {
		"os/exec",
	},
	"internal/glossary": {
		"golang.org/x/net",
		"internal/limit",
		"internal/strictyaml",
	},
	"internal/history": {
		"internal/git",
		"internal/usercache",
	},
	"internal/htmlpage": {
		"golang.org/x/net",
	},
	"internal/importer": {
		"github.com/JohannesKaufmann/html-to-markdown",
		"github.com/yuin/goldmark",
		"go.yaml.in/yaml/v3",
		"golang.org/x/net",
		"internal/article",
		"internal/cli",
		"internal/filename",
		"internal/limit",
		"internal/markdown",
		"net/http",
	},
	"internal/library": {
		"internal/article",
		"internal/codes",
		"internal/markdown",
		"internal/problem",
		"internal/rules",
		"internal/strictyaml",
		"internal/usercache",
	},
	"internal/lock": {
		"internal/address",
		"internal/codes",
		"internal/problem",
		"internal/rules",
	},
	"internal/loopback": {
		"net",
		"net/http",
	},
	"internal/markdown": {
		"github.com/alecthomas/chroma",
		"github.com/yuin/goldmark",
		"golang.org/x/net",
		"internal/limit",
		"internal/problem",
		"internal/sanitise",
	},
	"internal/migrate": {
		"github.com/pelletier/go-toml",
		"github.com/yuin/goldmark-emoji",
		"go.yaml.in/yaml/v3",
		"golang.org/x/text",
		"internal/article",
		"internal/cli",
		"internal/filename",
		"internal/lock",
		"internal/markdown",
		"internal/migrate/anchors",
		"internal/migrate/component",
		"internal/migrate/liquid",
		"internal/migrate/literal",
		"internal/migrate/shortcode",
		"internal/regular",
	},
	"internal/migrate/anchors": {
		"golang.org/x/text",
	},
	"internal/migrate/component": {
		"internal/markdown",
		"internal/migrate/literal",
	},
	"internal/migrate/liquid": {
		"internal/migrate/tagtree",
	},
	"internal/migrate/shortcode": {
		"internal/migrate/tagtree",
	},
	"internal/opener": {
		"golang.org/x/sys",
		"os/exec",
	},
	"internal/output": {
		"golang.org/x/sys",
		"internal/cli",
		"internal/parallel",
	},
	"internal/picture": {
		"github.com/HugoSmits86/nativewebp",
		"golang.org/x/image",
		"golang.org/x/sync",
		"golang.org/x/text",
		"internal/limit",
		"internal/usercache",
		"net/http",
	},
	"internal/polite": {
		"net/http",
	},
	"internal/problem": {
		"internal/cli",
	},
	"internal/regular": {
		"internal/limit",
	},
	"internal/render": {
		"golang.org/x/net",
		"golang.org/x/text",
		"internal/address",
		"internal/article",
		"internal/codes",
		"internal/config",
		"internal/library",
		"internal/markdown",
		"internal/site",
		"internal/strictyaml",
	},
	"internal/repair": {
		"golang.org/x/text",
		"internal/codes",
		"internal/lock",
	},
	"internal/revision": {
		"internal/git",
	},
	"internal/rules": {
		"golang.org/x/net",
		"internal/codes",
		"internal/contrast",
		"internal/csp",
		"internal/problem",
		"internal/strictyaml",
	},
	"internal/search": {
		"github.com/klauspost/compress",
		"golang.org/x/text",
		"internal/codes",
		"internal/config",
		"internal/library",
		"internal/parallel",
		"internal/site",
	},
	"internal/sanitise": {
		"golang.org/x/net",
	},
	"internal/serve": {
		"github.com/fsnotify/fsnotify",
		"golang.org/x/net",
		"internal/cli",
		"internal/config",
		"internal/csp",
		"internal/generate",
		"internal/history",
		"internal/output",
		"internal/problem",
		"internal/regular",
		"internal/rules",
		"internal/site",
		"net",
		"net/http",
	},
	"internal/site": {
		"golang.org/x/text",
		"internal/address",
		"internal/article",
		"internal/codes",
		"internal/config",
		"internal/filename",
		"internal/glossary",
		"internal/library",
		"internal/limit",
		"internal/lock",
		"internal/markdown",
		"internal/parallel",
		"internal/picture",
		"internal/problem",
		"internal/regular",
		"internal/rules",
		"internal/sanitise",
		"internal/strictyaml",
	},
	"internal/snapshot": {
		"golang.org/x/net",
		"internal/address",
		"internal/codes",
		"internal/htmlpage",
		"internal/output",
		"internal/parallel",
		"internal/polite",
		"internal/regular",
		"net/http",
	},
	"internal/strictyaml": {
		"go.yaml.in/yaml/v3",
		"internal/limit",
	},
	"internal/testkit/attack": {
		"github.com/HugoSmits86/nativewebp",
		"github.com/rogpeppe/go-internal",
	},
	"internal/testkit/browser": {
		"github.com/chromedp/cdproto",
		"github.com/chromedp/chromedp",
		"internal/testkit/need",
		"os/exec",
	},
	"internal/testkit/edits": {
		"internal/article",
	},
	"internal/testkit/licences": {
		"os/exec",
	},
	"internal/testkit/sitecheck": {
		"golang.org/x/net",
		"internal/sanitise",
	},
	"internal/testkit/vcard": {
		"github.com/ebfe/scard",
		"net",
	},
	"internal/verify": {
		"golang.org/x/sync",
		"internal/address",
		"internal/cli",
		"internal/codes",
		"internal/generate",
		"internal/htmlpage",
		"internal/lock",
		"internal/output",
		"internal/polite",
		"internal/site",
		"net",
		"net/http",
	},
	"themes": {
		"go.yaml.in/yaml/v3",
		"internal/problem",
		"internal/rules",
		"internal/strictyaml",
	},
}

// limited are packages of the standard library that an import of needs a row, too: they reach the network, start
// programs, or work around the type system.
var limited = []string{"net", "net/http", "os/exec", "unsafe"}

func TestImports(t *testing.T) {
	s := readSource(t)
	for _, folder := range slices.Sorted(maps.Keys(s.files)) {
		want := allowed[folder]
		got := s.edges(folder)
		for _, name := range got {
			if !slices.Contains(want, name) {
				t.Errorf("%s imports %s, which is not in the list of allowed imports", folder, name)
			}
		}
		for _, name := range want {
			if !slices.Contains(got, name) {
				t.Errorf("%s no longer imports %s: remove it from the list", folder, name)
			}
		}
	}
	for folder := range allowed {
		if s.files[folder] == nil {
			t.Errorf("%s is in the list of allowed imports and does not exist", folder)
		}
	}
}

// edges returns the imports of a package that the allow-list covers, sorted.
func (s source) edges(folder string) []string {
	seen := map[string]bool{}
	for _, name := range s.imports[folder] {
		isLimited := slices.Contains(limited, name)
		isLibrary := strings.Contains(strings.Split(name, "/")[0], ".")
		switch {
		case isLibrary:
			seen[libraryOf(name)] = true
		case s.files[name] != nil || isLimited:
			seen[name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// libraryOf returns the first three elements of an import path, which name the library: "golang.org/x/net".
func libraryOf(name string) string {
	parts := strings.Split(name, "/")
	return strings.Join(parts[:min(3, len(parts))], "/")
}

func TestProgramsDoNotLinkEachOthersLibraries(t *testing.T) {
	s := readSource(t)
	for program, foreign := range map[string][]string{
		"cmd/cardcheck": {goldmark, viper, esbuild, "internal/testkit"},
		"cmd/signpost":  {scard, "internal/testkit"},
	} {
		if s.files[program] == nil {
			t.Errorf("%s has no source", program)
		}
		for _, name := range s.reach(program) {
			for _, f := range foreign {
				if name == f || strings.HasPrefix(name, f+"/") {
					t.Errorf("%s links %s", program, name)
				}
			}
		}
	}
}

// shared are the packages that both programs link.
var shared = []string{
	"internal/cli",
	"internal/cli/command",
	"internal/codes",
	"internal/limit",
	"internal/opener",
	"internal/strictyaml",
	"internal/version",
}

func TestTheTwoTreesMeetOnlyInSharedPackages(t *testing.T) {
	s := readSource(t)
	companion := s.reach("cmd/cardcheck")
	for _, name := range s.reach("cmd/signpost") {
		if s.files[name] != nil && slices.Contains(companion, name) && !slices.Contains(shared, name) {
			t.Errorf("both programs link %s, which is not in the list of shared packages", name)
		}
	}
}

// doesIO are the packages through which a program reaches anything except its own memory.
var doesIO = []string{
	"golang.org/x/sys",
	"io/fs",
	"log",
	"net",
	"os",
	"os/exec",
	"path/filepath",
	"plugin",
	"syscall",
	"testing",
	"unsafe",
}

func TestChecksDoNoIO(t *testing.T) {
	s := readSource(t)
	for _, folder := range []string{"checks", "checks/card"} {
		for _, name := range s.imports[folder] {
			if slices.Contains(doesIO, name) || strings.HasPrefix(name, "golang.org/x/sys/") {
				t.Errorf("%s imports %s: only checks/probe does I/O", folder, name)
			}
		}
	}
}

// docs/architecture.md lists every folder that contains code.
func TestArchitectureListsTheFolders(t *testing.T) {
	document, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for folder := range readSource(t).files {
		if !slices.ContainsFunc(parents(folder), func(f string) bool {
			return strings.Contains(string(document), "`"+f+"/`")
		}) {
			t.Errorf("docs/architecture.md does not mention %s", folder)
		}
	}
}

// parents returns a folder and the folders above it.
func parents(folder string) []string {
	var list []string
	for ; folder != "."; folder = path.Dir(folder) {
		list = append(list, folder)
	}
	return list
}
