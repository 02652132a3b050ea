package probe

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/checks"
)

func TestStateFile(t *testing.T) {
	for name, tt := range map[string]struct {
		system string
		env    map[string]string
		want   string
	}{
		"Linux": {
			"linux",
			map[string]string{"HOME": "/users/jo"},
			"/users/jo/.local/state/cardcheck/answers.json",
		},
		"XDG_STATE_HOME is set": {
			"linux",
			map[string]string{"HOME": "/users/jo", "XDG_STATE_HOME": "/state"},
			"/state/cardcheck/answers.json",
		},
		"macOS": {
			"darwin",
			map[string]string{"HOME": "/Users/jo"},
			"/Users/jo/Library/Application Support/cardcheck/answers.json",
		},
		"Windows": {
			"windows",
			map[string]string{"HOME": "/c", "LOCALAPPDATA": "/local"},
			"/local/cardcheck/answers.json",
		},
		"no home":                  {"linux", nil, ""},
		"Windows, no LOCALAPPDATA": {"windows", map[string]string{"HOME": "/c"}, ""},
	} {
		got := StateFile(tt.system, func(key string) string { return tt.env[key] })
		if filepath.ToSlash(got) != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestRememberReplacesThePrivateFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "answers.json")
	for _, text := range []string{"one", "two"} {
		want := []checks.Answer{
			{
				Question: "emis-cdb",
				Answer:   text,
				Origin:   checks.Origin{Time: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)},
			},
		}

		if err := Remember(path, want); err != nil {
			t.Fatal(err)
		}

		got, err := Answers(path)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("got %+v, %v", got, err)
		}
	}

	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("left files: %v, %v", files, err)
	}

	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("readable by others: %v, %v", info.Mode(), err)
	}

	if err := Remember(filepath.Join(path, "below", "answers.json"), nil); err == nil {
		t.Error("no error for a folder that cannot be created")
	}
}

func TestInvalidAnswers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.json")
	for _, text := range []string{"", "{", `{"schema": 2}`, `[]`} {
		write(t, path, text)
		if list, err := Answers(path); err == nil || len(list) > 0 ||
			!strings.Contains(err.Error(), "are invalid") {
			t.Errorf("%q: %v, %v", text, list, err)
		}
	}
}
