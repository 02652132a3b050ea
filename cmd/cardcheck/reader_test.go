//go:build linux && cgo

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/testkit/need"
	"signpost/internal/testkit/vcard"
)

// These tests drive the compiled cardcheck against a real smartcard service with virtual readers. Each runs in a
// network and mount namespace of its own, where /run is empty and no other service is in the way: the test starts its
// own program once more inside.

// limit is what no run may reach on a card that never answers. cardcheck gives it two seconds; the rest is for a
// machine that has other things to do.
const limit = 8 * time.Second

// mostMemory is what no run may need, in kB.
const mostMemory = 30 << 10

const (
	insideVariable  = "CARDCHECK_TEST_NAMESPACE"
	programVariable = "CARDCHECK_TEST_PROGRAM"
)

// situation is one state of service, reader and card, and what cardcheck must say of it.
type situation struct {
	name    string
	arrange func(t *testing.T)
	want    string // the statuses of the checks from service to card-series, or farther
	says    string // in the details or the evidence
	silent  bool   // the card never answers: what ends the run is cardcheck's own deadline
}

var situations = []situation{
	{"no service", func(*testing.T) {}, "fail skip skip skip skip skip", "not running", false},
	{"stale socket", staleSocket, "fail skip skip skip skip skip", "has stopped", false},
	{"no reader", func(t *testing.T) { startService(t, noReaders) }, "pass fail skip skip skip skip", "No smartcard reader is plugged in", false},
	{"reader without card", func(t *testing.T) { startService(t, virtualReaders) }, "pass pass fail skip skip skip", "no smartcard in the reader", false},
	{"PIV card", inserted(pivCard(2)), "pass pass pass pass pass pass pass pass pass pass pass", "of cardholder *********789, issued by CN=SubCA02", false},
	{"PIV card whose certificates have expired", inserted(pivCard(-1)), "pass pass pass pass pass pass pass fail skip pass pass", "have expired", false},
	{"PIV card without certificates", inserted(pivCard(0)), "pass pass pass pass pass pass fail skip skip pass pass", "it is blank", false},
	{"card that hangs while it is read", inserted(slow), "pass pass pass warn pass pass unknown unknown unknown unknown unknown", "could not finish reading it", true},
	{"card that is pulled out while it is read", inserted(pulledLater), "pass pass fail skip skip skip skip skip skip skip skip", "lost contact", false},
	{"card of an unknown kind", inserted(unknownCard), "pass pass pass pass pass unknown", "does not recognise the series", false},
	{"JCOP41", inserted(jcop), "pass pass pass pass pass fail", "probably series 5 or 6", false},
	{"mute card", mute("00"), "pass pass pass fail unknown unknown", "does not respond", false},
	{"card with a broken answer to reset", mute("FFFFFFFF"), "pass pass pass fail unknown unknown", "does not respond", false},
	{"held exclusively", heldExclusively, "pass pass pass unknown fail unknown", "has exclusive use of the card", false},
	{"busy with another program", busyElsewhere, "pass pass pass unknown warn unknown", "was using the card the whole time", true},
	{"removed in the middle of a command", inserted(pulled), "pass pass fail skip skip skip", "lost contact", false},
	{"card that hangs", inserted(silent), "pass pass pass fail pass unknown", "did not respond in time", true},
	{"card that hangs, and nobody to kill the child", orphan, "pass pass pass unknown warn unknown", "the card has stopped responding since", true},
	{"watched while cards and the service come and go", watched, "pass pass fail skip skip skip", "no smartcard in the reader", false},
	{"shown as a page while cards and the service come and go", shownAsPage, "pass pass fail skip skip skip", "no smartcard in the reader", false},
	{"card that is swapped while it is read", swapped, "pass pass fail skip skip skip skip skip skip skip skip", "taken out while it was being read", false},
	{"PIV card of another maker, with one certificate for nobody", inserted(otherPIV(1)), "pass pass pass pass pass pass pass unknown unknown fail skip", "certificate 9C: it needs a PIN", false},
	{"PKCS#15 card of another maker", inserted(filesOfAnother()), "pass pass pass pass pass unknown pass pass pass unknown unknown", "of cardholder *********321", false},
	{"Common Access Card", inserted(commonAccess()), "pass pass pass pass pass unknown pass pass pass unknown unknown", "probably not an NHS smartcard", false},
	{"card that says yes", inserted(saysYes), "pass pass pass pass pass unknown unknown unknown unknown unknown unknown", "does not recognise the series", false},
	{"eight readers", eightReaders, "pass pass pass pass pass pass pass pass pass pass pass", "8 readers are plugged in", false},
	{"hanging card beside a good one", besideHanging, "pass pass pass pass pass pass", "does not respond", true},
}

func TestReaders(t *testing.T) {
	if os.Getenv(insideVariable) == "" {
		startOutside(t)
		return
	}
	enterNamespace(t)
	for _, s := range situations {
		t.Run(s.name, func(t *testing.T) { s.check(t) })
	}
}

// startOutside runs each situation in a namespace of its own, two at a time: one for each core of a small computer.
func startOutside(t *testing.T) {
	for _, path := range []string{serviceProgram, virtualReaders} {
		if _, err := os.Stat(path); err != nil {
			need.Missing(t, "no virtual readers to test with (apt-get install pcscd vsmartcard-vpcd): "+err.Error())
		}
	}
	program := filepath.Join(t.TempDir(), "cardcheck")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := inNamespace("^$", program).Run(); err != nil {
		need.Missing(t, "no namespaces to test in: "+err.Error())
	}
	for _, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			name := strings.ReplaceAll(s.name, " ", "_") // as the testing package does
			out, err := inNamespace("^TestReaders$/^"+name+"$", program).CombinedOutput()
			if bytes.Contains(out, []byte("--- SKIP: TestReaders/"+name)) {
				t.Skipf("%s", out)
			}
			if err != nil || !bytes.Contains(out, []byte("--- PASS: TestReaders/"+name)) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// inNamespace is this test program once more, in fresh network and mount namespaces; a user who is not root gets a user
// namespace around them.
func inNamespace(pattern, program string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", "-test.run="+pattern, "-test.v", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), insideVariable+"=1", programVariable+"="+program)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}
	}
	return cmd
}

// enterNamespace makes /run empty and brings the loopback interface up.
func enterNamespace(t *testing.T) {
	t.Helper()
	must(t, syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""))
	must(t, syscall.Mount("tmpfs", "/run", "tmpfs", 0, ""))
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	must(t, err)
	defer unix.Close(socket)
	request, err := unix.NewIfreq("lo")
	must(t, err)
	request.SetUint16(unix.IFF_UP)
	must(t, unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request))
}

// ownPeak is the most memory that this test program held, in kB. Linux counts it as the peak of what it starts too, so
// a lower limit cannot be held: with the race detector it is above mostMemory.
func ownPeak(t *testing.T) int64 {
	t.Helper()
	var usage syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Maxrss
}

func (s situation) check(t *testing.T) {
	s.arrange(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	args := []string{"--format", "json"}
	if !s.silent {
		args = append(args, "--timeout", "15s") // a card that answers may take its time on a busy machine
	}
	cmd := exec.CommandContext(ctx, os.Getenv(programVariable), args...)
	cmd.Dir = t.TempDir()
	began := time.Now()
	out, err := cmd.Output()
	if took := time.Since(began); s.silent && took >= limit {
		t.Errorf("took %v", took)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss // of the largest of its processes, in kB
	t.Logf("took %v and %d kB", time.Since(began).Round(time.Millisecond), memory)
	if most := max(mostMemory, ownPeak(t)); memory > most {
		t.Errorf("needs %d kB, more than %d", memory, most)
	}
	var report struct {
		Findings []checks.Finding
		Facts    checks.Facts
	}
	must(t, json.Unmarshal(out, &report))
	if diff := cmp.Diff(s.want, statuses(report.Findings[:len(strings.Fields(s.want))])); diff != "" {
		t.Errorf("%s\n%s", diff, out)
	}
	if !strings.Contains(told(report.Findings), s.says) {
		t.Errorf("nothing says %q:\n%s", s.says, out)
	}
	if wrong := strings.Contains(s.want, "fail") || strings.Contains(s.want, "warn"); wrong != (cmd.ProcessState.ExitCode() == cli.ExitProblems) {
		t.Errorf("exit code %d", cmd.ProcessState.ExitCode())
	}
	noChildLeft(t)
}

func statuses(findings []checks.Finding) string {
	list := make([]string, len(findings))
	for i, f := range findings {
		list[i] = string(f.Status)
	}
	return strings.Join(list, " ")
}

func told(findings []checks.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&b, f.Detail, f.Evidence)
	}
	return b.String()
}

// noChildLeft looks whether any process of the compiled program is still there.
func noChildLeft(t *testing.T) {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	must(t, err)
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && target == os.Getenv(programVariable) && sameNamespace(link) {
			t.Errorf("%s still runs", link)
		}
	}
}

// sameNamespace keeps the situations that run at the same time apart.
func sameNamespace(link string) bool {
	ours, _ := os.Readlink("/proc/self/ns/net")
	theirs, _ := os.Readlink(filepath.Dir(link) + "/ns/net")
	return ours == theirs
}

// What the packages pcscd and vsmartcard-vpcd install.
const (
	serviceProgram = "/usr/sbin/pcscd" // not on the PATH of ordinary users
	serviceFolder  = "/run/pcscd"
	serviceSocket  = serviceFolder + "/pcscd.comm"
	virtualReaders = "/etc/reader.conf.d/vpcd"
	noReaders      = "/dev/null"
)

// startService starts pcscd with the readers of this configuration, and stops it when the test ends.
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
		cmd.Stdout, cmd.Stderr = &log, &log
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

// awaitFile does something and waits until it has made a file.
func awaitFile(t *testing.T, path string, do func()) {
	t.Helper()
	watcher, err := fsnotify.NewWatcher()
	must(t, err)
	defer watcher.Close()
	must(t, watcher.Add(filepath.Dir(path)))
	do()
	late := time.After(10 * time.Second)
	for {
		select {
		case event := <-watcher.Events:
			if event.Name == path && event.Has(fsnotify.Chmod) { // the service opens the socket to all when it listens
				return
			}
		case <-late:
			t.Fatalf("%s never came", path)
		}
	}
}

func staleSocket(t *testing.T) {
	must(t, os.Mkdir(serviceFolder, 0o755))
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	must(t, err)
	must(t, unix.Bind(fd, &unix.SockaddrUnix{Name: serviceSocket}))
	must(t, unix.Close(fd))
}

const present = 0x20

// insert puts a card into a virtual reader and waits until the service sees it.
func insert(t *testing.T, reader int, card vcard.Card) *vcard.Inserted {
	t.Helper()
	i, err := vcard.Insert(t.Context(), vcard.Ports[reader], card)
	must(t, err)
	t.Cleanup(i.Remove)
	must(t, vcard.Await(reader, present, 10*time.Second))
	return i
}

func inserted(card vcard.Card) func(*testing.T) {
	return func(t *testing.T) {
		startService(t, virtualReaders)
		insert(t, 0, card)
	}
}

func mute(atr string) func(*testing.T) {
	return inserted(vcard.Card{ATR: fromHex(atr), Answer: func([]byte) ([]byte, error) { return nil, io.EOF }})
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

// orphan starts the child process by itself: it must give up without a parent, and say how far it came.
func orphan(t *testing.T) {
	inserted(silent)(t)
	began := time.Now()
	out, err := exec.Command(os.Getenv(programVariable), "probe-card", "--reader", "Virtual PCD 00 00", "--timeout", "200ms").Output()
	if took := time.Since(began); took >= limit || err == nil {
		t.Errorf("took %v: %v", took, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, `"unfinished":"transmit"`) {
		t.Errorf("last line %q", last)
	}
}

// watched follows everything that can happen, event by event, on the standard output of cardcheck watch.
func watched(t *testing.T) {
	stop := startService(t, virtualReaders)
	cmd := exec.CommandContext(t.Context(), os.Getenv(programVariable), "watch")
	cmd.Dir, cmd.Stderr = t.TempDir(), os.Stderr
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
		t.Fatalf("%q never came: %v", want, lines.Err())
	}
	await("FAIL  SC-103  Card in the reader: There is no smartcard")
	card := insert(t, 0, pivCard(2))
	await("ok    SC-103")
	await("ok    SC-107  Certificates have not expired")
	card.Remove()
	await("FAIL  SC-103")
	insert(t, 1, jcop)
	await("FAIL  SC-106")
	stop()
	await("FAIL  SC-101  Smartcard service: The smartcard service has stopped")
	startService(t, virtualReaders)
	await("ok    SC-101")
	await("FAIL  SC-103") // its virtual readers are new and empty
	must(t, cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		t.Errorf("told to end: %v", err)
	}
	noChildLeft(t)
}

func besideHanging(t *testing.T) {
	startService(t, virtualReaders)
	insert(t, 0, silent)
	insert(t, 1, pivCard(2))
}

// swapped takes one card out in the middle of a command, and puts another in at once.
func swapped(t *testing.T) {
	startService(t, virtualReaders)
	first := insert(t, 0, pulledLater)
	second := make(chan *vcard.Inserted, 1)
	go func() {
		first.Wait()
		i, _ := vcard.Insert(context.Background(), vcard.Ports[0], jcop) // where it fails, the reader stays empty
		second <- i
	}()
	t.Cleanup(func() {
		if i := <-second; i != nil {
			i.Remove()
		}
	})
}

// eightReaders has as many as anybody has plugged in, a card in each. The driver keeps two readers in its variables, so
// each pair has a copy of the driver.
func eightReaders(t *testing.T) {
	driver, err := os.ReadFile("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
	must(t, err)
	folder := t.TempDir()
	var config strings.Builder
	for i := range 4 {
		library := filepath.Join(folder, fmt.Sprintf("libifdvpcd%d.so", i))
		must(t, os.WriteFile(library, driver, 0o755))
		fmt.Fprintf(&config, "FRIENDLYNAME \"Reader %d\"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%[2]X\n", i, firstPort+2*i, library)
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

// firstPort is where vpcd waits for the card in its first reader.
const firstPort = 0x8C7B

// The cards.
var (
	unknownCard = vcard.Card{ATR: fromHex("3B021450"), Answer: says("6A82")}
	jcop        = vcard.Card{ATR: fromHex("3BF91800008131FE454A434F503431563232AF"), Answer: says("6A82")}
	silent      = vcard.Card{ATR: fromHex("3B021450"), Answer: func([]byte) ([]byte, error) { return nil, vcard.ErrSilent }}
	pulled      = vcard.Card{ATR: fromHex("3B021450"), Answer: func([]byte) ([]byte, error) { return nil, vcard.ErrPulled }}
	slow        = vcard.Card{ATR: pivATR, Answer: until(0x20, vcard.ErrSilent)}
	pulledLater = vcard.Card{ATR: pivATR, Answer: until(0xCB, vcard.ErrPulled)}
	pivATR      = fromHex("3BD6970081B1FE451F078031C152111 8F9")
)

// until is a PIV card on which a command with this instruction ends badly.
func until(instruction byte, end error) func([]byte) ([]byte, error) {
	good := pivCard(2)
	return func(command []byte) ([]byte, error) {
		if command[1] == instruction {
			return nil, end
		}
		return good.Answer(command)
	}
}

// pivCard is a card whose certificate ends in so many years; 0 is a blank card. It answers in pieces, as real ones do.
func pivCard(years int) vcard.Card {
	var object, rest []byte
	if years != 0 {
		object = certificateObject(years)
	}
	return vcard.Card{ATR: pivATR, Answer: func(c []byte) ([]byte, error) {
		switch {
		case c[1] == 0xA4 && bytes.HasPrefix(c[5:], fromHex("A000000308")):
			return fromHex("61114F0600001000010079074F05A0000003089000"), nil
		case c[1] == 0x20:
			return fromHex("63C3"), nil
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC105")) && object != nil:
			rest = object
			fallthrough
		case c[1] == 0xC0:
			n := min(256, len(rest))
			answer := append([]byte{}, rest[:n]...)
			if rest = rest[n:]; len(rest) > 0 {
				return append(answer, 0x61, byte(min(len(rest), 255))), nil
			}
			return append(answer, 0x90, 0x00), nil
		}
		return fromHex("6A82"), nil
	}}
}

// certificateObject is what GET DATA gives for a certificate that ends in so many years.
func certificateObject(years int) []byte {
	wrapped := func(tag byte, b []byte) []byte {
		return append([]byte{tag, 0x82, byte(len(b) >> 8), byte(len(b))}, b...)
	}
	return wrapped(0x53, append(wrapped(0x70, certificate(years, "000123456789")), 0x71, 0x01, 0x00, 0xFE, 0x00))
}

// certificate is one for whoever has this number, which ends in so many years.
func certificate(years int, holder string) []byte {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	end := time.Now().AddDate(years, 0, 0)
	der, err := x509.CreateCertificate(rand.Reader,
		&x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: holder}, NotBefore: end.AddDate(-3, 0, 0), NotAfter: end},
		&x509.Certificate{Subject: pkix.Name{CommonName: "SubCA02"}}, public, private)
	if err != nil {
		panic(err)
	}
	return der
}

func says(answer string) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return fromHex(answer), nil }
}

func fromHex(text string) []byte {
	var b []byte
	if _, err := fmt.Sscanf(strings.ReplaceAll(text, " ", ""), "%x", &b); err != nil {
		panic(err)
	}
	return b
}
