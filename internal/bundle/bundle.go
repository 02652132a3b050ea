// Package bundle builds the style sheet and scripts of a theme. It is the only package that imports esbuild.
//
// The entry points are assets/site.css and assets/site.ts for every page, assets/lists.css and assets/lists.ts for
// lists, assets/booklet.css for booklets, assets/search.ts, which pages load when the reader searches, and
// assets/later.ts, which they load when the reader first uses something else that needs it. Imports come from the files
// of the theme, never from the disk; a script may also import a YAML file of the theme, or with "#name" after it one
// group of that file.
//
// The name of each file contains a hash of its content, so that browsers can cache it forever. The same theme
// results in the same bytes. Warnings of esbuild are errors.
package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Assets are the files that pages load. Addresses are relative to the root of the site: "/assets/site-4KD9XQ2B.css".
type Assets struct {
	// Style is the address of the style sheet.
	Style string

	// ListStyle is the address of the style sheet of pages that consist of lists. It contains the other one.
	ListStyle string

	// BookletStyle is the address of the style sheet of booklets. It also contains the first one.
	BookletStyle string

	// Script is the address of the script of every page.
	Script string

	// Lists is the address of the script of pages that are lists.
	Lists string

	// Search is the address of the script that searches.
	Search string

	// Later is the address of the script of what pages need only after a click.
	Later string

	// Icon is the address of the icon of the site.
	Icon string

	// Files contains all of them.
	Files []File
}

// File is a file of the site.
type File struct {
	// Path has slashes and does not begin with one.
	Path string
	Data []byte
}

const (
	styleEntry        = "assets/site.css"
	listStyleEntry    = "assets/lists.css"
	bookletStyleEntry = "assets/booklet.css"
	scriptEntry       = "assets/site.ts"
	listsEntry        = "assets/lists.ts"
	searchEntry       = "assets/search.ts"
	laterEntry        = "assets/later.ts"
	iconFile          = "assets/icon.svg"
)

var entries = []string{
	styleEntry, listStyleEntry, bookletStyleEntry, scriptEntry, listsEntry, searchEntry, laterEntry,
}

// Build builds the assets of a theme.
func Build(theme fs.FS) (*Assets, error) {
	icon, err := fs.ReadFile(theme, iconFile)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}

	a := new(Assets)
	output := map[string][]byte{}
	for _, entry := range entries {
		var fonts []File
		if output[entry], fonts, err = buildEntry(theme, entry); err != nil {
			return nil, err
		}

		a.Files = append(a.Files, fonts...)
	}

	a.Style = a.add("assets/site", ".css", output[styleEntry])
	a.ListStyle = a.add("assets/lists", ".css", output[listStyleEntry])
	a.BookletStyle = a.add("assets/booklet", ".css", output[bookletStyleEntry])
	a.Script = a.add("assets/site", ".js", output[scriptEntry])
	a.Lists = a.add("assets/lists", ".js", output[listsEntry])
	a.Icon = a.add("assets/icon", iconExtension(icon), icon)
	a.Search = a.add("assets/search", ".js", output[searchEntry])
	a.Later = a.add("assets/later", ".js", output[laterEntry])
	return a, nil
}

// iconExtension returns the extension of an icon, which may be a drawing or a PNG picture.
func iconExtension(icon []byte) string {
	if bytes.HasPrefix(icon, []byte("\x89PNG")) {
		return ".png"
	}

	return ".svg"
}

// add adds a file with a hash in its name and returns its address.
func (a *Assets) add(stem, extension string, data []byte) string {
	sum := sha256.Sum256(data)
	hash := base32.StdEncoding.EncodeToString(sum[:])[:8]
	file := File{
		Path: stem + "-" + hash + extension,
		Data: data,
	}

	a.Files = append(a.Files, file)
	return "/" + file.Path
}

// engines are the oldest supported browsers: those of a locked-down computer that was set up in 2021.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "90"},
	{Name: api.EngineFirefox, Version: "90"},
	{Name: api.EngineSafari, Version: "14.1"},
}

// Entry builds one entry point with its imports, which come from the same files.
func Entry(theme fs.FS, entry string) ([]byte, error) {
	data, _, err := buildEntry(theme, entry)
	return data, err
}

// buildEntry builds one entry point. It returns the fonts of a style sheet, too, which are in the folder of the style
// sheet.
func buildEntry(theme fs.FS, entry string) (data []byte, fonts []File, err error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Outdir:            outFolder, // required, but no file is written
		AssetNames:        "[name]-[hash]",
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		Format:            api.FormatIIFE,
		Target:            api.ES2021,
		Engines:           engines,
		Plugins:           []api.Plugin{themeFiles(theme)},

		// Chrome 90 supports it, except in calls such as a?.(...b), which themes do not contain.
		Supported: map[string]bool{"optional-chain": true},

		// Class fields become plain assignments, which makes the scripts a tenth smaller.
		TsconfigRaw: `{"compilerOptions": {"strict": true, "useDefineForClassFields": false}}`,
	})

	if messages := append(result.Errors, result.Warnings...); len(messages) > 0 {
		return nil, nil, joinMessages(messages)
	}

	for _, f := range result.OutputFiles {
		if name := filepath.Base(f.Path); path.Ext(name) == fontExtension {
			fonts = append(fonts, File{Path: path.Join(path.Dir(entry), name), Data: f.Contents})
			continue
		}

		if data != nil {
			return nil, nil, fmt.Errorf("theme: %s results in several files instead of one", entry)
		}

		data = f.Contents
	}

	return data, fonts, nil
}

const (
	outFolder     = "out"
	fontExtension = ".woff2"
)

// joinMessages returns one error with the file, line and column of each message.
func joinMessages(messages []api.Message) error {
	var errs []error
	for _, m := range messages {
		place := "theme"
		if l := m.Location; l != nil {
			file := strings.TrimPrefix(l.File, namespace+":")
			place = fmt.Sprintf("theme: %s:%d:%d", file, l.Line, l.Column+1)
		}

		errs = append(errs, fmt.Errorf("%s: %s", place, lowerFirst(m.Text)))
	}

	return errors.Join(errs...)
}

func lowerFirst(s string) string {
	n := min(1, len(s))
	return strings.ToLower(s[:n]) + s[n:]
}

// namespace marks files of the theme. esbuild leaves other namespaces than its own to plugins.
const namespace = "theme"

// resolve returns the file of an import. Scripts omit the extension .ts.
func resolve(theme fs.FS, importer, imported string) (string, error) {
	name := path.Join(path.Dir(importer), imported)
	for _, candidate := range []string{name, name + ".ts"} {
		if info, err := fs.Stat(theme, candidate); err == nil && !info.IsDir() {
			return candidate, nil
		}
	}

	return "", fmt.Errorf("no file %q in the theme", name)
}
