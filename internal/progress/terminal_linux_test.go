package progress

import (
	"fmt"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A terminal as the system makes them: what is written to one end is read at the other.
func TestATerminal(t *testing.T) {
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	fd := int(screen.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	line := New(terminal)
	if line == nil {
		t.Fatal("a terminal is not taken for one")
	}
	line.next = time.Time{}
	line.Show("reading", 1, 2)
	seen := make([]byte, 100)
	got, err := screen.Read(seen)
	if want := "\rreading: 1 of 2"; err != nil || string(seen[:got]) != want {
		t.Errorf("seen: %q, %v; want %q", seen[:got], err, want)
	}
}
