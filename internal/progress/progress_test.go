package progress

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	var terminal bytes.Buffer
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	line := newLine(&terminal, func() time.Time { return now })
	for _, step := range []struct {
		after       time.Duration
		done, total int
		want        string
	}{
		{0, 1, 2000, ""}, // it may be over soon
		{399 * time.Millisecond, 999, 2000, ""},
		{time.Millisecond, 1000, 2000, "\rreading: 1000 of 2000"},
		{50 * time.Millisecond, 1001, 2000, ""}, // too soon to be read
		{50 * time.Millisecond, 1002, 2000, "\rreading: 1002 of 2000"},
		{time.Second, 9, 10, "\rreading: 9 of 10     "},
		{0, 10, 10, "\r                \r"},
		{time.Second, 9, 10, ""}, // told late
	} {
		terminal.Reset()
		now = now.Add(step.after)
		line.Show("reading", step.done, step.total)
		if got := terminal.String(); got != step.want {
			t.Errorf("%d of %d: %q, want %q", step.done, step.total, got, step.want)
		}
	}
	line.Show("writing", 1, 2)
	terminal.Reset()
	line.Clear()
	line.Clear()
	if got, want := terminal.String(), "\r               \r"; got != want {
		t.Errorf("cleared: %q, want %q", got, want)
	}
}

func TestNothingIsDrawnWhereNobodyWatches(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if New(file) != nil || New(new(bytes.Buffer)) != nil {
		t.Error("a file or a buffer is taken for a terminal")
	}
	var none *Line
	none.Show("reading", 1, 2)
	none.Clear()
}
