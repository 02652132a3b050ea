package codes

import (
	"slices"
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

func TestValid(t *testing.T) {
	for _, c := range []Code{
		"PAY-1042", "E1042", "1046", "ERR_TAX_001", "ERR_TAX", "0x80070005", "TS2345", "1.2", "a_", "E1.",
		Code(strings.Repeat("1", MaxLen)),
	} {
		if !c.Valid() {
			t.Errorf("%q is not valid", c)
		}
	}

	for _, c := range []Code{
		"", "STOP", "stop-now", "_", "-.", "E 1", "E1/2", "E1#", "É1", "E1\n", "../e1",
		Code(strings.Repeat("1", MaxLen+1)),
	} {
		if c.Valid() {
			t.Errorf("%q is valid", c)
		}
	}
}

func TestKey(t *testing.T) {
	tests := map[string][]string{
		"id201":     {"ID-201", "id201", " Id 201 ", "ID–201", "I.D.2_0_1"},
		"errtax001": {"ERR_TAX_001", "err-tax-001"},
		"":          {"../ID-201", "ID-201?", "…"},
	}

	for want, spellings := range tests {
		for _, s := range spellings {
			if got := Key(s); got != want {
				t.Errorf("%q: got %q, want %q", s, got, want)
			}
		}
	}
}

func TestPathIsSafe(t *testing.T) {
	tests := map[Code]string{
		"ID-201":      "/e/id-201/",
		"ERR_TAX_001": "/e/err_tax_001/",
		"COM1":        "/e/com-1/",
		"lpt9.1":      "/e/lpt-9.1/",
		"nul.1":       "/e/nul-1/",
		"Con.1.2":     "/e/con-1.2/",
		"CON_1":       "/e/con_1/",
		"COM12":       "/e/com12/",
		"E1.":         "/e/e1/",
		"..1":         "/e/1/",
		"1.5":         "/e/1.5/",
	}

	for c, want := range tests {
		if got := Path(c); got != want {
			t.Errorf("%s: got %s, want %s", c, got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	want := []Code{"0x1", "01", "1", "1.2", "1.10", "2", "10", "A-2", "A-10", "E2", "E2a", "E10", "e1"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Compare)

	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestShape(t *testing.T) {
	tests := map[Code]string{
		"PAY-1042": "PAY-0000", "0x8007000E": "0x00000000", "ERR_TAX_001": "ERR_TAX_000", "1046": "0000",
	}

	for c, want := range tests {
		if got := c.Shape(); got != want {
			t.Errorf("%s: got %s, want %s", c, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	r := New("https://help.example/", []Entry{{Code: "E10"}, {Code: "E2"}, {Code: "PAY-1042"}})
	if r.Codes[0].Code != "E2" {
		t.Errorf("%s comes first", r.Codes[0].Code)
	}

	if e, ok := r.Find("pay 1042"); !ok || e.Code != "PAY-1042" {
		t.Errorf("found %q, %v", e.Code, ok)
	}

	for _, text := range []string{"", "-", "1042", "pay1042!"} {
		if e, ok := r.Find(text); ok {
			t.Errorf("%q finds %s", text, e.Code)
		}
	}

	if _, ok := r.Lookup("pay1042"); ok {
		t.Error("Lookup accepts another spelling")
	}

	decoded, err := Decode(r.Encode())
	if err != nil {
		t.Fatal(err)
	}

	if _, ok := decoded.Find("e-10"); !ok {
		t.Error("a decoded registry does not find E10")
	}
}

func TestMatchFindsCodesOfAnyForm(t *testing.T) {
	r := New("https://help.example/", []Entry{
		{Code: "ERR_TAX_001", Title: "Tax table missing"},
		{Code: "0x80070005", Title: "Access is denied"},
	})

	for text, want := range map[string]Code{
		"it says Err-Tax 001 here":   "ERR_TAX_001",
		"failed with 0X80070005, ok": "0x80070005",
	} {
		if e, ok := Clear(r.Match(text)); !ok || e.Code != want {
			t.Errorf("%q: got %s, %v; want %s", text, e.Code, ok, want)
		}
	}
}

// FuzzCode checks that addresses of valid codes are safe, and that codes with different keys have different addresses.
func FuzzCode(f *testing.F) {
	f.Add("COM1", "com-1")
	f.Add("nul.1", "E1.")
	f.Fuzz(func(t *testing.T, a, b string) {
		limited.Input(t)
		if !Code(a).Valid() || !Code(b).Valid() {
			return
		}

		slug := Code(a).Slug()
		device, _, _ := strings.Cut(slug, ".")
		if deviceName.MatchString(device) || strings.Trim(slug, ".") != slug || Key(slug) != Key(a) {
			t.Errorf("%q has the slug %q", a, slug)
		}

		if Key(a) != Key(b) && slug == Code(b).Slug() {
			t.Errorf("%q and %q have the same slug", a, b)
		}

		if x, y := Compare(Code(a), Code(b)), Compare(Code(b), Code(a)); x > 0 != (y < 0) || (x == 0) != (a == b) {
			t.Errorf("%q and %q: %d and %d", a, b, x, y)
		}
	})
}
