package earlier

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"signpost/internal/repair"
	"signpost/internal/site"
)

// newSite writes a help centre with an included snippet, and loads it.
func newSite(t *testing.T) (Source, func()) {
	t.Helper()
	dir := t.TempDir()
	s := Source{
		Content: filepath.Join(dir, "content"),
		Lock:    filepath.Join(dir, "anchors.lock"),
		Build:   filepath.Join(dir, "public"),
	}

	write(t, s.Lock, "/\n")
	write(t, filepath.Join(s.Content, "cards", "add.md"),
		"---\naliases: [/old.html]\n---\n# Add\n\n## Ask {#ask code=RA-101}\n\n{{< include \"contact.md\" >}}\n")
	write(t, filepath.Join(s.Content, "_snippets", "contact.md"), "The first office.\n")
	write(t, filepath.Join(s.Content, "_static", "copied.md"), "# Not an article\n")
	load := func() {
		var err error
		source := site.Source{Content: os.DirFS(s.Content)}
		if s.Site, _, err = site.Load(t.Context(), source, site.Options{}); err != nil {
			t.Fatal(err)
		}
	}

	load()

	return s, load
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func git(t *testing.T, s Source, args ...string) {
	t.Helper()
	options := []string{"-C", filepath.Dir(s.Lock), "-c", "user.name=A", "-c", "user.email=a@b.example"}
	if out, err := exec.Command("git", append(options, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// read returns the versions that can be read.
func read(t *testing.T, s Source) []*repair.Version {
	t.Helper()
	var list []*repair.Version
	for _, loader := range Versions(t.Context(), s) {
		v, err := loader.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		if v != nil {
			list = append(list, v)
		}
	}

	return list
}

// An earlier version has the snippets of its time. Its sections are the same as those of the site if nothing changed.
func TestVersionsInGit(t *testing.T) {
	s, load := newSite(t)
	git(t, s, "init", "--quiet")
	git(t, s, "add", ".")
	git(t, s, "commit", "--quiet", "-m", "one")
	present, err := Present(s.Site)
	if err != nil {
		t.Fatal(err)
	}

	versions := read(t, s)
	if len(versions) != 1 || len(versions[0].Pages) != 1 {
		t.Fatalf("got %+v, want one version with one page", versions)
	}

	if got := versions[0].Pages[0].Aliases; !slices.Equal(got, []string{"/old.html"}) {
		t.Errorf("got the aliases %q", got)
	}

	same := func(a, b repair.Section) bool {
		return a.ID == b.ID && a.Title == b.Title && a.Text == b.Text && a.Code == b.Code
	}
	if old := versions[0].Pages[0].Sections; !slices.EqualFunc(old, present[0].Sections, same) {
		t.Errorf("got %+v, want %+v", old, present[0].Sections)
	}

	write(t, filepath.Join(s.Content, "_snippets", "contact.md"), "Another office.\n")
	load()
	if got := read(t, s)[0].Pages[0].Sections[1].Text; got != "The first office." {
		t.Errorf("got %q, want the snippet of the commit", got)
	}
}

// The last commit comes first, then the last one of the lock, then the last build. Commits without a change of the
// articles are left out.
func TestOrderOfVersions(t *testing.T) {
	s, _ := newSite(t)
	git(t, s, "init", "--quiet")
	git(t, s, "add", ".")
	git(t, s, "commit", "--quiet", "-m", "one")
	write(t, filepath.Join(s.Content, "cards", "add.md"), "# Add\n\nChanged.\n")
	git(t, s, "commit", "--quiet", "-a", "-m", "two")
	write(t, filepath.Join(filepath.Dir(s.Lock), "README"), "Other.\n")
	git(t, s, "add", ".")
	git(t, s, "commit", "--quiet", "-m", "three")
	write(t, filepath.Join(s.Build, "cards", "add.md"), "# Add\n\nBuilt.\n")
	write(t, filepath.Join(s.Build, "cards", "add", "index.html"), "<p>Built.")
	write(t, filepath.Join(s.Build, "cards", "slug.md"), "# It had another address\n")

	var texts []string
	for _, v := range read(t, s) {
		texts = append(texts, v.Pages[0].Sections[0].Text)
	}

	if want := []string{"Changed.", "", "Built."}; !slices.Equal(texts, want) {
		t.Errorf("got %q, want %q", texts, want)
	}
}

// Without git and without a build there are no versions.
func TestNoVersions(t *testing.T) {
	s, _ := newSite(t)
	if got := read(t, s); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}
