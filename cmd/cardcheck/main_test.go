package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cardcheck": main})
}

// needed skips a test that needs what this computer lacks. Where every test must run, that is a failure.
func needed(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("SIGNPOST_TEST_ALL") == "1" {
		t.Fatal("SIGNPOST_TEST_ALL=1, but: " + reason)
	}
	t.Skip(reason)
}
