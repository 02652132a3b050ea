package article

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/problem"
	"signpost/internal/usercache"
)

// alike compares articles to the last field. HTML that is empty may be nil or not: nobody can tell.
var alike = cmp.Options{ // but for the front matter as it was written, which is asked for by its lines
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.FilterValues(func(a, b []byte) bool { return len(a)+len(b) == 0 }, cmp.Ignore()),
	cmp.FilterPath(func(p cmp.Path) bool {
		return slices.Contains([]string{".parked", ".front", ".outline"}, p.Last().String())
	}, cmp.Ignore()),
}

// give sets everything that can be set to a value of its own.
func give(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("value %d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		give(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			give(v.Index(i), n)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		give(key, n)
		give(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 1, *n, 0, 0, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				give(v.Field(i), n)
			}
		}
	default:
		panic(v.Kind())
	}
}

// A field that is added to an article and forgotten in the record would be lost in the second build.
func TestRecordsHoldEveryField(t *testing.T) {
	var want Article
	var problems []problem.Problem
	n := 0
	give(reflect.ValueOf(&want).Elem(), &n)
	give(reflect.ValueOf(&problems).Elem(), &n)
	want.front = "title: A"
	for i := range want.Sections {
		s := &want.Sections[i]
		for _, html := range []*HTML{&s.Heading, &s.Body} {
			html.source = []byte(fmt.Sprintf("<p>of section %d</p>", i))
			for j := range html.Links {
				l := &html.Links[j]
				l.line, l.column, l.at = 70_000, 300, int32(3+j)
			}
		}
	}
	data := new(coder).encode(&want, problems)
	got, told, said, ok := decode(data)
	if !ok {
		t.Fatal("it cannot be read back")
	}
	got = filled(t, got, said)
	if got.front != want.front {
		t.Errorf("the front matter is %q", got.front)
	}
	if diff := cmp.Diff(&want, got, alike); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(problems, told); diff != "" {
		t.Error(diff)
	}
}

// filled is an article with all that stands behind its outline.
func filled(t *testing.T, a *Article, said parts) *Article {
	t.Helper()
	whole := *a
	var ok bool
	if whole.Sections, ok = said.fill(); !ok {
		t.Fatal("it cannot be read back")
	}
	whole.front = string(said.front)
	return &whole
}

// everything has whatever an article may have, mistakes among it.
const everything = sound + `
{{< include "a.md" >}}

> [!TAB] one
> [two](x.md) ![three](y.png "four") <https://a.example> {{ desk }}

## Again {#again aliases="before older"}

1. See ID-999 and [here](z.md).[^1]

[^1]: A note.
`

func opened(t *testing.T, name, program string) *Store {
	t.Helper()
	s, err := OpenStore(name, program, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// whole is an article as it comes out of a store, with the problems of its file.
func whole(t *testing.T, s *Store, file, src string, opts Options) (*Article, []problem.Problem) {
	t.Helper()
	a, problems := s.Parse(file, []byte(src), opts)
	return readBack(t, a), problems
}

// readBack is an article with all that its sections say.
func readBack(t *testing.T, a *Article) *Article {
	t.Helper()
	shown, err := new(Reader).HTML(a)
	if err != nil {
		t.Fatal(err)
	}
	said, err := new(Reader).Texts(a)
	if err != nil {
		t.Fatal(err)
	}
	for i := range shown.Sections {
		shown.Sections[i].Text = said.Sections[i].Text
	}
	return shown
}

func TestKeptArticlesAreAsParsed(t *testing.T) {
	opts := snippets("a.md", "- x [y](z.md)\n")
	opts.Prose, opts.Variables = true, map[string]string{"desk": "Desk"}
	sources := []string{everything, "", "\xff", "---\nx: [\n---\n", "---\ntitle: T\ncodes: {}\ntags: []\npublish: 0001-01-01\n---\n# T\n"}
	dir := t.TempDir() + "/articles"
	name := dir + "/kept"
	for round := range 3 {
		s := opened(t, name, "a")
		for i, src := range sources {
			file := fmt.Sprintf("cards/%d.md", i)
			want, wanted := Parse(file, []byte(src), opts)
			got, told := whole(t, s, file, src, opts)
			if diff := cmp.Diff(want, got, alike); diff != "" {
				t.Errorf("round %d, %q: %s", round, src, diff)
			}
			if diff := cmp.Diff(wanted, told); diff != "" {
				t.Errorf("round %d, %q: %s", round, src, diff)
			}
		}
		if parsed := len(s.made); round > 0 && parsed > 0 {
			t.Errorf("round %d: %d are made anew", round, parsed)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("left behind: %v %v", files, err)
	}
}

// Whatever an article depends on, a change of it makes the article anew, and what is no longer used goes.
func TestKeptArticlesAreMadeAnewAfterAChange(t *testing.T) {
	name := t.TempDir() + "/kept"
	base := func() (file, src, program string, opts Options) {
		return "a.md", "# T\n\n{{< include \"a.md\" >}}\n", "a", snippets("a.md", "text\n")
	}
	for change, alter := range map[string]func(file, src, program *string, opts *Options){
		"nothing":         func(_, _, _ *string, _ *Options) {},
		"the file":        func(file, _, _ *string, _ *Options) { *file = "b.md" },
		"the text":        func(_, src, _ *string, _ *Options) { *src += "x" },
		"the program":     func(_, _, program *string, _ *Options) { *program = "b" },
		"a snippet":       func(_, _, _ *string, opts *Options) { *opts = snippets("a.md", "other\n") },
		"another snippet": func(_, _, _ *string, opts *Options) { *opts = snippets("a.md", "text\n", "b.md", "x") },
		"raw HTML":        func(_, _, _ *string, opts *Options) { opts.Unsafe = true },
		"prose":           func(_, _, _ *string, opts *Options) { opts.Prose = true },
		"the age":         func(_, _, _ *string, opts *Options) { opts.ReadingAge = 9 },
		"a variable":      func(_, _, _ *string, opts *Options) { opts.Variables = map[string]string{"a": "b"} },
		"the language":    func(_, _, _ *string, opts *Options) { opts.Language = "cy" },
		"the words":       func(_, _, _ *string, opts *Options) { opts.Words = map[string]Words{"en": {Note: "N"}} },
	} {
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
		file, src, program, opts := base()
		s := opened(t, name, program)
		whole(t, s, file, src, opts)
		_ = s.Close()
		alter(&file, &src, &program, &opts)
		s = opened(t, name, program)
		whole(t, s, file, src, opts)
		if anew := len(s.made) > 0; anew != (change != "nothing") {
			t.Errorf("after a change of %s, made anew: %v", change, anew)
		}
		_ = s.Close()
		if s = opened(t, name, program); len(s.kept.records) != 1 {
			t.Errorf("after a change of %s, %d are kept", change, len(s.kept.records))
		}
		_ = s.Close()
	}
}

// Of two builds at once, each has its own articles, and one of the two leaves them.
func TestStoresAtOnceDoNotHarmEachOther(t *testing.T) {
	name := t.TempDir() + "/kept"
	first, second := opened(t, name, "a"), opened(t, name, "a")
	for i, s := range []*Store{first, second} {
		a, _ := s.Parse("a.md", fmt.Appendf(nil, "# T\n\nBuild %d.\n", i), Options{})
		defer func() {
			if got, err := new(Reader).HTML(a); err == nil {
				t.Errorf("read from a store that is closed: %v", got)
			}
		}()
		if got, _ := whole(t, s, "b.md", "# T\n\nAlike.\n", Options{}); got.Sections[0].Text != "Alike." {
			t.Errorf("build %d reads %q", i, got.Sections[0].Text)
		}
	}
	for _, s := range []*Store{second, first} {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	third := opened(t, name, "a")
	defer third.Close()
	if got, _ := whole(t, third, "b.md", "# T\n\nAlike.\n", Options{}); got.Sections[0].Text != "Alike." || len(third.made) > 0 {
		t.Errorf("the third reads %q, made %d", got.Sections[0].Text, len(third.made))
	}
}

func TestFilesThatNoBuildUsesGo(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * usercache.MaxAge)
	for _, name := range []string{"gone", "gone.new-1", "young"} {
		if err := os.WriteFile(dir+"/"+name, []byte("x"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"gone", "gone.new-1"} {
		if err := os.Chtimes(dir+"/"+name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	s := opened(t, dir+"/kept", "a")
	s.Parse("a.md", []byte(sound), Options{})
	_ = s.Close()
	var left []string
	files, err := os.ReadDir(dir)
	for _, f := range files {
		left = append(left, f.Name())
	}
	if diff := cmp.Diff([]string{"kept", "young"}, left); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// Whatever is damaged in the file, an article is as it would be without it.
func FuzzKept(f *testing.F) {
	opts := snippets("a.md", "- x\n")
	name := f.TempDir() + "/kept"
	s, err := OpenStore(name, "a", time.Now())
	if err != nil {
		f.Fatal(err)
	}
	want, _ := Parse("a.md", []byte(everything), opts)
	s.Parse("a.md", []byte(everything), opts)
	s.Parse("b.md", []byte(sound), opts)
	_ = s.Close()
	sane, err := os.ReadFile(name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(0, 1, []byte("x"))
	f.Add(100, 0, []byte{})
	f.Add(len(sane)-10, 4, []byte("abcdefg"))
	f.Add(0, len(sane), []byte("short"))
	f.Add(len(sane)-footerSize, 8, []byte("\x00\x00\x00\x00\x00\x00\x00\x80"))
	f.Add(len(sane)-footerSize-entrySize, entrySize, []byte(strings.Repeat("\xff", entrySize)))
	f.Fuzz(func(t *testing.T, at, cut int, put []byte) {
		at = min(max(at, 0), len(sane))
		end := min(max(at+cut, at), len(sane))
		name := t.TempDir() + "/kept"
		if err := os.WriteFile(name, append(append(sane[:at:at], put...), sane[end:]...), 0o666); err != nil {
			t.Fatal(err)
		}
		s := opened(t, name, "a")
		defer s.Close()
		got, _ := whole(t, s, "a.md", everything, opts)
		if diff := cmp.Diff(want, got, alike); diff != "" {
			t.Error(diff)
		}
	})
}

// A record with a checksum that somebody made to fit is read, or it is not: it never stops a build.
func FuzzDecode(f *testing.F) {
	a, problems := Parse("a.md", []byte(everything), snippets("a.md", "- x\n"))
	f.Add(new(coder).encode(a, problems))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, _, said, ok := decode(data)
		if !ok {
			return
		}
		if _, whole := said.fill(); !whole {
			return
		}
		a = filled(t, a, said)
		for i := range a.Sections {
			a.Sections[i].Heading.Append(nil, sameAddress)
			a.Sections[i].Body.Append(nil, sameAddress)
		}
	})
}
