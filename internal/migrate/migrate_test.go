package migrate_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"signpost/internal/migrate"
)

// Each archive in testdata contains the documentation of one generator below in/, and the help centre that it becomes
// below out/, with the moved headings in out/moved. SIGNPOST_UPDATE=1 writes the latter. The file "published" is for a
// test of cmd/signpost.
func TestProjects(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}

	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) { checkProject(t, name) })
	}
}

func checkProject(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}

	inputs, want := split(archive)
	got := convert(t, inputs, "auto")
	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		archive.Files = slices.Concat(inputs, got)
		if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}

		return
	}

	if diff := cmp.Diff(textOf(want), textOf(got)); diff != "" {
		t.Errorf("the result changed; if that is right, run SIGNPOST_UPDATE=1 go test ./internal/migrate:\n%s", diff)
	}
}

// split returns the files below out/, and the others.
func split(archive *txtar.Archive) (inputs, outputs []txtar.File) {
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "out/") {
			inputs = append(inputs, f)
		} else {
			outputs = append(outputs, f)
		}
	}

	return inputs, outputs
}

func textOf(files []txtar.File) map[string]string {
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Name] = string(f.Data)
	}

	return texts
}

// convert imports files and returns the result as files below out/.
func convert(t *testing.T, inputs []txtar.File, from string) []txtar.File {
	t.Helper()
	dir := writeFiles(t, inputs)
	project, err := migrate.Open(t.Context(), filepath.Join(dir, "in"), from)
	if err != nil {
		t.Fatal(err)
	}
	defer project.Close()

	result, err := project.Convert(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	var files []txtar.File
	for _, name := range slices.Sorted(maps.Keys(result.Files)) {
		data, err := project.Content(result.Files[name])
		if err != nil {
			t.Fatal(err)
		}

		files = append(files, txtar.File{Name: "out/" + name, Data: data})
	}

	var moved bytes.Buffer
	for _, e := range result.Moved {
		moved.WriteString(e.String() + "\n")
	}

	return append(files, txtar.File{Name: "out/moved", Data: moved.Bytes()})
}

func writeFiles(t *testing.T, files []txtar.File) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}

	return dir
}
