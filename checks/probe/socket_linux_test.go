package probe

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"signpost/checks"
)

func TestSocketState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	env := func(name string) string {
		if name == "PCSCLITE_CSOCK_NAME" {
			return path
		}

		return ""
	}

	if got := socketState(env); got != checks.SocketAbsent {
		t.Errorf("no file: %s", got)
	}

	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}

	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	if got := socketState(env); got != checks.SocketOpen {
		t.Errorf("listening: %s", got)
	}

	listener.Close()
	if got := socketState(env); got != checks.SocketStale {
		t.Errorf("not listening any more: %s", got)
	}
}

// Root may connect to every socket, so the test passes the error directly.
func TestSocketDenied(t *testing.T) {
	if got := socketOf(syscall.EACCES); got != checks.SocketDenied {
		t.Errorf("got %s", got)
	}
}

// Opening a pipe would block for ever.
func TestReadFileRejectsAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}

	if _, err := ReadFile(pipe); err == nil || !strings.Contains(err.Error(), "is not a file") {
		t.Errorf("got %v", err)
	}
}
