package probe

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/checks"
	"signpost/internal/testkit/limited"
)

const fineSetup = `# our answers at onboarding
ods_code: B81012
name: Stirling Medical Centre
icb: QWO
clinical_system: EMIS
smartcards:
  - 000123456789
  - "555057896106"
emis:
  cdb: 12345
  accounts: [ht1.one, ht1.two]
software: Identity Agent
`

func TestParseSetup(t *testing.T) {
	got := ParseSetup("practice.yaml", []byte("\xEF\xBB\xBF"+fineSetup))
	want := &checks.Setup{
		File:           "practice.yaml",
		ODSCode:        "B81012",
		Name:           "Stirling Medical Centre",
		ICB:            "QWO",
		ClinicalSystem: "emis",
		Smartcards:     []string{"000123456789", "555057896106"}, // with its zeros
		EMIS:           checks.EMIS{CDB: "12345", Accounts: []string{"ht1.one", "ht1.two"}},
		Software:       "Identity Agent",
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseSetupFindsEveryMistake(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"empty", " \n", "the file is empty (write one value per line"},
		{"UTF-16", "\xFF\xFEo\x00", "the file is saved as UTF-16 (save the file as UTF-8"},
		{"not UTF-8", "ods_code: B81012\nname: Caf\xE9\n", "line 2: the file is not UTF-8 (save"},
		{
			"wrong encoding",
			"name: Doctorâ€™s house\n",
			"line 1: the text contains characters in the wrong encoding (type",
		},
		{"broken", "ods_code: a: b\n", "line 1: invalid YAML"},
		{"no ODS code", "name: a\nods_code: banana\n", `line 2: "banana" is not an ODS code (it has letters`},
		{"name for an ODS code", "ods_code: The Surgery\n", `line 1: "The Surgery" is not an ODS code`},
		{"tab", "emis:\n\tcdb: 1\n", "line 2: invalid YAML"},
		{"unknown key", "ods: B81012\n", `line 1: unknown key "ods" (`},
		{
			"typo in a key",
			"emis:\n  acounts: [a]\n",
			`line 2: unknown key "emis.acounts" (did you mean "accounts"?)`,
		},
		{"twice", "name: a\nname: b\n", `line 2: key "name" is repeated, first on line 1`},
		{"text for a list", "smartcards: 555057896106\n", `line 1: "smartcards" must be a list`},
		{"a list at the top", "- ods_code\n", "line 1: the file must contain keys with values"},
		{"alias", "name: &a x\nicb: *a\n", `line 2: "icb" is an alias`},
		{
			"password",
			"emis:\n  cdb: 1\n  password: hunter2\n",
			`line 3: "password" looks like a password or a PIN, which must never be in this file (remove the line`,
		},
		{"PIN", "smartcard_pin: 1234\n", `line 1: "smartcard_pin" looks like a password or a PIN`},
		{
			"passcode, nested",
			"emis:\n  login:\n    Passcode: 1\n",
			`line 3: "Passcode" looks like a password or a PIN`,
		},
		{"system", "clinical_system: emiss\n", `line 1: "emiss" is not a clinical system (did you mean "emis"?)`},
		{
			"another system",
			"clinical_system: vision\n",
			`line 1: "vision" is not a clinical system (write emis or systmone)`,
		},
		{
			"leading zeros missing",
			"smartcards:\n  - 123456789\n",
			"line 2: smartcard 1 is not a 12-digit number (it has 9 digits: spreadsheets drop leading zeros",
		},
		{
			"scientific notation",
			"smartcards: [5.55058E+11]\n",
			"line 1: smartcard 1 is not a 12-digit number (a spreadsheet shortened it",
		},
		{
			"spaces",
			"smartcards:\n  - 555057896106\n  - 5550 5789 6107\n",
			"line 3: smartcard 2 is not a 12-digit number (write it without spaces",
		},
		{
			"letter",
			"smartcards: [55505789610O]\n",
			"line 1: smartcard 1 is not a 12-digit number (it contains a letter instead of a digit",
		},
		{
			"blank card",
			"smartcards:\n  -\n",
			"line 2: smartcard 1 is not a 12-digit number (write the 12 digits",
		},
		{
			"too long",
			"smartcards: [5550578961066]\n",
			"line 1: smartcard 1 is not a 12-digit number (write the 12 digits",
		},
		{
			"the same card",
			"smartcards:\n  - 555057896106\n  - 555057896106\n",
			"line 3: smartcards 1 and 2 are the same",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mistakes := ParseSetup("practice.yaml", []byte(tt.src)).Mistakes
			found := false
			for _, m := range mistakes {
				found = found || strings.HasPrefix(m.String(), tt.want)
				if m.Hint == "" {
					t.Errorf("no hint: %s", m)
				}
			}

			if !found {
				t.Errorf("want %q, got %q", tt.want, mistakes)
			}
		})
	}
}

func TestParseSetupReportsEveryMistakeButNoPassword(t *testing.T) {
	src := "nmae: x\nclinical_system: emis\nemis:\n  pin: hunter2\nsmartcards: [1]\n"
	var lines []string
	for _, m := range ParseSetup("practice.yaml", []byte(src)).Mistakes {
		lines = append(lines, m.String())
	}

	all := strings.Join(lines, "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "line 1") || !strings.HasPrefix(lines[1], "line 4") ||
		!strings.HasPrefix(lines[2], "line 5") {
		t.Errorf("got\n%s", all)
	}

	if strings.Contains(all, "hunter2") {
		t.Errorf("the password is shown:\n%s", all)
	}
}

// hostileSetups are files that slow down a parser whose work is not linear.
var hostileSetups = map[string]string{
	"nested lists":    strings.Repeat("- ", 9000),
	"nested mappings": strings.Repeat("{a: ", 9000),
	"repeated keys":   strings.Repeat("a: b\n", 50_000),
}

func TestParseSetupReportsHostileFiles(t *testing.T) {
	for name, src := range hostileSetups {
		if s := ParseSetup("practice.yaml", []byte(src)); len(s.Mistakes) == 0 {
			t.Errorf("%s: no mistakes", name)
		}
	}
}

// BenchmarkParseSetup measures the hostile files: a file must not delay the whole run.
func BenchmarkParseSetup(b *testing.B) {
	for name, src := range hostileSetups {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ParseSetup("practice.yaml", []byte(src))
			}
		})
	}
}

// setupOf returns the set-up that Collect finds at paths.
func setupOf(t *testing.T, paths ...string) *checks.Setup {
	t.Helper()
	return Collect(t.Context(), Options{
		Child:   []string{"true"},
		Setup:   paths,
		Timeout: time.Second,
		Now:     time.Now,
	}).Setup
}

func TestSetupIsFound(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first.yaml"), filepath.Join(dir, "second.yaml")
	s := setupOf(t, first, second)
	if !s.Missing || s.File != first {
		t.Errorf("neither exists: %+v", s)
	}

	write(t, second+".txt", "name: Notepad's\n")
	s = setupOf(t, first, second)
	if s.Missing || len(s.Mistakes) != 1 || !strings.Contains(s.Mistakes[0].Text, "ends in .txt") {
		t.Errorf("Notepad added .txt: %+v", s)
	}

	write(t, second, "name: second\n")
	s = setupOf(t, first, second)
	if s.Name != "second" || s.Missing || s.Source != "setup" || s.Time.IsZero() {
		t.Errorf("only the second exists: %+v", s)
	}

	write(t, first, "name: first\n")
	if s := setupOf(t, first, second); s.Name != "first" {
		t.Errorf("both exist: %+v", s)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestSetupThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	write(t, large, strings.Repeat("#", maxFile+1))
	for path, want := range map[string]string{dir: "is not a file", large: "is too large"} {
		s := setupOf(t, path)
		if len(s.Mistakes) != 1 || !strings.Contains(s.Mistakes[0].Text, want) {
			t.Errorf("%s: %+v", path, s.Mistakes)
		}
	}
}

func FuzzParseSetup(f *testing.F) {
	f.Add([]byte(fineSetup))
	f.Add([]byte("emis: {password: x}\nsmartcards: [1, ]\n"))
	f.Add([]byte("a: &a [*a, *a]\n? [x]\n: y\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		for _, m := range ParseSetup("practice.yaml", src).Mistakes {
			if m.Text == "" || m.Hint == "" {
				t.Errorf("no text or no hint: %+v", m)
			}
		}
	})
}
