package progress

import (
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openTerminal opens a pseudoterminal: text written to the terminal is read from the screen.
func openTerminal(t *testing.T) (screen, terminal *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = screen.Close() })

	fd := int(screen.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}

	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}

	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = terminal.Close() })

	return screen, terminal
}

func TestTerminal(t *testing.T) {
	screen, terminal := openTerminal(t)
	line := New(terminal, time.Now)
	if line == nil {
		t.Fatal("a terminal is not recognised")
	}

	line.next = time.Time{}
	line.Show("reading", 1, 2)

	text := make([]byte, 100)
	n, err := screen.Read(text)
	if err != nil {
		t.Fatal(err)
	}

	if got, want := string(text[:n]), "\rreading: 1 of 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
