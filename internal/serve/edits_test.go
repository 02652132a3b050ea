package serve

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// awaitPage requests a page until it has a status and contains a text.
func awaitPage(t *testing.T, address string, wantStatus int, wantText string) {
	t.Helper()
	retry := time.NewTicker(10 * time.Millisecond)
	defer retry.Stop()
	timeout := time.After(5 * time.Second)

	for {
		status, body := get(t, address)
		if status == wantStatus && strings.Contains(body, wantText) {
			return
		}

		select {
		case <-retry.C:
		case <-timeout:
			t.Errorf("status %d, want %d and %q\n%s", status, wantStatus, wantText, body)
			return
		}
	}
}

// editor changes the files of a project.
type editor struct {
	t   *testing.T
	dir string
}

func (e editor) move(from, to string) {
	e.t.Helper()
	if err := os.Rename(filepath.Join(e.dir, from), filepath.Join(e.dir, to)); err != nil {
		e.t.Fatal(err)
	}
}

func (e editor) write(name, text string) {
	e.t.Helper()
	put(e.t, e.dir, name, text)
}

func (e editor) remove(name string) {
	e.t.Helper()
	if err := os.RemoveAll(filepath.Join(e.dir, name)); err != nil {
		e.t.Fatal(err)
	}
}

func (e editor) link(target, name string) {
	e.t.Helper()
	if err := os.Symlink(target, filepath.Join(e.dir, name)); err != nil {
		e.t.Skip("this system allows no symbolic links")
	}
}

const includeSnippet = "\n{{< include \"a.md\" >}}\n"

// The steps follow each other in one project: every kind of change that people and programs make in a folder
// of articles.
var edits = []struct {
	name   string
	change func(editor)
	page   string
	status int
	text   string
}{
	{
		name:   "add a tree of folders",
		change: func(e editor) { e.move("spare/deep", "content/deep") },
		page:   "deep/er/one/", status: 200, text: "<h1>Deep</h1>",
	},
	{
		name: "edit an article in it",
		change: func(e editor) {
			e.write("content/deep/er/one.md", titled("Deep 2"))
		},
		page: "deep/er/one/", status: 200, text: "<h1>Deep 2</h1>",
	},
	{
		name:   "rename the tree",
		change: func(e editor) { e.move("content/deep", "content/high") },
		page:   "high/er/one/", status: 200, text: "<h1>Deep 2</h1>",
	},
	{
		name: "save by renaming a new file",
		change: func(e editor) {
			e.write("content/high/er/.one.md.new", titled("Deep 4"))
			e.move("content/high/er/one.md", "content/high/er/one.md~")
			e.move("content/high/er/.one.md.new", "content/high/er/one.md")
		},
		page: "high/er/one/", status: 200, text: "<h1>Deep 4</h1>",
	},
	{
		name:   "request the old address",
		change: func(editor) {},
		page:   "deep/er/one/", status: 404,
	},
	{
		name: "edit an article in the renamed tree",
		change: func(e editor) {
			e.write("content/high/er/one.md", titled("Deep 3"))
		},
		page: "high/er/one/", status: 200, text: "<h1>Deep 3</h1>",
	},
	{
		name: "add an article",
		change: func(e editor) {
			e.write("content/high/er/two.md", titled("Two"))
		},
		page: "high/er/two/", status: 200, text: "<h1>Two</h1>",
	},
	{
		name: "add a snippet",
		change: func(e editor) {
			e.write("content/_snippets/a.md", "Ring the desk.\n")
		},
		page: "high/er/two/", status: 200,
	},
	{
		name: "include the snippet",
		change: func(e editor) {
			e.write("content/high/er/two.md", titled("Two")+includeSnippet)
		},
		page: "high/er/two/", status: 200, text: "Ring the desk",
	},
	{
		name: "edit the snippet",
		change: func(e editor) {
			e.write("content/_snippets/a.md", "Write to the desk.\n")
		},
		page: "high/er/two/", status: 200, text: "Write to the desk",
	},
	{
		name:   "remove an article",
		change: func(e editor) { e.remove("content/high/er/two.md") },
		page:   "high/er/two/", status: 404,
	},
	{
		name:   "remove the tree",
		change: func(e editor) { e.remove("content/high") },
		page:   "high/er/one/", status: 404,
	},
	{
		name: "check out another branch",
		change: func(e editor) {
			e.move("content", "elsewhere")
			e.write("content/cards/card.md", titled("Branch"))
		},
		page: "cards/card/", status: 200, text: "<h1>Branch</h1>",
	},
	{
		name: "edit an article on the branch",
		change: func(e editor) {
			e.write("content/cards/card.md", titled("Branch 2"))
		},
		page: "cards/card/", status: 200, text: "<h1>Branch 2</h1>",
	},
	{
		name: "remove the project and write it again",
		change: func(e editor) {
			e.remove(".")
			e.write("config.yaml", "title: Help\n")
			e.write("content/cards/card.md", titled("Again"))
		},
		page: "cards/card/", status: 200, text: "<h1>Again</h1>",
	},
	{
		name: "edit an article of the new project",
		change: func(e editor) {
			e.write("content/cards/card.md", titled("Again 2"))
		},
		page: "cards/card/", status: 200, text: "<h1>Again 2</h1>",
	},
	{
		name: "replace the content by a link",
		change: func(e editor) {
			e.move("content", "linked")
			e.link("linked", "content")
			e.write("linked/cards/card.md", titled("Linked"))
		},
		page: "cards/card/", status: 200, text: "<h1>Linked</h1>",
	},
	{
		name: "edit an article behind the link",
		change: func(e editor) {
			e.write("linked/cards/card.md", titled("Linked 2"))
		},
		page: "cards/card/", status: 200, text: "<h1>Linked 2</h1>",
	},
	{
		name: "add a theme",
		change: func(e editor) {
			e.write("themes/own/strings.yaml", "home: Beginning\n")
			e.write("config.yaml", "title: Help\ntheme: own\n")
		},
		page: "cards/card/", status: 200, text: "Beginning",
	},
	{
		name: "edit the theme",
		change: func(e editor) {
			e.write("themes/own/strings.yaml", "home: Start\n")
		},
		page: "cards/card/", status: 200, text: ">Start<",
	},
}

func TestEdits(t *testing.T) {
	t.Run("watched", func(t *testing.T) { testEdits(t, func(*Options) {}) })
	t.Run("compared", func(t *testing.T) { testEdits(t, refuseWatches) })
}

// refuseWatches makes the system refuse to watch folders, and files be compared often.
func refuseWatches(o *Options) {
	o.refuse = func(string) error { return syscall.ENOSPC }
	o.interval = time.Millisecond
}

func testEdits(t *testing.T, change func(*Options)) {
	dir, address := newLoggedProject(t, titled("First"), io.Discard, change)
	put(t, dir, "spare/deep/er/one.md", titled("Deep"))
	for _, step := range edits {
		t.Run(step.name, func(t *testing.T) {
			step.change(editor{t, dir})
			awaitPage(t, address+step.page, step.status, step.text)
		})
	}
}

// `signpost lock` changes only a file outside of the content.
func TestLockIsWatched(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	hasProblem := func(s status) bool { return len(s.Problems) == 1 }

	awaitStatus(t, address, hasProblem, func() { put(t, dir, "anchors.lock", "/gone/\n") })
	awaitBuild(t, address, 2, func() { put(t, dir, "anchors.lock", "/cards/card/\n") })
}

// The project is removed with the folder in which it is, and written again after a build has failed.
func TestRemovedProjectIsWatched(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	hasProblems := func(s status) bool { return len(s.Problems) > 0 }
	awaitStatus(t, address, hasProblems, func() { editor{t, filepath.Dir(dir)}.remove(".") })

	put(t, dir, "config.yaml", "title: Help\n")
	putArticle(t, dir, "Again")
	awaitPage(t, address+page, 200, "<h1>Again</h1>")
	putArticle(t, dir, "Again 2")
	awaitPage(t, address+page, 200, "<h1>Again 2</h1>")
}

func TestMissingThemeIsWatched(t *testing.T) {
	dir, address := newProject(t, titled("First"))
	hasProblems := func(s status) bool { return len(s.Problems) > 0 }

	awaitStatus(t, address, hasProblems, func() {
		put(t, dir, "config.yaml", "title: Help\ntheme: own\n")
	})

	put(t, dir, "themes/own/strings.yaml", "home: Beginning\n")
	awaitPage(t, address+page, 200, "Beginning")
}
