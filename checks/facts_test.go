package checks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

func TestReadFactsRejects(t *testing.T) {
	for input, want := range map[string]string{
		`nonsense`:                                       "not a facts file",
		`{"schema": 2}`:                                  "facts have schema 2",
		`{"schema": 1, "readers": {}}`:                   "not a facts file",
		`{"schema":1,"service":{"error":1}}`:             "not a facts file",
		`{"schema":1,"service":{"error":"0x123456789"}}`: `"0x123456789" is not a number`,
	} {
		if _, err := ReadFacts([]byte(input)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want %q", input, err, want)
		}
	}
}

// Facts come from strangers: every check must decide something, whatever they contain.
func FuzzFacts(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil {
		f.Fatal(err)
	}

	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}

		f.Add(data)
	}

	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		facts, err := ReadFacts(data)
		if err != nil {
			return
		}

		for _, finding := range append(Run(facts, noCodes), Run(Redact(facts), noCodes)...) {
			if finding.Status == "" || finding.Detail == "" {
				t.Errorf("%s has no status or no detail", finding.Check)
			}
		}
	})
}
