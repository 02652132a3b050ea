package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/testkit/limited"
)

const valid = `# A comment stays.
/cards/
/cards/#emis EM-301
/cards/#fax FX-101 retired Faxes ended.
/cards/#old -> /cards/#emis
/gone/ retired No one asked for it.
/old/ -> /cards/
`

func parse(t *testing.T, text string) *Lock {
	t.Helper()
	l, problems := Parse("anchors.lock", []byte(text))
	if problems != nil {
		t.Fatal(problems)
	}

	return l
}

// checkEncoded compares the encoded lock, without the comment at its top.
func checkEncoded(t *testing.T, l *Lock, want string) {
	t.Helper()
	got := strings.TrimPrefix(string(l.Encode()), header+"\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEncodeReturnsParsedLines(t *testing.T) {
	checkEncoded(t, parse(t, valid), valid)
}

func TestEncodeSorts(t *testing.T) {
	unsorted := "/old/ -> /cards/\r\n\r\n/gone/ retired  No one  asked for it.\r\n/cards/"
	want := "/cards/\n/gone/ retired No one asked for it.\n/old/ -> /cards/\n"
	checkEncoded(t, parse(t, unsorted), want)
}

func TestParseReportsProblems(t *testing.T) {
	const conflict = "merge conflict"
	invalid := func(address string) string {
		return `invalid address "` + address + `": it must begin with / and end with / or a fragment`
	}

	noSuffix := func(rest string) string {
		return `"` + rest + `" after the address is neither a code nor -> ADDRESS nor retired REASON`
	}

	var text strings.Builder
	var want []string
	for _, test := range []struct{ line, want string }{
		{"cards/", invalid("cards/")},
		{"/cards", invalid("/cards")},
		{"/cards/ ->", noSuffix("->")},
		{"/cards/ -> cards", `invalid target "cards" of /cards/`},
		{"/cards/ id+201", noSuffix("id+201")},
		{"/cards/#", invalid("/cards/#")},
		{"/a/../b/", invalid("/a/../b/")},
		{"/fine/", ""},
		{"/fine/", "the address /fine/ is also on line 8"},
		{"<<<<<<< mine", conflict},
		{"=======", conflict},
		{">>>>>>> theirs", conflict},
	} {
		text.WriteString(test.line + "\n")
		if test.want != "" {
			want = append(want, test.want)
		}
	}

	l, problems := Parse("anchors.lock", []byte(text.String()))

	var got []string
	for _, p := range problems {
		got = append(got, p.Text)
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	if first, want := problems[0].String(), "anchors.lock:1: error SP015: "; !strings.HasPrefix(first, want) {
		t.Errorf("got %q, want the prefix %q", first, want)
	}

	if len(l.Entries) != 1 {
		t.Errorf("entries %v", l.Entries)
	}
}

func TestMove(t *testing.T) {
	l := parse(t, "/a/\n/a/#one\n/a/#two\n/a/#three -> /b/#three\n/older/ -> /a/\n")
	exists := func(address string) bool { return address == "/c/#one" }

	left, err := l.Move("/a/", "/c/", exists)

	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff([]string{"/a/#two"}, left); diff != "" {
		t.Error(diff)
	}

	checkEncoded(t, l, "/a/ -> /c/\n/a/#one -> /c/#one\n/a/#three -> /b/#three\n/a/#two\n/older/ -> /c/\n")
}

func TestMoveRejects(t *testing.T) {
	l := parse(t, "/a/\n/a/#two\n")
	exists := func(string) bool { return true }
	for _, test := range []struct{ from, to, want string }{
		{"/never/", "/c/", "was never published"},
		{"/a/#two", "/a/#two", "cannot redirect to itself"},
	} {
		_, err := l.Move(test.from, test.to, exists)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s to %s: got %v, want %q", test.from, test.to, err, test.want)
		}
	}
}

func TestRetireIncludesHeadingsAndRedirects(t *testing.T) {
	l := parse(t, "/first/#how -> /second/#how\n/second/\n/second/#how\n/third/ -> /fourth/\n")
	if err := l.Retire("/second/", "Gone."); err != nil {
		t.Fatal(err)
	}

	want := []string{
		"/first/#how retired Gone.",
		"/second/ retired Gone.",
		"/second/#how retired Gone.",
		"/third/ -> /fourth/",
	}

	checkEncoded(t, l, strings.Join(want, "\n")+"\n")
}

func TestRecord(t *testing.T) {
	l := parse(t, valid)
	if added := l.Record([]Entry{{Address: "/old/"}, {Address: "/new/"}}); added != 1 {
		t.Errorf("%d added, want 1", added)
	}

	if e, _ := l.Lookup("/old/"); !e.Live() {
		t.Errorf("%q is not live", e)
	}
}

func TestAddKeepsWhatIsDecided(t *testing.T) {
	l := parse(t, "/a/\n/b/\n/c/ -> /b/\n/d/ retired Gone.\n")
	added := l.Add([]Entry{
		{Address: "/a/", To: "/b/"},
		{Address: "/b/"},
		{Address: "/c/", To: "/a/"},
		{Address: "/d/", To: "/a/"},
		{Address: "/a.html", To: "/b/"},
		{Address: "/a.html"},
	})

	if added != 1 {
		t.Errorf("%d added, want 1", added)
	}

	checkEncoded(t, l, "/a.html -> /b/\n/a/ -> /b/\n/b/\n/c/ -> /b/\n/d/ retired Gone.\n")
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(valid))
	f.Add([]byte("/a/ ID-201 -> /b/\n/a/ ID-201 retired x\n\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		first, problems := Parse("anchors.lock", data)
		if problems != nil {
			return
		}

		second, problems := Parse("anchors.lock", first.Encode())
		if problems != nil {
			t.Fatalf("the encoded lock has problems: %v\n%s", problems, first.Encode())
		}

		if diff := cmp.Diff(string(first.Encode()), string(second.Encode())); diff != "" {
			t.Error(diff)
		}
	})
}
