// Package bundle turns a theme's style and script into the files that pages ask for. It alone imports esbuild.
//
// The entry points are assets/site.css and assets/site.ts for every page, assets/lists.ts for those that are lists, and assets/search.ts,
// which pages load when somebody searches; what they import comes from the theme's own files, never from the disk. Each file has a hash of its content in its name, so that browsers may keep it for ever, and the same theme gives the
// same bytes. A script may import a YAML file of the theme, and gets what is in it. A warning is an error: nobody reads warnings.
package bundle

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Assets are the files that pages ask for. The addresses are from the site's root: "/assets/site-4KD9XQ2B.css".
type Assets struct {
	Style  string
	Script string
	Lists  string // the script of pages that are lists
	Search string // the script that searches
	Icon   string
	Files  []File
}

// File is one of them.
type File struct {
	Path string // with slashes and without one in front
	Data []byte
}

const (
	styleEntry  = "assets/site.css"
	scriptEntry = "assets/site.ts"
	listsEntry  = "assets/lists.ts"
	searchEntry = "assets/search.ts"
	icon        = "assets/icon.svg"
)

// Build bundles the theme's style and script.
func Build(theme fs.FS) (*Assets, error) {
	picture, err := fs.ReadFile(theme, icon)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	style, err := build(theme, styleEntry)
	if err != nil {
		return nil, err
	}
	script, err := build(theme, scriptEntry)
	if err != nil {
		return nil, err
	}
	lists, err := build(theme, listsEntry)
	if err != nil {
		return nil, err
	}
	search, err := build(theme, searchEntry)
	if err != nil {
		return nil, err
	}
	a := new(Assets)
	a.Style = a.add("assets/site", ".css", style)
	a.Script = a.add("assets/site", ".js", script)
	a.Lists = a.add("assets/lists", ".js", lists)
	a.Icon = a.add("assets/icon", ".svg", picture)
	a.Search = a.add("assets/search", ".js", search)
	return a, nil
}

// add names a file after its content and returns its address.
func (a *Assets) add(stem, extension string, data []byte) string {
	sum := sha256.Sum256(data)
	name := stem + "-" + base32.StdEncoding.EncodeToString(sum[:])[:8] + extension
	a.Files = append(a.Files, File{Path: name, Data: data})
	return "/" + name
}

// One bundles one style or script for a page that is not one of the site, with what it imports from the same files.
func One(files fs.FS, entry string) ([]byte, error) { return build(files, entry) }

// build bundles one entry point. The browsers named are those of a locked-down computer that was set up in 2021.
func build(theme fs.FS, entry string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Outdir:            "out", // never written to: the files stay in memory
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		Format:            api.FormatIIFE,
		Target:            api.ES2021,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "90"},
			{Name: api.EngineFirefox, Version: "90"},
			{Name: api.EngineSafari, Version: "14.1"},
		},
		Supported:   map[string]bool{"optional-chain": true},                                   // Chrome 90 knows it, save for one call that nobody writes: a?.(...b)
		TsconfigRaw: `{"compilerOptions": {"strict": true, "useDefineForClassFields": false}}`, // fields are plain assignments: a tenth of a script less
		Plugins:     []api.Plugin{themeFiles(theme)},
	})
	if wrong := append(result.Errors, result.Warnings...); len(wrong) > 0 {
		return nil, complaint(wrong)
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("theme: %s makes %d files, not one", entry, len(result.OutputFiles))
	}
	return result.OutputFiles[0].Contents, nil
}

// complaint is one error that names file, line and column of each mistake.
func complaint(messages []api.Message) error {
	var all []error
	for _, m := range messages {
		where := "theme"
		if l := m.Location; l != nil {
			where = fmt.Sprintf("theme: %s:%d:%d", strings.TrimPrefix(l.File, namespace+":"), l.Line, l.Column+1)
		}
		all = append(all, fmt.Errorf("%s: %s", where, lowerFirst(m.Text)))
	}
	return errors.Join(all...)
}

func lowerFirst(s string) string {
	return strings.ToLower(s[:min(1, len(s))]) + s[min(1, len(s)):]
}

// namespace marks files of the theme for esbuild, which leaves those of other namespaces to plugins.
const namespace = "theme"

// resolve finds the file that an import means: as written, or with the extension that scripts leave out.
func resolve(theme fs.FS, importer, imported string) (string, error) {
	name := path.Join(path.Dir(importer), imported)
	for _, candidate := range []string{name, name + ".ts"} {
		if info, err := fs.Stat(theme, candidate); err == nil && !info.IsDir() {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("there is no %q in the theme", name)
}
