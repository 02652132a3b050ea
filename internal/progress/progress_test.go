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
	line := newLine(&terminal, func() time.Time {
		return now
	})

	for _, step := range []struct {
		name        string
		after       time.Duration
		done, total int
		want        string
	}{
		{"at the start", 0, 1, 2000, ""},
		{"before the delay", delay - time.Millisecond, 999, 2000, ""},
		{"after the delay", time.Millisecond, 1000, 2000, "\rreading: 1000 of 2000"},
		{"before the interval", interval / 2, 1001, 2000, ""},
		{"after the interval", interval / 2, 1002, 2000, "\rreading: 1002 of 2000"},
		{"shorter text", time.Second, 9, 10, "\rreading: 9 of 10     "},
		{"done", 0, 10, 10, "\r                \r"},
		{"late call", time.Second, 9, 10, ""},
	} {
		terminal.Reset()
		now = now.Add(step.after)
		line.Show("reading", step.done, step.total)

		if got := terminal.String(); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
	}
}

func TestClear(t *testing.T) {
	var terminal bytes.Buffer
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	line := newLine(&terminal, func() time.Time {
		return now
	})
	now = now.Add(delay)
	line.Show("writing", 1, 2)

	terminal.Reset()
	line.Clear()
	line.Clear()

	if got, want := terminal.String(), "\r               \r"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNothingIsShownWithoutATerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()

	if New(file, time.Now) != nil {
		t.Error("a file is treated as a terminal")
	}

	if New(new(bytes.Buffer), time.Now) != nil {
		t.Error("a buffer is treated as a terminal")
	}

	var none *Line
	none.Show("reading", 1, 2)
	none.Clear()
}
