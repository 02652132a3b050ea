package need

import (
	"os"
	"path/filepath"
	"testing"
)

// recorder records how a test ended.
type recorder struct {
	testing.TB
	skipped, failed bool
}

func (r *recorder) Helper() {}

func (r *recorder) Skip(...any) { r.skipped = true }

func (r *recorder) Fatal(...any) { r.failed = true }

func TestMissing(t *testing.T) {
	for value, wantFailed := range map[string]bool{
		"":  false,
		"1": true,
	} {
		t.Setenv("SIGNPOST_TEST_ALL", value)
		r := &recorder{TB: t}
		Missing(r, "a reason")
		if r.failed != wantFailed || !r.failed && !r.skipped {
			t.Errorf("SIGNPOST_TEST_ALL=%s: failed %v, skipped %v", value, r.failed, r.skipped)
		}
	}
}

func TestModuleRoot(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}

	if _, err := os.Stat(filepath.Join(root, "internal", "testkit", "need")); err != nil {
		t.Error(err)
	}
}
