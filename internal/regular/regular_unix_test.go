//go:build linux || darwin

package regular

import (
	"errors"
	"net"
	"path/filepath"
	"syscall"
	"testing"
)

// TestIrregularFiles opens a pipe and a socket. Opening the pipe would wait for a writer.
func TestIrregularFiles(t *testing.T) {
	folder, dir := newFolder(t)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}

	link(t, "pipe", filepath.Join(dir, "link"))
	t.Chdir(dir) // the names of sockets must be short
	socket, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()

	for _, name := range []string{"pipe", "link", "socket"} {
		if _, err := folder.ReadFile(name); !errors.Is(err, ErrIrregular) {
			t.Errorf("%s: %v", name, err)
		}

		if _, err := ReadFile(filepath.Join(dir, name)); !errors.Is(err, ErrIrregular) {
			t.Errorf("%s: %v", name, err)
		}

		if _, err := folder.ReadDir(name); err == nil {
			t.Errorf("%s was listed", name)
		}
	}

	for _, device := range []string{"/dev/zero", "/proc/self/environ"} {
		link(t, device, filepath.Join(dir, filepath.Base(device)))
		if data, err := ReadFile(filepath.Join(dir, filepath.Base(device))); err == nil {
			t.Errorf("%s: %d bytes", device, len(data))
		}
	}
}
