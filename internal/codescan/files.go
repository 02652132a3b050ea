package codescan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"

	"signpost/internal/git"
	"signpost/internal/regular"
)

// file is a file to scan.
type file struct {
	name string // to print
	dir  string // that was named, or contains the file that was named: links do not lead out of it
	rel  string // in it, with slashes: it tells tests apart
}

// foreignFolders contain code of others, or what tools keep.
var foreignFolders = map[string]bool{
	".git": true, ".hg": true, ".svn": true, "node_modules": true, "bower_components": true, "vendor": true,
	"Pods": true, "site-packages": true, ".venv": true, "venv": true, "__pycache__": true, ".tox": true, ".next": true,
	".nuxt": true, ".gradle": true, ".idea": true, ".vs": true, ".signpost": true,
}

// outputFolders are written by build tools, if there is a project of such a tool next to them.
var outputFolders = map[string]bool{
	"build": true, "dist": true, "out": true, "target": true, "bin": true, "obj": true, "coverage": true,
}

// projects are files of build tools.
var projects = []string{"package.json", "pom.xml", "build.gradle", "build.gradle.kts", "Cargo.toml", "CMakeLists.txt",
	"setup.py", "pyproject.toml", "*.csproj", "*.vbproj", "*.fsproj"}

// lockFiles record the versions of libraries. Their names and checksums look like codes.
var lockFiles = map[string]bool{
	"package-lock.json": true, "npm-shrinkwrap.json": true, "yarn.lock": true, "pnpm-lock.yaml": true, "go.sum": true,
	"composer.lock": true, "poetry.lock": true, "Cargo.lock": true, "Gemfile.lock": true, "Pipfile.lock": true,
	"Podfile.lock": true, "uv.lock": true, "packages.lock.json": true, "gradle.lockfile": true, "anchors.lock": true,
	"lint.baseline": true,
}

// listFiles returns the files in the paths, sorted. A folder in a git checkout has those that git does not ignore.
func listFiles(ctx context.Context, o Options) ([]file, error) {
	var list []file
	for _, root := range o.Paths {
		info, err := os.Stat(root)
		if err != nil {
			return nil, err
		}

		if !info.IsDir() {
			list = append(list, fileAt(root))
			continue
		}

		names := gitFiles(ctx, root)
		if names == nil {
			if names, err = walk(ctx, root); err != nil {
				return nil, err
			}
		}

		for _, rel := range names {
			if !isForeign(rel) && !excludes(o.Exclude, rel) {
				list = append(list, fileIn(root, rel))
			}
		}
	}

	list, err := withoutSkipped(list, o.Skip)
	slices.SortFunc(list, func(a, b file) int { return strings.Compare(a.name, b.name) })

	return slices.CompactFunc(list, func(a, b file) bool { return a.name == b.name }), err
}

// fileAt returns the file at a path on the command line.
func fileAt(name string) file {
	return fileIn(filepath.Dir(name), filepath.Base(name))
}

func fileIn(dir, rel string) file {
	return file{filepath.Join(dir, filepath.FromSlash(rel)), dir, rel}
}

// gitFiles returns the files in a folder that git knows or does not ignore, with slashes. It returns nil if the folder
// is in no checkout, if git ignores all of it, or if there is no git.
func gitFiles(ctx context.Context, dir string) []string {
	out, err := git.Output(ctx, dir, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".")
	if err != nil || len(out) == 0 {
		return nil
	}

	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// walk returns the files in a folder, with slashes.
func walk(ctx context.Context, dir string) ([]string, error) {
	var names []string
	root, err := regular.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()

	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			return nil // removed meanwhile
		case err != nil:
			return err
		case !d.IsDir():
			if d.Type().IsRegular() {
				names = append(names, name)
			}

			return nil
		case name != "." && (foreignFolders[d.Name()] || outputFolders[d.Name()] && isProject(root, path.Dir(name))):
			return fs.SkipDir
		}

		return nil
	})

	return names, err
}

// isProject reports whether a folder contains a file of a build tool.
func isProject(root fs.FS, dir string) bool {
	return slices.ContainsFunc(projects, func(pattern string) bool {
		found, err := fs.Glob(root, path.Join(escapeGlob(dir), pattern))
		return err == nil && len(found) > 0
	})
}

func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// isForeign reports whether a file is one of others, or a record of a tool.
func isForeign(rel string) bool {
	dir, base := path.Split(rel)
	for element := range strings.SplitSeq(dir, "/") {
		if foreignFolders[element] {
			return true
		}
	}

	return lockFiles[base]
}

// CheckExclude returns an error if a pattern is malformed.
func CheckExclude(pattern string) error {
	_, err := path.Match(pattern, "")
	return err
}

// excludes reports whether one of the patterns matches a file or a folder that contains it: its path, or its name if
// the pattern has no slash.
func excludes(patterns []string, rel string) bool {
	for _, pattern := range patterns {
		pattern = strings.TrimSuffix(strings.TrimSuffix(filepath.ToSlash(pattern), "/**"), "/")
		for name := rel; name != "."; name = path.Dir(name) {
			text := name
			if !strings.Contains(pattern, "/") {
				text = path.Base(name)
			}

			if matches, _ := path.Match(pattern, text); matches {
				return true
			}
		}
	}

	return false
}

// withoutSkipped returns the files that are not in the paths to skip.
func withoutSkipped(list []file, skip []string) ([]file, error) {
	var prefixes []string
	for _, name := range skip {
		full, err := filepath.Abs(name)
		if err != nil {
			return nil, err
		}

		prefixes = append(prefixes, full)
	}

	here, err := filepath.Abs(".")
	return slices.DeleteFunc(list, func(f file) bool {
		full := f.name
		if !filepath.IsAbs(full) {
			full = filepath.Join(here, full)
		}

		return slices.ContainsFunc(prefixes, func(p string) bool {
			return full == p || strings.HasPrefix(full, p+string(filepath.Separator))
		})
	}), err
}

// reason is why a file is not scanned.
type reason int

const (
	included  reason = iota
	irregular        // a symbolic link or a submodule
	binaryFile
	large
	minified
	generated
)

// exclusion returns why a file with this start is not scanned.
func exclusion(name string, source []byte, size int64) reason {
	head := source[:min(len(source), 8<<10)]
	switch {
	case size < 0:
		return irregular
	case size > MaxSize:
		return large
	case bytes.IndexByte(head, 0) >= 0 && byteOrder(source) == nil:
		return binaryFile
	case isMinified(name, source):
		return minified
	case isDeclaration(source):
		return generated
	}

	return included
}

// minLine is the average length of lines in a file that a program wrote.
const minLine = 1000

// isMinified reports whether a script or a style was made smaller by a program.
func isMinified(name string, source []byte) bool {
	base := strings.ToLower(path.Base(filepath.ToSlash(name)))
	switch path.Ext(base) {
	case ".map":
		return true
	case ".js", ".mjs", ".cjs", ".css":
		isNamed := strings.Contains(base, ".min.") || strings.Contains(base, "-min.")
		return isNamed || len(source) > 10*minLine && len(source)/(bytes.Count(source, []byte("\n"))+1) > minLine
	}

	return false
}

// byteOrder returns the byte order of a text in UTF-16, or nil.
func byteOrder(source []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(source, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(source, []byte("\xfe\xff")):
		return binary.BigEndian
	}

	return nil
}

// decode returns a text in UTF-8. Programs for Windows have sources in UTF-16.
func decode(source []byte) []byte {
	order := byteOrder(source)
	if order == nil {
		return bytes.TrimPrefix(source, []byte("\ufeff"))
	}

	units := make([]uint16, 0, len(source)/2)
	for i := 2; i+1 < len(source); i += 2 {
		units = append(units, order.Uint16(source[i:]))
	}

	return []byte(string(utf16.Decode(units)))
}
