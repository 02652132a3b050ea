// Package licences collects the licences and notices of the software that is part of a program: its own, that of Go,
// and those of all modules that are linked into it on any system. It is used by tests only.
package licences

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// systems are those for which the programs are built. Modules differ between them.
var systems = []string{"linux", "windows", "darwin"}

// notice matches the names of files that must be passed on with a module.
var notice = regexp.MustCompile(`(?i)^(licen[cs]e|copying|copyright|notice|unlicense)(\.(md|txt|rst))?$`)

const separator = "\n--------------------------------------------------------------------------------\n\n"

// Check compares licences.txt with the licences of the program in the working directory. With SIGNPOST_UPDATE=1 it
// writes the file. It fails if a module has no licence.
func Check(t *testing.T) {
	t.Helper()
	want, err := collect()
	if err != nil {
		t.Fatal(err)
	}

	const name = "licences.txt"
	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		if err := os.WriteFile(name, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}

	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	if !bytes.Equal(got, want) {
		t.Errorf("%s does not contain the licences of the modules in the program: run make generate", name)
	}
}

// collect returns the licences as text. Modules with the same licence share it.
func collect() ([]byte, error) {
	own, goLicence, err := ownLicences()
	if err != nil {
		return nil, err
	}

	folders, err := linkedFolders()
	if err != nil {
		return nil, err
	}

	byText := map[string][]string{goLicence: {"the Go programming language"}}
	for _, module := range slices.Sorted(maps.Keys(folders)) {
		files, err := noticesIn(module, folders[module])
		if err != nil {
			return nil, err
		}

		for name, text := range files {
			byText[text] = append(byText[text], name)
		}
	}

	sections := []string{own}
	texts := slices.SortedFunc(maps.Keys(byText), func(a, b string) int {
		return strings.Compare(slices.Min(byText[a]), slices.Min(byText[b]))
	})
	for _, text := range texts {
		names := slices.Sorted(slices.Values(byText[text]))
		sections = append(sections, strings.Join(names, "\n")+"\n\n"+text)
	}

	return []byte(strings.Join(sections, separator)), nil
}

// ownLicences returns the licences of this repository and of Go, whose standard library is part of every program.
func ownLicences() (own, goLicence string, err error) {
	out, err := run("", "env", "GOMOD", "GOROOT")
	if err != nil {
		return "", "", err
	}

	lines := strings.Split(string(out), "\n")
	own, err = readText(filepath.Join(filepath.Dir(lines[0]), "LICENSE"))
	if err != nil {
		return "", "", err
	}

	goLicence, err = readText(filepath.Join(lines[1], "LICENSE"))

	return own, goLicence, err
}

// module is a folder and the packages of it that are linked.
type module struct {
	dir      string
	packages map[string]bool // their folders
}

// linkedFolders returns the modules of the packages that the program is made of on all systems, by name and version.
func linkedFolders() (map[string]module, error) {
	modules := map[string]module{}
	for _, system := range systems {
		out, err := run(system, "list", "-deps", "-json=Dir,Module", ".")
		if err != nil {
			return nil, err
		}

		packages := json.NewDecoder(bytes.NewReader(out))
		for {
			var p struct {
				Dir    string
				Module *struct {
					Path, Version, Dir string
					Main               bool
				}
			}

			err := packages.Decode(&p)
			if errors.Is(err, io.EOF) {
				break
			}

			if err != nil {
				return nil, err
			}

			if p.Module == nil || p.Module.Main {
				continue
			}

			name := p.Module.Path + " " + p.Module.Version
			if modules[name].packages == nil {
				modules[name] = module{p.Module.Dir, map[string]bool{}}
			}

			modules[name].packages[p.Dir] = true
		}
	}

	return modules, nil
}

// noticesIn returns the licences and notices of a module, by the name of the module and of the file if it is not that
// of the module as a whole. A linked package, or a folder above it, may have another licence than the module.
func noticesIn(name string, m module) (map[string]string, error) {
	files := map[string]string{}
	for dir := range m.packages {
		for ; strings.HasPrefix(dir, m.dir); dir = filepath.Dir(dir) {
			if err := addNotices(files, name, m.dir, dir); err != nil {
				return nil, err
			}
		}
	}

	if len(files) == 0 {
		return nil, fmt.Errorf("the module %s has no licence in %s: it cannot be part of a release", name, m.dir)
	}

	return files, nil
}

func addNotices(files map[string]string, name, root, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}

	for _, e := range entries {
		if e.IsDir() || !notice.MatchString(e.Name()) {
			continue
		}

		file, err := filepath.Rel(root, filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}

		text, err := readText(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}

		files[name+", "+filepath.ToSlash(file)] = text
	}

	return nil
}

// readText reads a text with line breaks as in Unix, and one at its end.
func readText(name string) (string, error) {
	data, err := os.ReadFile(name)
	return strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")) + "\n", err
}

// run runs the go command for a system, or for this one.
func run(system string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	cmd.Env = os.Environ()
	if system != "" {
		cmd.Env = append(cmd.Env, "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
	}

	return cmd.Output()
}
