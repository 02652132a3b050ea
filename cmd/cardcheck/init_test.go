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

// interview is a run of init with typed answers.
type interview struct {
	setup  *checks.Setup
	file   string // the text of the set-up file
	stderr string
}

func runInterview(t *testing.T, answers string) interview {
	t.Helper()
	var stdout, stderr bytes.Buffer
	path := filepath.Join(t.TempDir(), setupFile)
	s := newSetupWriter(&stdout, &stderr)
	if err := s.run(path, bufio.NewScanner(strings.NewReader(answers))); err != nil {
		t.Fatal(err)
	}

	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	setup := probe.ParseSetup(setupFile, text)
	if len(setup.Mistakes) > 0 {
		t.Errorf("the file has mistakes: %v\n%s", setup.Mistakes, text)
	}
	return interview{
		setup:  setup,
		file:   string(text),
		stderr: stderr.String(),
	}
}

func newSetupWriter(stdout, stderr *bytes.Buffer) *setupWriter {
	return &setupWriter{&program{
		Process: cli.Process{
			Stdout: stdout,
			Stderr: stderr,
		},
		registry: testRegistry,
	}}
}

func TestInitWritesTheAnswers(t *testing.T) {
	answers := []string{
		"B81012",
		`Stirling "Medical" Centre: north`,
		"",
		"EMIS",
		"000123456789, 555057896106",
		"12345",
		"ht1.one; ht1.two",
		"",
	}
	got := runInterview(t, strings.Join(answers, "\n")+"\n")

	want := &checks.Setup{
		File:           setupFile,
		ODSCode:        "B81012",
		Name:           `Stirling "Medical" Centre: north`,
		ClinicalSystem: "emis",
		Smartcards:     []string{"000123456789", "555057896106"},
		EMIS: checks.EMIS{
			CDB:      "12345",
			Accounts: []string{"ht1.one", "ht1.two"},
		},
	}
	if diff := cmp.Diff(want, got.setup); diff != "" {
		t.Errorf("%s\n%s", diff, got.file)
	}
	if strings.Contains(got.stderr, "SystmOne profile") {
		t.Errorf("an EMIS practice was asked for its SystmOne profile:\n%s", got.stderr)
	}
	lines := []string{
		`# icb: "NHS Example ICB"`,
		"# systmone:",
		`#   profile: "Reception Team"`,
		"\n# software:",
	}
	for _, line := range lines {
		if !strings.Contains(got.file, line) {
			t.Errorf("no %q in\n%s", line, got.file)
		}
	}
}

// TestInitChecksTheFolderFirst checks that no one answers questions for a file that cannot be written.
func TestInitChecksTheFolderFirst(t *testing.T) {
	var output bytes.Buffer
	s := newSetupWriter(&output, &output)
	absent := filepath.Join(t.TempDir(), "absent")

	err := s.run(filepath.Join(absent, setupFile), bufio.NewScanner(strings.NewReader("B81012\n")))
	if err == nil || !strings.Contains(err.Error(), "cannot write to the folder") {
		t.Errorf("got %v", err)
	}
	if output.Len() > 0 {
		t.Errorf("asked %q", &output)
	}
	if err := s.run(filepath.Join(t.TempDir(), setupFile), nil); err != nil {
		t.Error(err)
	}
}

func TestInitAsksAgainAfterATypo(t *testing.T) {
	answers := []string{
		"",
		"",
		"",
		"emiss",
		"emis",
		"123456789",
		"55505789610O",
		"555057896106",
		"B81012",
		"12345",
	}
	got := runInterview(t, strings.Join(answers, "\n")+"\n")

	want := &checks.Setup{
		File:           setupFile,
		ClinicalSystem: "emis",
		Smartcards:     []string{"555057896106"},
		EMIS:           checks.EMIS{CDB: "12345"},
	}
	if diff := cmp.Diff(want, got.setup); diff != "" {
		t.Error(diff)
	}
	printed := strings.Join(strings.Fields(got.stderr), " ")
	for _, text := range []string{`did you mean "emis"?`, "leading zeros", "O for 0", "it is not the ODS code"} {
		if !strings.Contains(printed, text) {
			t.Errorf("no %q in:\n%s", text, got.stderr)
		}
	}
}

func TestInitLeavesWrongAnswersOpen(t *testing.T) {
	setup := runInterview(t, "\n\n\nsystmone\n1\n2\n3\nReception Team\n").setup
	if len(setup.Smartcards) != 0 || setup.SystmOne.Profile != "Reception Team" {
		t.Errorf("%+v", setup)
	}
}

func TestInitWithoutAnswers(t *testing.T) {
	got := runInterview(t, "")
	hasExamples := strings.Contains(got.file, "# ods_code: \"A99999\"\n") &&
		strings.Contains(got.file, "#     - \"smartcard.one\"\n")
	if got.setup.ODSCode != "" || !hasExamples {
		t.Errorf("%+v\n%s", got.setup, got.file)
	}

	text := uncommentExamples(got.file)
	setup := probe.ParseSetup(setupFile, []byte(text))
	if len(setup.Mistakes) > 0 || setup.EMIS.CDB != "12345" || setup.SystmOne.Profile == "" {
		t.Errorf("the examples are not a set-up file: %+v\n%s", setup, text)
	}
}

// uncommentExamples removes the comment signs in front of examples.
func uncommentExamples(file string) string {
	lines := strings.Split(file, "\n")
	for i, line := range lines {
		example, isComment := strings.CutPrefix(line, "# ")
		if isComment && strings.Contains(example, `"`) || strings.HasSuffix(line, ":") {
			lines[i] = example
		}
	}
	return strings.Join(lines, "\n")
}
