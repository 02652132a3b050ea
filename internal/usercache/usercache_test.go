package usercache

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWhatIsDamagedIsThrownAway(t *testing.T) {
	name := filepath.Join(t.TempDir(), "new", "dates")
	if data, ok := Read(name); ok {
		t.Errorf("nothing was written, and %q is read", data)
	}
	for _, text := range []string{"", "one", "another"} {
		Write(name, []byte(text))
		if data, ok := Read(name); !ok || string(data) != text {
			t.Errorf("read %q, %v, want %q", data, ok, text)
		}
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		damaged := append([]byte{}, whole...)
		damaged[n] ^= 1
		for _, data := range [][]byte{damaged, whole[:n]} {
			if err := os.WriteFile(name, data, 0o666); err != nil {
				t.Fatal(err)
			}
			if got, ok := Read(name); ok {
				t.Fatalf("damaged at %d: read %q", n, got)
			}
			if _, err := os.Stat(name); err == nil {
				t.Fatalf("damaged at %d: the file stays", n)
			}
		}
	}
}

func TestWhatNobodyUsesIsForgotten(t *testing.T) {
	dir := t.TempDir()
	long := time.Now().Add(-2 * Month)
	for _, name := range []string{"used", "unused"} {
		Write(filepath.Join(dir, name), []byte("x"))
		if err := os.Chtimes(filepath.Join(dir, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	Read(filepath.Join(dir, "used"))
	Forget(dir)
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 || files[0].Name() != "used" {
		t.Errorf("left: %v %v", files, err)
	}
}
