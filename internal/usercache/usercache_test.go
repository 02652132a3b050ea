package usercache

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func TestReadReturnsLastWrite(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new", "dates")
	if data, ok := Read(name, now); ok {
		t.Errorf("Read before Write returned %q", data)
	}

	for _, text := range []string{"", "one", "another"} {
		Write(name, []byte(text))
		if data, ok := Read(name, now); !ok || string(data) != text {
			t.Errorf("Read returned %q, %v; want %q", data, ok, text)
		}
	}
}

func TestReadRemovesDamagedFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "dates")
	Write(name, []byte("another"))
	intact, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	for n := range intact {
		flipped := bytes.Clone(intact)
		flipped[n] ^= 1
		testDamaged(t, name, flipped)
		testDamaged(t, name, intact[:n])
	}
}

func testDamaged(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	if got, ok := Read(name, now); ok {
		t.Fatalf("file %x: Read returned %q", data, got)
	}
	if _, err := os.Stat(name); err == nil {
		t.Fatalf("file %x was not removed", data)
	}
}

func TestRemoveUnused(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"used", "unused"} {
		file := filepath.Join(dir, name)
		Write(file, []byte("x"))
		Touch(file, now.Add(-2*MaxAge))
	}

	Read(filepath.Join(dir, "used"), now)
	RemoveUnused(dir, now)

	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 || files[0].Name() != "used" {
		t.Errorf("files left: %v, %v; want only %q", files, err, "used")
	}
}
