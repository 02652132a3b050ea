package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sound = `# A comment stays.
/cards/
/cards/#emis EM-301
/cards/#fax FX-101 retired Faxes ended.
/cards/#old -> /cards/#emis
/gone/ retired Nobody asked for it.
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

func TestWhatIsReadIsWritten(t *testing.T) {
	if diff := cmp.Diff(sound, string(parse(t, sound).Encode())); diff != "" {
		t.Error(diff)
	}
	unsorted := strings.Join([]string{"/old/ -> /cards/", "", "/gone/ retired  Nobody  asked for it.", "/cards/"}, "\r\n")
	want := header + "\n/cards/\n/gone/ retired Nobody asked for it.\n/old/ -> /cards/\n"
	if diff := cmp.Diff(want, string(parse(t, unsorted).Encode())); diff != "" {
		t.Error(diff)
	}
}

func TestMistakes(t *testing.T) {
	text := "cards/\n/cards\n/cards/ ->\n/cards/ -> cards\n/cards/ id-201\n/cards/#\n/a/../b/\n/fine/\n/fine/\n<<<<<<< mine\n=======\n>>>>>>> theirs\n"
	l, problems := Parse("anchors.lock", []byte(text))
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		`anchors.lock:1: error SP015: "cards/" is not an address: one begins with / and ends with / or has a fragment`,
		`anchors.lock:2: error SP015: "/cards" is not an address: one begins with / and ends with / or has a fragment`,
		`anchors.lock:3: error SP015: "->" after the address is neither a code, nor -> ADDRESS, nor retired REASON`,
		`anchors.lock:4: error SP015: "cards", where /cards/ is to lead, is not an address`,
		`anchors.lock:5: error SP015: "id-201" after the address is neither a code, nor -> ADDRESS, nor retired REASON`,
		`anchors.lock:6: error SP015: "/cards/#" is not an address: one begins with / and ends with / or has a fragment`,
		`anchors.lock:7: error SP015: "/a/../b/" is not an address: one begins with / and ends with / or has a fragment`,
		`anchors.lock:9: error SP015: the address /fine/ stands twice, first on line 8`,
		`anchors.lock:10: error SP015: two changes were not merged here: keep the lines of both and delete this one`,
		`anchors.lock:11: error SP015: two changes were not merged here: keep the lines of both and delete this one`,
		`anchors.lock:12: error SP015: two changes were not merged here: keep the lines of both and delete this one`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(l.Entries) != 1 {
		t.Errorf("got %v", l.Entries)
	}
}

func TestMove(t *testing.T) {
	l := parse(t, "/a/\n/a/#one\n/a/#two\n/a/#three -> /b/#three\n/older/ -> /a/\n")
	left, err := l.Move("/a/", "/c/", func(address string) bool { return address == "/c/#one" })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/a/#two"}, left); diff != "" {
		t.Error(diff)
	}
	want := header + "\n/a/ -> /c/\n/a/#one -> /c/#one\n/a/#three -> /b/#three\n/a/#two\n/older/ -> /c/\n"
	if diff := cmp.Diff(want, string(l.Encode())); diff != "" {
		t.Error(diff)
	}
	for _, wrong := range [][2]string{{"/never/", "/c/"}, {"/a/#two", "/a/#two"}} {
		if _, err := l.Move(wrong[0], wrong[1], func(string) bool { return true }); err == nil {
			t.Errorf("%s was moved to %s", wrong[0], wrong[1])
		}
	}
}

func TestRetireTakesAlongWhatLedThere(t *testing.T) {
	l := parse(t, "/first/#how -> /second/#how\n/second/\n/second/#how\n/third/ -> /fourth/\n")
	if err := l.Retire("/second/", "Gone."); err != nil {
		t.Fatal(err)
	}
	want := header + "\n/first/#how retired Gone.\n/second/ retired Gone.\n/second/#how retired Gone.\n/third/ -> /fourth/\n"
	if diff := cmp.Diff(want, string(l.Encode())); diff != "" {
		t.Error(diff)
	}
}

func TestRecordPublishesAnew(t *testing.T) {
	l := parse(t, sound)
	if added := l.Record([]Entry{{Address: "/old/"}, {Address: "/new/"}}); added != 1 {
		t.Errorf("%d added", added)
	}
	if e, _ := l.Lookup("/old/"); !e.Live() {
		t.Errorf("still %s", e)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("/a/ ID-201 -> /b/\n/a/ ID-201 retired x\n\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, problems := Parse("anchors.lock", data)
		if problems != nil {
			return
		}
		again, problems := Parse("anchors.lock", first.Encode())
		if problems != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", problems, first.Encode())
		}
		if diff := cmp.Diff(string(first.Encode()), string(again.Encode())); diff != "" {
			t.Error(diff)
		}
	})
}
