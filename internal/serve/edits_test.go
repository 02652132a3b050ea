package serve

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// soon asks for a page until it is as wanted.
func soon(t *testing.T, page string, wanted int, text string) {
	t.Helper()
	again, late := time.NewTicker(10*time.Millisecond), time.After(5*time.Second)
	defer again.Stop()
	for {
		status, _, body := get(t, request(t, "GET", page))
		if status == wanted && strings.Contains(body, text) {
			return
		}
		select {
		case <-again.C:
		case <-late:
			t.Errorf("status %d\n%s", status, body)
			return
		}
	}
}

// What people and programs do to a folder of articles while it is served: each is seen, and nothing of before stays.
func TestEditsOfEveryKind(t *testing.T) {
	dir, address := project(t, titled("First"))
	move := func(from, to string) func() {
		return func() {
			if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
				t.Fatal(err)
			}
		}
	}
	write := func(name, text string) func() { return func() { put(t, dir, name, text) } }
	put(t, dir, "spare/deep/er/one.md", titled("Deep"))
	for _, step := range []struct {
		name   string
		change func()
		page   string
		status int
		want   string
	}{
		{"a folder with folders in it comes", move("spare/deep", "content/deep"), "deep/er/one/", 200, "<h1>Deep</h1>"},
		{"what is in it is edited", write("content/deep/er/one.md", titled("Deep 2")), "deep/er/one/", 200, "<h1>Deep 2</h1>"},
		{"it gets another name", move("content/deep", "content/high"), "high/er/one/", 200, "<h1>Deep 2</h1>"},
		{"where it stood nothing is left", func() {}, "deep/er/one/", 404, ""},
		{"what is in it is edited again", write("content/high/er/one.md", titled("Deep 3")), "high/er/one/", 200, "<h1>Deep 3</h1>"},
		{"an article comes into it", write("content/high/er/two.md", titled("Two")), "high/er/two/", 200, "<h1>Two</h1>"},
		{"a snippet is written", write("content/_snippets/a.md", "Ring the desk.\n"), "high/er/two/", 200, ""},
		{"and included", write("content/high/er/two.md", titled("Two")+"\n{{< include \"a.md\" >}}\n"), "high/er/two/", 200, "Ring the desk"},
		{"and changed", write("content/_snippets/a.md", "Write to the desk.\n"), "high/er/two/", 200, "Write to the desk"},
		{"an article goes", func() { _ = os.Remove(filepath.Join(dir, "content/high/er/two.md")) }, "high/er/two/", 404, ""},
		{"the folder goes", func() { _ = os.RemoveAll(filepath.Join(dir, "content/high")) }, "high/er/one/", 404, ""},
		{"another branch is checked out", func() {
			move("content", "elsewhere")()
			put(t, dir, "content/cards/card.md", titled("Branch"))
		}, "cards/card/", 200, "<h1>Branch</h1>"},
		{"and edited", write("content/cards/card.md", titled("Branch 2")), "cards/card/", 200, "<h1>Branch 2</h1>"},
		{"a theme comes", func() {
			put(t, dir, "themes/own/strings.yaml", "home: Beginning\n")
			put(t, dir, "config.yaml", "title: Help\ntheme: own\n")
		}, "cards/card/", 200, "Beginning"},
		{"and changes", write("themes/own/strings.yaml", "home: Start\n"), "cards/card/", 200, ">Start<"},
	} {
		t.Run(step.name, func(t *testing.T) {
			step.change()
			soon(t, address+step.page, step.status, step.want)
		})
	}
}

// The command that mends a lost address writes into a file beside the content, and the overlay goes when it has.
func TestTheLockIsWatched(t *testing.T) {
	dir, address := project(t, titled("First"))
	listen(t, address, func(n news) bool { return len(n.Problems) == 1 }, func() { put(t, dir, "anchors.lock", "/gone/\n") })
	listen(t, address, func(n news) bool { return n.Build == 2 }, func() { put(t, dir, "anchors.lock", "/cards/card/\n") })
}

// Settings may name what is not there yet, in folders that are not there either.
func TestWhatTheSettingsNameIsWaitedFor(t *testing.T) {
	dir, address := project(t, titled("First"))
	listen(t, address, func(n news) bool { return len(n.Problems) > 0 }, func() {
		put(t, dir, "config.yaml", "title: Help\ntheme: own\n")
	})
	put(t, dir, "themes/own/strings.yaml", "home: Beginning\n")
	soon(t, address+"cards/card/", 200, "Beginning")
}
