//go:build linux && cgo

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/testkit/need"
)

// These tests run the compiled cardcheck with a real smartcard service and virtual readers. Each runs in its own
// network and mount namespace, where /run is empty and no other service interferes: the test starts its own executable
// again inside of the namespace.

// deadline is what every run on a card that never answers must stay below. cardcheck gives the card two seconds; the
// rest is for a busy computer.
const deadline = 8 * time.Second

// maxMemory is what every run must stay below, in kB.
const maxMemory = 30 << 10

const (
	insideVariable  = "CARDCHECK_TEST_NAMESPACE"
	programVariable = "CARDCHECK_TEST_PROGRAM"
)

// situation is a state of service, reader and card, and what cardcheck must report about it.
type situation struct {
	name    string
	arrange func(t *testing.T)
	want    string // the statuses of the checks from service to card-series, or further
	text    string // in the details or the evidence
	silent  bool   // the card never answers, so that the deadline of cardcheck ends the run
}

var situations = []situation{
	{
		name:    "no service",
		arrange: func(*testing.T) {},
		want:    "fail skip skip skip skip skip",
		text:    "not running",
	},
	{
		name:    "stale socket",
		arrange: staleSocket,
		want:    "fail skip skip skip skip skip",
		text:    "has stopped",
	},
	{
		name:    "no reader",
		arrange: func(t *testing.T) { startService(t, noReaders) },
		want:    "pass fail skip skip skip skip",
		text:    "No smartcard reader is plugged in",
	},
	{
		name:    "reader without card",
		arrange: func(t *testing.T) { startService(t, virtualReaders) },
		want:    "pass pass fail skip skip skip",
		text:    "no smartcard in the reader",
	},
	{
		name:    "PIV card",
		arrange: inserted(pivCard(2)),
		want:    "pass pass pass pass pass pass pass pass pass pass pass",
		text:    "of cardholder *********789, issued by CN=SubCA02",
	},
	{
		name:    "PIV card whose certificates have expired",
		arrange: inserted(pivCard(-1)),
		want:    "pass pass pass pass pass pass pass fail skip pass pass",
		text:    "The certificate for signing in (9A) expired on",
	},
	{
		name:    "PIV card without certificates",
		arrange: inserted(pivCard(0)),
		want:    "pass pass pass pass pass pass fail skip skip pass pass",
		text:    "it is blank",
	},
	{
		name:    "card that hangs while it is read",
		arrange: inserted(slow),
		want:    "pass pass pass warn pass pass unknown unknown unknown unknown unknown",
		text:    "stopped while it was read",
		silent:  true,
	},
	{
		name:    "card that answers every command slowly",
		arrange: inserted(delayed(pivCard(2), 250*time.Millisecond)),
		want:    "pass pass pass pass pass pass pass pass pass pass pass",
		text:    "The card contains 1 certificate",
		silent:  true, // two seconds are enough, because it makes progress
	},
	{
		name:    "card that is pulled out between two commands",
		arrange: pulledBetween,
		want:    "pass pass fail skip skip skip skip skip skip skip skip",
		text:    "taken out",
	},
	{
		name:    "service that stops while a card is read",
		arrange: serviceStops,
		want:    "warn pass pass",
		text:    "service stopped while",
	},
	{
		name:    "card that is pulled out while it is read",
		arrange: inserted(pulledLater),
		want:    "pass pass fail skip skip skip skip skip skip skip skip",
		text:    "lost contact",
	},
	{
		name:    "card of an unknown kind",
		arrange: inserted(unknownCard),
		want:    "pass pass pass pass pass unknown",
		text:    "does not recognise the series",
	},
	{
		name:    "JCOP41",
		arrange: inserted(jcop),
		want:    "pass pass pass pass pass fail",
		text:    "probably series 5 or 6",
	},
	{
		name:    "mute card",
		arrange: mute("00"),
		want:    "pass pass pass fail unknown unknown",
		text:    "does not respond",
	},
	{
		name:    "card with a broken answer to reset",
		arrange: mute("FFFFFFFF"),
		want:    "pass pass pass fail unknown unknown",
		text:    "does not respond",
	},
	{
		name:    "held exclusively",
		arrange: heldExclusively,
		want:    "pass pass pass unknown fail unknown",
		text:    "has exclusive use of the card",
	},
	{
		name:    "busy with another program",
		arrange: busyElsewhere,
		want:    "pass pass pass unknown warn unknown",
		text:    "was using the card the whole time",
		silent:  true,
	},
	{
		name:    "removed in the middle of a command",
		arrange: inserted(pulled),
		want:    "pass pass fail skip skip skip",
		text:    "lost contact",
	},
	{
		name:    "card that hangs",
		arrange: inserted(silent),
		want:    "pass pass pass fail pass unknown",
		text:    "did not respond in time",
		silent:  true,
	},
	{
		name:    "reader whose name is not UTF-8",
		arrange: namedReaders("\xe9\xffLecteur", "Reader", card(pivCard(2)), nil),
		want:    "pass pass pass pass pass pass pass pass pass pass pass",
		text:    "The card contains 1 certificate",
	},
	{
		name:    "empty reader beside Windows Hello",
		arrange: namedReaders("Windows Hello for Business 1", "Reader", &hello, nil),
		want:    "pass pass fail skip skip skip",
		text:    "left out, because it is the virtual card of Windows Hello",
	},
	{
		name:    "blocked card beside Windows Hello",
		arrange: namedReaders("Windows Hello for Business 1", "Reader", &hello, &jcop),
		want:    "pass pass pass pass pass fail",
		text:    "JCOP41",
	},
	{
		name:    "card pulled beside Windows Hello",
		arrange: namedReaders("Windows Hello for Business 1", "Reader", &hello, &pulledLater),
		want:    "pass pass fail skip skip skip",
		text:    "lost contact",
	},
	{
		name:    "silent card beside Windows Hello",
		arrange: namedReaders("Windows Hello for Business 1", "Reader", &hello, &silent),
		want:    "pass pass pass fail pass unknown",
		text:    "did not respond in time",
		silent:  true,
	},
	{
		name:    "blank YubiKey beside an empty reader",
		arrange: namedReaders("Yubico YubiKey CCID", "Reader", card(pivCard(0)), nil),
		want:    "pass pass fail skip skip skip",
		text:    "because it is a YubiKey",
	},
	{
		name:    "good card beside one that has expired",
		arrange: namedReaders("First", "Second", card(pivCard(2)), card(pivCard(-1))),
		want:    "pass pass warn pass pass pass pass fail skip pass pass",
		text:    `Reader "Second 00 00": The certificate for signing in (9A) expired`,
	},
	{
		name:    "card that hangs, and no parent to kill the child",
		arrange: orphan,
		want:    "pass pass pass unknown warn unknown",
		text:    "the card has stopped responding since",
		silent:  true,
	},
	{
		name:    "watched while cards and the service come and go",
		arrange: watched,
		want:    "pass pass fail skip skip skip",
		text:    "no smartcard in the reader",
	},
	{
		name:    "shown as a page while cards and the service come and go",
		arrange: shownAsPage,
		want:    "pass pass fail skip skip skip",
		text:    "no smartcard in the reader",
	},
	{
		name:    "card that is swapped while it is read",
		arrange: swapped,
		want:    "pass pass fail skip skip skip skip skip skip skip skip",
		text:    "taken out while it was being read",
	},
	{
		name:    "PIV card of another maker, with a certificate that needs a PIN",
		arrange: inserted(otherPIV(1)),
		want:    "pass pass pass pass pass pass pass unknown unknown fail skip",
		text:    "certificate 9C: it needs a PIN",
	},
	{
		name:    "PKCS#15 card of another maker",
		arrange: inserted(otherFiles()),
		want:    "pass pass pass pass pass unknown pass pass pass unknown unknown",
		text:    "of cardholder *********321",
	},
	{
		name:    "Common Access Card",
		arrange: inserted(commonAccess()),
		want:    "pass pass pass pass pass unknown pass pass pass unknown unknown",
		text:    "probably not an NHS smartcard",
	},
	{
		name:    "card that accepts every application",
		arrange: inserted(emptyApplications()),
		want:    "pass pass pass pass pass unknown unknown unknown unknown unknown unknown",
		text:    "does not recognise the series",
	},
	{
		name:    "eight readers",
		arrange: eightReaders,
		want:    "pass pass warn pass pass pass pass pass pass pass pass",
		text:    "There are 8 smartcards",
	},
	{
		name:    "hanging card beside a good one",
		arrange: besideHanging,
		want:    "pass pass warn fail pass unknown",
		text:    "did not respond in time",
		silent:  true,
	},
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

// startOutside runs each situation in its own namespace, two at a time.
func startOutside(t *testing.T) {
	for _, path := range []string{serviceProgram, virtualReaders} {
		if _, err := os.Stat(path); err != nil {
			need.Missing(t, "no virtual readers to test with (apt-get install pcscd vsmartcard-vpcd): "+err.Error())
		}
	}
	program := compileProgram(t)
	if err := inNamespace("^$", program).Run(); err != nil {
		need.Missing(t, "no namespaces to test in: "+err.Error())
	}

	for _, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			runOutside(t, s, program)
		})
	}
}

// runOutside runs a situation in a namespace and copies its result.
func runOutside(t *testing.T, s situation, program string) {
	name := strings.ReplaceAll(s.name, " ", "_") // as the testing package does
	out, err := inNamespace("^TestReaders$/^"+name+"$", program).CombinedOutput()
	if bytes.Contains(out, []byte("--- SKIP: TestReaders/"+name)) {
		t.Skipf("%s", out)
	}
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestReaders/"+name)) {
		t.Errorf("%v\n%s", err, out)
	}
}

// inNamespace returns a command that runs this test program in new network and mount namespaces. A user who is not root
// also gets a user namespace.
func inNamespace(pattern, program string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", "-test.run="+pattern, "-test.v", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), insideVariable+"=1", programVariable+"="+program)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWNET,
		Pdeathsig:  syscall.SIGKILL,
	}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}
	}
	return cmd
}

// enterNamespace empties /run and starts the loopback interface.
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

// report is the part of the JSON output that the tests check.
type report struct {
	Findings []checks.Finding
	Facts    checks.Facts
}

// check arranges the situation, runs cardcheck, and checks its report, its exit code, its time and its memory.
func (s situation) check(t *testing.T) {
	s.arrange(t)
	out, state := s.run(t)

	var r report
	must(t, json.Unmarshal(out, &r))
	if diff := cmp.Diff(s.want, statuses(r.Findings[:len(strings.Fields(s.want))])); diff != "" {
		t.Errorf("%s\n%s", diff, out)
	}
	if !strings.Contains(detailsOf(r.Findings), s.text) {
		t.Errorf("no %q in:\n%s", s.text, out)
	}

	wantCode := cli.ExitOK
	if strings.Contains(s.want, "fail") || strings.Contains(s.want, "warn") {
		wantCode = cli.ExitProblems
	}
	if state.ExitCode() != wantCode {
		t.Errorf("exit code %d, want %d", state.ExitCode(), wantCode)
	}
	checkNoProcessLeft(t)
}

// run runs cardcheck and checks its time and its memory.
func (s situation) run(t *testing.T) ([]byte, *os.ProcessState) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	args := []string{"--format", "json"}
	if !s.silent {
		args = append(args, "--timeout", "15s") // a card that answers may be slow on a busy computer
	}
	cmd := exec.CommandContext(ctx, os.Getenv(programVariable), args...)
	cmd.Dir = t.TempDir()

	start := time.Now()
	out, err := cmd.Output()
	took := time.Since(start)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}

	memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss // of the largest of its processes, in kB
	t.Logf("took %v and %d kB", took.Round(time.Millisecond), memory)
	if s.silent && took >= deadline {
		t.Errorf("took %v", took)
	}
	if limit := max(maxMemory, ownPeak(t)); memory > limit {
		t.Errorf("needs %d kB, more than %d", memory, limit)
	}
	return out, cmd.ProcessState
}

// ownPeak returns the peak memory of this test program, in kB. Linux also counts it as the peak of the processes that
// it starts, so they cannot be held to less; with the race detector it is more than maxMemory.
func ownPeak(t *testing.T) int64 {
	t.Helper()
	var usage syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Maxrss
}

func statuses(findings []checks.Finding) string {
	list := make([]string, len(findings))
	for i, f := range findings {
		list[i] = string(f.Status)
	}
	return strings.Join(list, " ")
}

// detailsOf returns the details and the evidence of findings.
func detailsOf(findings []checks.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&b, f.Detail, f.Evidence)
	}
	return b.String()
}

// checkNoProcessLeft checks that no process of the compiled program is left.
func checkNoProcessLeft(t *testing.T) {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	must(t, err)
	for _, link := range links {
		target, err := os.Readlink(link)
		if err == nil && target == os.Getenv(programVariable) && inSameNamespace(link) {
			t.Errorf("%s is still running", link)
		}
	}
}

// inSameNamespace distinguishes situations that run at the same time.
func inSameNamespace(link string) bool {
	ours, _ := os.Readlink("/proc/self/ns/net")
	theirs, _ := os.Readlink(filepath.Dir(link) + "/ns/net")
	return ours == theirs
}
