package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
)

// fullRuns has a command line for each command that prints to standard output; all of them do. DIR is an empty folder.
var fullRuns = []string{
	"--facts ../../checks/testdata/card-none.json",
	"help",
	"--help",
	"run --help",
	"version",
	"licences",
	"run --facts ../../checks/testdata/card-none.json",
	"run --facts ../../checks/testdata/nothing-known.json",
	"run --format json --facts ../../checks/testdata/card-none.json",
	"run --format junit --facts ../../checks/testdata/card-none.json",
	"facts --timeout 10s",
	"checks",
	"checks --format json",
	"explain ID-201",
	"explain XX-999",
	"explain smartcard",
	"explain 0x80100069",
	"open ID-201",
	"report --facts ../../checks/testdata/card-none.json DIR/report.zip",
	"report --preview --facts ../../checks/testdata/card-none.json",
	"init DIR/practice.yaml",
	"ask --setup DIR/emis.yaml emis-cdb=12345",
	"ask --forget",
	"watch --timeout 10s",
	"watch --format json --timeout 10s",
	"ui --no-browser --timeout 10s",
}

// TestFullDisk runs every command with a standard output that cannot be written.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "emis.yaml"), []byte("clinical_system: emis\n"), 0o600))
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	must(t, err)
	defer full.Close()
	program := compileProgram(t)

	for _, line := range fullRuns {
		t.Run(line, func(t *testing.T) {
			args := strings.Fields(strings.ReplaceAll(line, "DIR", dir))
			cmd := exec.Command(program, args...)
			cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+dir, "PATH=")
			cmd.Stdout = full
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			_ = cmd.Run() // ProcessState has the exit code

			const message = "cardcheck: cannot write the output: write /dev/stdout: no space left on device\n"
			code := cmd.ProcessState.ExitCode()
			if code != cli.ExitFailed || !strings.HasSuffix(stderr.String(), message) {
				t.Errorf("exit code %d, %s", code, &stderr)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "report.zip")); err == nil {
		t.Error("a report was written that was not printed")
	}
}

// TestEveryCommandIsRunOnAFullDisk checks that the list above is complete.
func TestEveryCommandIsRunOnAFullDisk(t *testing.T) {
	p := &program{registry: testRegistry}
	for _, c := range p.rootCommand().Commands() {
		if !c.Hidden && !hasFullRun(c) {
			t.Errorf("no command line for %q", c.Name())
		}
	}
}

func hasFullRun(c *cobra.Command) bool {
	for _, line := range fullRuns {
		if line == c.Name() || strings.HasPrefix(line, c.Name()+" ") {
			return true
		}
	}
	return false
}
