//go:build unix

package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// stubbornVariable makes the test binary a program that ignores the cancellation of its context.
const stubbornVariable = "SIGNPOST_TEST_STUBBORN"

func TestMain(m *testing.M) {
	if os.Getenv(stubbornVariable) != "" {
		runStubborn()
	}
	os.Exit(m.Run())
}

// runStubborn prints a line when it is ready for signals and another when its context is cancelled, and never ends.
func runStubborn() {
	ctx, stop := WithSignals(context.Background())
	defer stop()
	_, _ = os.Stdout.WriteString("r")
	<-ctx.Done()
	_, _ = os.Stdout.WriteString("c")
	<-make(chan struct{})
}

func TestSecondSignalEndsTheProcess(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), stubbornVariable+"=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()

	for range 2 {
		if _, err := stdout.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	}

	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 143 {
		t.Errorf("got %v, want exit code 143", err)
	}
}
