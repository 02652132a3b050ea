package generate

import (
	"os"
	"path/filepath"
	"testing"
)

// What changes while a site is built is not in it, so that it must not be in its fingerprint either.
func TestWhatChangesDuringABuildIsSeenByTheNext(t *testing.T) {
	for name, change := range map[string]func(dir string) error{
		"nothing": func(string) error { return nil },
		"article": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte("# Other\n"), 0o666)
		},
		"one more": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content", "b.md"), []byte("# B\n"), 0o666)
		},
		"one less": func(dir string) error { return os.Remove(filepath.Join(dir, "content", "unread.txt")) },
		"settings": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "config.yaml"), []byte("title: Other\n"), 0o666)
		},
	} {
		dir := t.TempDir()
		for file, text := range map[string]string{"config.yaml": "title: Help\n", "content/a.md": "# A\n\nText.\n", "content/unread.txt": "?"} {
			file = filepath.Join(dir, filepath.FromSlash(file))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		o := Options{ConfigFile: filepath.Join(dir, "config.yaml")}
		o.Fingerprint = TakeFingerprint(t.Context(), o)
		if _, err := Load(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if err := change(dir); err != nil {
			t.Fatal(err)
		}
		recorded, next := o.Fingerprint.Sum(t.Context()), TakeFingerprint(t.Context(), Options{ConfigFile: o.ConfigFile}).Sum(t.Context())
		if same := recorded == next && next != ""; same != (name == "nothing") {
			t.Errorf("%s: recorded %q, the next build has %q", name, recorded, next)
		}
	}
}
