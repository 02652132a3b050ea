package practice

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/checks/probe"
)

var whole = Answers{
	"ods_code": {"B81012"}, "name": {`Stirling "Medical" Centre: north`}, "icb": {"QOP"}, SystemKey: {"emis"},
	"smartcards": {"000123456789", "555057896106"}, "emis.cdb": {"012345"}, "emis.accounts": {"ht1.one", "yes"},
	"systmone.profile": {" Reception # Team "}, "software": {"Identity Agent"},
}

// What was answered is what is read.
func TestTextSaysWhatWasAnswered(t *testing.T) {
	odd := "a\x00b\n---\nods_code: X #\t%'\"\\\u0085\u2028\u202e\ufeff" // no way out of the quotation marks
	for _, answers := range []Answers{whole, {"emis.cdb": {"1"}}, {}, {"name": {odd}, "emis.accounts": {odd}}} {
		setup := probe.ParseSetup("practice.yaml", []byte(Text(answers)))
		if diff := cmp.Diff(answers, Given(setup)); diff != "" || len(setup.Mistakes) > 0 {
			t.Errorf("%s\n%v", diff, setup.Mistakes)
		}
	}
}

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		fields  map[string]string
		answers Answers
		slips   string
	}{
		"nothing":        {map[string]string{"ods_code": " "}, Answers{}, ""},
		"lines":          {map[string]string{"smartcards": "000123456789\r\n\r\n555057896106"}, Answers{"smartcards": {"000123456789", "555057896106"}}, ""},
		"another system": {map[string]string{SystemKey: "systmone", "emis.cdb": "12345"}, Answers{SystemKey: {"systmone"}}, ""},
		"a misspelling":  {map[string]string{SystemKey: "emiss"}, Answers{}, "clinical_system did you mean"},
		"ODS code":       {map[string]string{SystemKey: "emis", "emis.cdb": "B81012"}, Answers{SystemKey: {"emis"}}, "emis.cdb it is not the ODS code"},
		"too long":       {map[string]string{"name": strings.Repeat("x", longest+1)}, Answers{}, "name too long"},
		"too many":       {map[string]string{"smartcards": strings.Repeat("1,", most+1)}, Answers{}, "smartcards too long"},
	} {
		t.Run(name, func(t *testing.T) {
			answers, slips, err := Read(tt.fields)
			if diff := cmp.Diff(tt.answers, answers); diff != "" || err != nil {
				t.Error(diff, err)
			}
			key, text, _ := strings.Cut(tt.slips, " ")
			if tt.slips == "" && len(slips) > 0 || tt.slips != "" && (len(slips) != 1 || slips[0].Key != key || !strings.Contains(slips[0].Text, text)) {
				t.Errorf("slips %+v, want %q", slips, tt.slips)
			}
		})
	}
	if _, _, err := Read(map[string]string{"password": "x"}); err == nil {
		t.Error("a form with a password is read")
	}
}

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "practice.yaml")
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	if _, err := Replace(path, whole, now); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := Create(path, []byte(Text(Answers{"name": {"Old"}}))); err != nil {
		t.Fatal(err)
	}
	if err := Create(path, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	if kept, err := Replace(path, whole, now); kept != "" || err != nil {
		t.Errorf("what cardcheck wrote is kept as %q, %v", kept, err)
	}
	byHand := Text(whole) + "# Ask Sam about the second card.\n"
	if err := os.WriteFile(path, []byte(byHand), 0o600); err != nil {
		t.Fatal(err)
	}
	kept, err := Replace(path, Answers{"name": {"New"}}, now)
	if err != nil || kept != path+".2026-11-22-093000.old" {
		t.Fatalf("kept as %q, %v", kept, err)
	}
	for file, want := range map[string]string{path: Text(Answers{"name": {"New"}}), kept: byHand} {
		if got, err := os.ReadFile(file); string(got) != want || err != nil {
			t.Errorf("%s: %v\n%s", file, err, got)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); len(entries) != 2 || err != nil {
		t.Errorf("files %v, %v", entries, err)
	}
}
