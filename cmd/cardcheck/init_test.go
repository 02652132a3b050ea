package main

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
)

// interviewed is the set-up file that these answers make, and what was said meanwhile.
func interviewed(t *testing.T, answers string) (setup *checks.Setup, file, said string) {
	t.Helper()
	var out, told bytes.Buffer
	p := &program{Process: cli.Process{Stdout: &out, Stderr: &told}, registry: ofTests}
	path := filepath.Join(t.TempDir(), setupFile)
	if err := p.initSetup(path, bufio.NewScanner(strings.NewReader(answers))); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	setup = probe.ParseSetup(setupFile, text)
	if len(setup.Mistakes) > 0 {
		t.Errorf("the file has mistakes: %v\n%s", setup.Mistakes, text)
	}
	return setup, string(text), told.String()
}

func TestInitAsks(t *testing.T) {
	got, text, said := interviewed(t, "B81012\nStirling \"Medical\" Centre: north\n\nEMIS\n000123456789, 555057896106\n12345\nht1.one; ht1.two\n\n")
	want := &checks.Setup{
		File: setupFile, ODSCode: "B81012", Name: `Stirling "Medical" Centre: north`, ClinicalSystem: "emis",
		Smartcards: []string{"000123456789", "555057896106"}, EMIS: checks.EMIS{CDB: "12345", Accounts: []string{"ht1.one", "ht1.two"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%s", diff, text)
	}
	if strings.Contains(said, "SystmOne profile") {
		t.Errorf("an EMIS practice was asked for its SystmOne profile:\n%s", said)
	}
	for _, open := range []string{`# icb: "NHS Example ICB"`, "# systmone:", `#   profile: "Reception Team"`, "\n# software:"} {
		if !strings.Contains(text, open) {
			t.Errorf("there is no %q in\n%s", open, text)
		}
	}
}

// Nobody answers questions for a file that cannot be written.
func TestInitLooksBeforeItAsks(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "absent")
	var told bytes.Buffer
	p := &program{Process: cli.Process{Stdout: &told, Stderr: &told}, registry: ofTests}
	err := p.initSetup(filepath.Join(folder, setupFile), bufio.NewScanner(strings.NewReader("B81012\n")))
	if err == nil || !strings.Contains(err.Error(), "nothing can be written into the folder") || told.Len() > 0 {
		t.Errorf("got %v, asked %q", err, &told)
	}
	if err := p.initSetup(filepath.Join(t.TempDir(), setupFile), nil); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestInitAsksAgainAfterASlip(t *testing.T) {
	got, _, said := interviewed(t, "\n\n\nemiss\nemis\n123456789\n55505789610O\n555057896106\nB81012\n12345\n")
	if got.ClinicalSystem != "emis" || cmp.Diff([]string{"555057896106"}, got.Smartcards) != "" || got.EMIS.CDB != "12345" {
		t.Errorf("%+v", got)
	}
	for _, want := range []string{`did you mean "emis"?`, "drops zeros at the beginning", "O for 0", "it is not the ODS code"} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
			t.Errorf("nothing says %q:\n%s", want, said)
		}
	}
}

func TestInitLeavesOpenWhatStaysWrong(t *testing.T) {
	got, _, _ := interviewed(t, "\n\n\nsystmone\n1\n2\n3\nReception Team\n")
	if len(got.Smartcards) != 0 || got.SystmOne.Profile != "Reception Team" {
		t.Errorf("%+v", got)
	}
}

func TestInitWithoutAnswers(t *testing.T) {
	setup, text, _ := interviewed(t, "")
	if setup.ODSCode != "" || !strings.Contains(text, "# ods_code: \"A99999\"\n") || !strings.Contains(text, "#     - \"smartcard.one\"\n") {
		t.Errorf("%+v\n%s", setup, text)
	}
	// With every mark taken away, the examples are a set-up file too.
	var all []string
	for _, line := range strings.Split(text, "\n") {
		if example, ok := strings.CutPrefix(line, "# "); ok && strings.Contains(example, `"`) || strings.HasSuffix(line, ":") {
			line = example
		}
		all = append(all, line)
	}
	if s := probe.ParseSetup(setupFile, []byte(strings.Join(all, "\n"))); len(s.Mistakes) > 0 || s.EMIS.CDB != "12345" || s.SystmOne.Profile == "" {
		t.Errorf("the examples are no set-up file: %+v\n%s", s, strings.Join(all, "\n"))
	}
}
