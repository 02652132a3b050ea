package practice

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/checks/probe"
)

var complete = Answers{
	"ods_code":         {"B81012"},
	"name":             {`Stirling "Medical" Centre: north`},
	"icb":              {"QOP"},
	SystemKey:          {"emis"},
	"smartcards":       {"000123456789", "555057896106"},
	"emis.cdb":         {"012345"},
	"emis.accounts":    {"ht1.one", "yes"},
	"systmone.profile": {" Reception # Team "},
	"software":         {"Identity Agent"},
}

func TestTextCanBeParsed(t *testing.T) {
	unsafe := "a\x00b\n---\nods_code: X #\t%'\"\\\u0085\u2028\u202e\ufeff" // must not end the quoted string
	for _, answers := range []Answers{
		complete,
		{"emis.cdb": {"1"}},
		{},
		{"name": {unsafe}, "emis.accounts": {unsafe}},
	} {
		setup := probe.ParseSetup("practice.yaml", []byte(Text(answers)))
		if diff := cmp.Diff(answers, FromSetup(setup)); diff != "" || len(setup.Mistakes) > 0 {
			t.Errorf("%s\n%v", diff, setup.Mistakes)
		}
	}
}

func TestParseForm(t *testing.T) {
	for name, tt := range map[string]struct {
		fields  map[string]string
		answers Answers

		// wrong is the key and part of the text of the only error.
		wrong string
	}{
		"nothing": {
			fields:  map[string]string{"ods_code": " "},
			answers: Answers{},
		},
		"lines": {
			fields:  map[string]string{"smartcards": "000123456789\r\n\r\n555057896106"},
			answers: Answers{"smartcards": {"000123456789", "555057896106"}},
		},
		"another system": {
			fields:  map[string]string{SystemKey: "systmone", "emis.cdb": "12345"},
			answers: Answers{SystemKey: {"systmone"}},
		},
		"typo": {
			fields:  map[string]string{SystemKey: "emiss"},
			answers: Answers{},
			wrong:   "clinical_system did you mean",
		},
		"ODS code": {
			fields:  map[string]string{SystemKey: "emis", "emis.cdb": "B81012"},
			answers: Answers{SystemKey: {"emis"}},
			wrong:   "emis.cdb it is not the ODS code",
		},
		"too long": {
			fields:  map[string]string{"name": strings.Repeat("x", maxCharacters+1)},
			answers: Answers{},
			wrong:   "name too long",
		},
		"too many": {
			fields:  map[string]string{"smartcards": strings.Repeat("1,", maxValues+1)},
			answers: Answers{},
			wrong:   "smartcards too long",
		},
	} {
		t.Run(name, func(t *testing.T) {
			answers, fieldErrors, err := ParseForm(tt.fields)
			if diff := cmp.Diff(tt.answers, answers); diff != "" || err != nil {
				t.Error(diff, err)
			}

			if tt.wrong == "" {
				if len(fieldErrors) > 0 {
					t.Errorf("errors %+v, want none", fieldErrors)
				}

				return
			}

			key, text, _ := strings.Cut(tt.wrong, " ")
			if len(fieldErrors) != 1 || fieldErrors[0].Key != key || !strings.Contains(fieldErrors[0].Text, text) {
				t.Errorf("errors %+v, want %q", fieldErrors, tt.wrong)
			}
		})
	}
}

func TestCreateFirst(t *testing.T) {
	folder := t.TempDir()
	locked := filepath.Join(folder, "missing", "practice.yaml")
	profile := filepath.Join(folder, "profile", "practice.yaml")
	if got, err := CreateFirst([]string{locked}, nil); got != locked || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("one path: %q, error %v", got, err)
	}

	if got, err := CreateFirst([]string{locked, profile}, []byte("x")); got != profile || err != nil {
		t.Errorf("first folder cannot be written to: %q, error %v", got, err)
	}

	if data, err := os.ReadFile(profile); string(data) != "x" || err != nil {
		t.Errorf("%q, error %v", data, err)
	}

	if got, err := CreateFirst([]string{profile, locked}, nil); got != profile || !errors.Is(err, fs.ErrExist) {
		t.Errorf("existing file: %q, error %v", got, err)
	}
}

func TestICB(t *testing.T) {
	q := questions[slices.IndexFunc(questions, func(q Question) bool { return q.Key == "icb" })]
	for _, right := range []string{
		"QOP", "qwo", " QOP ", "Greater Manchester", "NHS Example ICB", "Example Integrated Care Board",
	} {
		if got := q.Mistakes([]string{right}); len(got) > 0 {
			t.Errorf("%q: %v", right, got)
		}
	}

	for _, wrong := range []string{"Nowhere", "Q", "B81012", "ICBS"} {
		if len(q.Mistakes([]string{wrong})) != 1 {
			t.Errorf("%q was accepted", wrong)
		}
	}
}

func TestParseFormRejectsUnknownField(t *testing.T) {
	if _, _, err := ParseForm(map[string]string{"password": "x"}); err == nil {
		t.Error("no error for a form with a password")
	}
}

func TestReplaceBacksUpEditedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "practice.yaml")
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	if _, err := Replace(path, complete, now); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: error %v", err)
	}

	if err := Create(path, []byte(Text(Answers{"name": {"Old"}}))); err != nil {
		t.Fatal(err)
	}

	if err := Create(path, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("existing file: error %v", err)
	}

	if backup, err := Replace(path, complete, now); backup != "" || err != nil {
		t.Errorf("file written by cardcheck: backup %q, error %v", backup, err)
	}

	edited := Text(complete) + "# Ask Sam about the second card.\n"
	if err := os.WriteFile(path, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}

	backup, err := Replace(path, Answers{"name": {"New"}}, now)
	if err != nil || backup != path+".2026-11-22-093000.old" {
		t.Fatalf("edited file: backup %q, error %v", backup, err)
	}

	for file, want := range map[string]string{
		path:   Text(Answers{"name": {"New"}}),
		backup: edited,
	} {
		if got, err := os.ReadFile(file); string(got) != want || err != nil {
			t.Errorf("%s: error %v\n%s", file, err, got)
		}
	}

	if entries, err := os.ReadDir(filepath.Dir(path)); len(entries) != 2 || err != nil {
		t.Errorf("files %v, error %v", entries, err)
	}
}
