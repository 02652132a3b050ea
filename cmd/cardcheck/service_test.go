//go:build linux && cgo

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/sys/unix"

	"signpost/internal/testkit/vcard"
)

// The files of the packages pcscd and vsmartcard-vpcd.
const (
	serviceProgram = "/usr/sbin/pcscd" // not on the PATH of ordinary users
	serviceFolder  = "/run/pcscd"
	serviceSocket  = serviceFolder + "/pcscd.comm"
	virtualReaders = "/etc/reader.conf.d/vpcd"
	noReaders      = "/dev/null"
)

// startService starts pcscd with the readers of a configuration file. It stops when the test ends.
func startService(t *testing.T, readers string) (stop func()) {
	t.Helper()
	must(t, os.MkdirAll(serviceFolder, 0o755))
	text, err := os.ReadFile(readers)
	must(t, err)
	config := t.TempDir()
	must(t, os.WriteFile(filepath.Join(config, "readers"), text, 0o644))

	awaitFile(t, serviceSocket, func() {
		cmd := exec.Command(serviceProgram, "--foreground", "--config", config)
		var log bytes.Buffer
		cmd.Stdout = &log
		cmd.Stderr = &log
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		must(t, cmd.Start())
		stop = func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
		t.Cleanup(func() {
			stop()
			if t.Failed() {
				t.Logf("pcscd:\n%s", &log)
			}
		})
	})
	return stop
}

// awaitFile performs an action and waits until it has created a file.
func awaitFile(t *testing.T, path string, action func()) {
	t.Helper()
	watcher, err := fsnotify.NewWatcher()
	must(t, err)
	defer watcher.Close()
	must(t, watcher.Add(filepath.Dir(path)))
	action()

	timeout := time.After(10 * time.Second)
	for {
		select {
		case event := <-watcher.Events:
			if event.Name == path && event.Has(fsnotify.Chmod) { // the service sets the mode when it listens
				return
			}
		case <-timeout:
			t.Fatalf("%s was not created", path)
		}
	}
}

// staleSocket leaves a socket without a service.
func staleSocket(t *testing.T) {
	must(t, os.Mkdir(serviceFolder, 0o755))
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	must(t, err)
	must(t, unix.Bind(fd, &unix.SockaddrUnix{Name: serviceSocket}))
	must(t, unix.Close(fd))
}

const present = 0x20

// insert inserts a card into a virtual reader and waits until the service sees it.
func insert(t *testing.T, reader int, card vcard.Card) *vcard.Inserted {
	t.Helper()
	i, err := vcard.Insert(t.Context(), vcard.Ports[reader], card)
	must(t, err)
	t.Cleanup(i.Remove)
	must(t, vcard.Await(reader, present, 10*time.Second))
	return i
}

// inserted returns an arrangement with a card in the first reader.
func inserted(card vcard.Card) func(*testing.T) {
	return func(t *testing.T) {
		startService(t, virtualReaders)
		insert(t, 0, card)
	}
}

// mute returns an arrangement with a card that sends nothing after its ATR.
func mute(atr string) func(*testing.T) {
	return inserted(vcard.Card{ATR: fromHex(atr), Answer: fails(io.EOF)})
}

func heldExclusively(t *testing.T) {
	startService(t, virtualReaders)
	insert(t, 0, unknownCard)
	release, err := vcard.Hold(0)
	must(t, err)
	t.Cleanup(release)
}

func busyElsewhere(t *testing.T) {
	startService(t, virtualReaders)
	insert(t, 0, unknownCard)
	release, err := vcard.Occupy(0)
	must(t, err)
	t.Cleanup(release)
}

// orphan starts the child process without a parent. It must end on its own and report how far it got.
func orphan(t *testing.T) {
	inserted(silent)(t)
	args := []string{probeCardName, "--reader", "Virtual PCD 00 00", "--timeout", "200ms"}

	start := time.Now()
	out, err := exec.Command(os.Getenv(programVariable), args...).Output()
	if took := time.Since(start); took >= deadline || err == nil {
		t.Errorf("took %v: %v", took, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, `"unfinished":"transmit"`) {
		t.Errorf("last line %q", last)
	}
}

// watched follows the standard output of cardcheck watch while cards and the service come and go.
func watched(t *testing.T) {
	stop := startService(t, virtualReaders)
	cmd := exec.CommandContext(t.Context(), os.Getenv(programVariable), "watch")
	cmd.Dir = t.TempDir()
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	await := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("no %q: %v", want, lines.Err())
	}

	await("FAIL  SC-103  There is no smartcard in the reader")
	card := insert(t, 0, pivCard(2))
	await("ok    SC-103")
	await("ok    SC-107")
	card.Remove()
	await("FAIL  SC-103")
	insert(t, 1, jcop)
	await("FAIL  SC-106")
	stop()
	await("FAIL  SC-101  The smartcard service")
	startService(t, virtualReaders)
	await("ok    SC-101")
	await("FAIL  SC-103") // its virtual readers are new and empty
	must(t, cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
	checkNoProcessLeft(t)
}

// besideHanging inserts a card that hangs and one that works.
func besideHanging(t *testing.T) {
	startService(t, virtualReaders)
	insert(t, 0, silent)
	insert(t, 1, pivCard(2))
}

// swapped removes a card in the middle of a command and inserts another one at once.
func swapped(t *testing.T) {
	startService(t, virtualReaders)
	first := insert(t, 0, pulledLater)
	second := make(chan *vcard.Inserted, 1)
	go func() {
		first.Wait()
		i, _ := vcard.Insert(t.Context(), vcard.Ports[0], jcop) // after an error the reader stays empty
		second <- i
	}()
	t.Cleanup(func() {
		if i := <-second; i != nil {
			i.Remove()
		}
	})
}

// delayed returns a card that takes its time for each answer.
func delayed(c vcard.Card, delay time.Duration) vcard.Card {
	answer := c.Answer
	c.Answer = func(command []byte) ([]byte, error) {
		time.Sleep(delay)
		return answer(command)
	}

	return c
}

// pulledBetween removes a card after it has answered a command.
func pulledBetween(t *testing.T) {
	startService(t, virtualReaders)
	c := pivCard(2)
	answered := make(chan struct{}, 100)
	answer := c.Answer
	n := 0
	c.Answer = func(command []byte) ([]byte, error) {
		if n++; n == 4 {
			answered <- struct{}{}
		}

		return answer(command)
	}

	inserted := insert(t, 0, c)
	go func() {
		<-answered
		inserted.Remove()
	}()
}

// serviceStops kills the service while a card is read.
func serviceStops(t *testing.T) {
	stop := startService(t, virtualReaders)
	c := pivCard(2)
	answer := c.Answer
	n := 0
	c.Answer = func(command []byte) ([]byte, error) {
		if n++; n == 4 {
			stop()
		}

		return answer(command)
	}

	insert(t, 0, c)
}

func card(c vcard.Card) *vcard.Card { return &c }

// namedReaders starts two readers with names, each with a card. A nil card leaves the reader empty.
func namedReaders(first, second string, inFirst, inSecond *vcard.Card) func(t *testing.T) {
	return func(t *testing.T) {
		driver, err := os.ReadFile("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
		must(t, err)
		folder := t.TempDir()
		var config strings.Builder
		for i, name := range []string{first, second} {
			library := filepath.Join(folder, fmt.Sprintf("libifdvpcd%d.so", i))
			must(t, os.WriteFile(library, driver, 0o755)) // the driver keeps two readers in its variables
			fmt.Fprintf(&config, readerConfig, name, firstPort+2*i, library)
		}

		readers := filepath.Join(folder, "readers")
		must(t, os.WriteFile(readers, []byte(config.String()), 0o644))
		startService(t, readers)
		n := 0
		for i, card := range []*vcard.Card{inFirst, inSecond} {
			if card == nil {
				continue
			}

			inserted, err := vcard.Insert(t.Context(), fmt.Sprintf("127.0.0.1:%d", firstPort+2*i), *card)
			must(t, err)
			t.Cleanup(inserted.Remove)
			n++
		}

		must(t, vcard.AwaitCards(n, 20*time.Second))
	}
}

// eightReaders has eight readers with a card in each. The driver has global variables for two readers, so each pair
// gets a copy of the driver.
func eightReaders(t *testing.T) {
	driver, err := os.ReadFile("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
	must(t, err)
	folder := t.TempDir()
	var config strings.Builder
	for i := range 4 {
		library := filepath.Join(folder, fmt.Sprintf("libifdvpcd%d.so", i))
		must(t, os.WriteFile(library, driver, 0o755))
		fmt.Fprintf(&config, readerConfig, fmt.Sprint("Reader ", i), firstPort+2*i, library)
	}
	readers := filepath.Join(folder, "readers")
	must(t, os.WriteFile(readers, []byte(config.String()), 0o644))
	startService(t, readers)
	for i := range 8 {
		card, err := vcard.Insert(t.Context(), fmt.Sprintf("127.0.0.1:%d", firstPort+i), pivCard(2))
		must(t, err)
		t.Cleanup(card.Remove)
	}

	must(t, vcard.AwaitCards(8, 20*time.Second))
}

// firstPort is the port at which vpcd waits for the card in its first reader.
const firstPort = 0x8C7B

const readerConfig = `FRIENDLYNAME "%[1]s"
DEVICENAME /dev/null:0x%[2]X
LIBPATH %[3]s
CHANNELID 0x%[2]X
`
