package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"signpost/internal/cli"
)

// stopLimit is how long the program may take to stop. It takes a few milliseconds on a computer that has nothing else
// to do.
const stopLimit = 5 * time.Second

// signalTest is a command that waits until it is interrupted.
type signalTest struct {
	args   string
	stdin  func(*testing.T) *os.File
	signal syscall.Signal
	code   int
	// waiting is part of the output of a program that waits. It is empty for a program that waits from the start.
	waiting string
	stderr  string
}

// compileProgram builds cardcheck and returns its path.
func compileProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "cardcheck")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func TestSignals(t *testing.T) {
	program := compileProgram(t)
	for _, test := range []signalTest{
		{
			args:    "init new.yaml",
			stdin:   openTerminal,
			signal:  syscall.SIGINT,
			code:    130,
			waiting: "ODS code of the practice",
			stderr:  "cardcheck: interrupted\n",
		},
		{
			args:    "init new.yaml",
			stdin:   openTerminal,
			signal:  syscall.SIGTERM,
			code:    143,
			waiting: "ODS code of the practice",
			stderr:  "cardcheck: interrupted\n",
		},
		{
			args:    "ask --setup practice.yaml",
			stdin:   openTerminal,
			signal:  syscall.SIGINT,
			code:    130,
			waiting: "?",
			stderr:  "cardcheck: interrupted\n",
		},
		{
			args:    "watch",
			signal:  syscall.SIGINT,
			code:    cli.ExitOK,
			waiting: "SC-101",
		},
		{
			args:    "ui --no-browser",
			signal:  syscall.SIGINT,
			code:    cli.ExitOK,
			waiting: "http://127.0.0.1:",
		},
	} {
		t.Run(fmt.Sprintf("%s %v", test.args, test.signal), func(t *testing.T) { test.run(t, program) })
	}
}

func (s *signalTest) run(t *testing.T, program string) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, setupFile), []byte("clinical_system: emis\n"), 0o600))
	log, err := os.Create(filepath.Join(dir, "log"))
	must(t, err)
	defer log.Close()

	cmd := exec.Command(program, strings.Fields(s.args)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+dir)
	cmd.Stdout = log
	cmd.Stderr = log
	if s.stdin != nil {
		cmd.Stdin = s.stdin(t)
	}
	must(t, cmd.Start())
	kill := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()

	awaitText(t, log.Name(), s.waiting)
	sent := time.Now()
	must(t, cmd.Process.Signal(s.signal))
	_ = cmd.Wait() // ProcessState has the exit code
	took := time.Since(sent)

	output, err := os.ReadFile(log.Name())
	must(t, err)
	if code := cmd.ProcessState.ExitCode(); code != s.code || took > stopLimit {
		t.Errorf("exit code %d after %v\n%s", code, took, output)
	}
	if !strings.HasSuffix(string(output), s.stderr) {
		t.Errorf("the output ends otherwise than with %q:\n%s", s.stderr, output)
	}
	if _, err := os.Stat(filepath.Join(dir, "new.yaml")); err == nil {
		t.Error("an interrupted init wrote a file")
	}
	t.Logf("stopped after %v", took.Round(time.Millisecond))
}

// awaitText waits until a file contains a text.
func awaitText(t *testing.T, file, text string) {
	t.Helper()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(30 * time.Second)
	for {
		data, err := os.ReadFile(file)
		must(t, err)
		if bytes.Contains(data, []byte(text)) {
			return
		}
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("no %q in\n%s", text, data)
		}
	}
}

// openTerminal returns a terminal on which no one types.
func openTerminal(t *testing.T) *os.File {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { _ = master.Close() })

	fd := int(master.Fd())
	must(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	must(t, err)
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return terminal
}

// TestSignalWhileReadingStandardInput interrupts a program that waits for facts on a pipe.
func TestSignalWhileReadingStandardInput(t *testing.T) {
	r, w, err := os.Pipe()
	must(t, err)
	defer r.Close()
	defer w.Close()

	ctx, stop := cli.WithSignals(t.Context())
	defer stop()
	var stdout, stderr bytes.Buffer
	code := make(chan int, 1)
	go func() {
		p := thisProcess()
		p.Args = []string{"--facts", "-"}
		p.Stdin = r
		p.Stdout = &stdout
		p.Stderr = &stderr
		code <- run(ctx, p)
	}()

	must(t, syscall.Kill(os.Getpid(), syscall.SIGTERM))
	if got := <-code; got != 143 || stderr.String() != "cardcheck: interrupted\n" || stdout.Len() > 0 {
		t.Errorf("exit code %d, %q, %q", got, &stdout, &stderr)
	}
}
