//go:build linux && cgo

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/testkit/need"
)

// These tests run the program for Windows under Wine, with a smartcard service of their own and a registry that they
// wrote.

// windowsComputer is a fresh Windows, as far as Wine is one.
type windowsComputer struct {
	wine    string
	folder  string // of programs, those of the tests and cardcheck
	env     []string
	program string
}

const compiler = "x86_64-w64-mingw32-gcc"

func TestWindows(t *testing.T) {
	w := newWindows(t)
	t.Run("every error of the service", w.serviceErrors)
	t.Run("every error of a card", w.cardErrors)
	t.Run("no smartcard support", w.bare)
	t.Run("what is installed and set", w.host)
	t.Run("a link opens whole", w.link)
	t.Run("double click", w.doubleClick)
	t.Run("shortcut", w.shortcut)
	t.Run("calls on the network", w.fetch)
}

// newWindows makes the computer, which takes Wine some seconds.
func newWindows(t *testing.T) *windowsComputer {
	t.Helper()
	wine := firstOf("wine64", "/usr/lib/wine/wine64", "wine")
	if wine == "" || firstOf(compiler) == "" {
		need.Missing(t, "no Wine to test the program for Windows with (apt-get install wine64 gcc-mingw-w64-x86-64-win32)")
	}
	w := &windowsComputer{wine: wine, folder: t.TempDir()}
	w.program = filepath.Join(w.folder, "cardcheck.exe")
	build := exec.Command("go", "build", "-o", w.program, ".")
	build.Env, build.Stderr = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64"), os.Stderr
	must(t, build.Start())
	prefix, err := w.boot(t)
	for range 2 { // Wine, with much else to do, does not find a library of its own now and then
		if err != nil {
			prefix, err = w.boot(t)
		}
	}
	must(t, err)
	must(t, build.Wait())
	server := func(order string) { // the programs of this Windows and no other
		cmd := exec.Command(firstOf("wineserver", filepath.Join(filepath.Dir(wine), "wineserver"), "/usr/lib/wine/wineserver64", "/usr/lib/wine/wineserver"), order)
		cmd.Env = w.env
		_ = cmd.Run()
	}
	t.Cleanup(func() { server("--kill") })
	server("--wait") // its services end with the boot; the next program starts them again, but not while they end
	system := filepath.Join(prefix, "drive_c", "windows", "system32")
	compile(t, filepath.Join(system, "winscard.dll"), "winscard.c", "-shared")
	compile(t, filepath.Join(system, "bcryptprimitives.dll"), "bcryptprimitives.c", "-shared", "-ladvapi32")
	compile(t, filepath.Join(w.folder, "IdentityAgent.exe"), "idle.c")
	compile(t, filepath.Join(w.folder, "explorer.exe"), "explorer.c")
	w.copied(t, filepath.Join(prefix, "drive_c", "Program Files (x86)", "Maker", "Identity Agent"))
	idle := filepath.Join(w.folder, "idle.exe")
	compile(t, idle, "idle.c")
	w.runs(t, idle) // else Wine shuts this Windows down after each program, and takes seconds to boot it again
	return w
}

// boot makes a new folder a Windows.
func (w *windowsComputer) boot(t *testing.T) (prefix string, err error) {
	t.Helper()
	prefix = t.TempDir()
	w.env = append(os.Environ(), "WINEPREFIX="+prefix, "WINEDEBUG=-all", "DISPLAY=", "WINEDLLOVERRIDES=winscard=n;mscoree,mshtml=", "GOTRACEBACK=single")
	return prefix, w.command(t, nil, "wineboot", "--init").Run()
}

// copied puts an Identity Agent into a folder of programs, with no trace in the registry.
func (w *windowsComputer) copied(t *testing.T, folder string) {
	t.Helper()
	must(t, os.MkdirAll(folder, 0o755))
	states := filepath.Join(w.folder, "agent.o")
	output(t, exec.Command("x86_64-w64-mingw32-windres", filepath.Join("testdata", "wine", "agent.rc"), states))
	compile(t, filepath.Join(folder, "IdentityAgent.exe"), "idle.c", states)
}

func firstOf(programs ...string) string {
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	return ""
}

func compile(t *testing.T, to, source string, flags ...string) {
	t.Helper()
	output(t, exec.Command(compiler, append([]string{"-O1", "-o", to, filepath.Join("testdata", "wine", source)}, flags...)...))
}

func output(t *testing.T, cmd *exec.Cmd) []byte {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return out
}

// command is a program of this Windows, which ends with the test.
func (w *windowsComputer) command(t *testing.T, env []string, args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, w.wine, args...)
	cmd.Dir, cmd.Env = w.folder, append(w.env, env...)
	return cmd
}

// seen is the document that cardcheck prints.
func (w *windowsComputer) seen(t *testing.T, env []string, args ...string) document {
	t.Helper()
	cmd := w.command(t, env, append([]string{w.program, "--format", "json", "--timeout", "40s"}, args...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, &complaint)
	}
	return d
}

func finding(t *testing.T, d document, id string) checks.Finding {
	t.Helper()
	for _, f := range d.Findings {
		if f.Check == id {
			return f
		}
	}
	t.Fatalf("no finding of %q", id)
	return checks.Finding{}
}

// serviceErrors come through the child process unharmed; what they mean is tested elsewhere.
func (w *windowsComputer) serviceErrors(t *testing.T) {
	for _, number := range checks.Numbers() {
		out := output(t, w.command(t, []string{"CARD_ESTABLISH=" + strings.TrimPrefix(number.String(), "0x")}, w.program, "probe-card"))
		if want := `"error":"` + number.String() + `"`; !strings.Contains(string(out), want) {
			t.Errorf("%v: %s", number, out)
		}
	}
}

// cardErrors has a reader for each error number, and for each call in which it can come.
func (w *windowsComputer) cardErrors(t *testing.T) {
	names := []string{"empty", "status 6A82"}
	for _, n := range checks.Numbers() {
		digits := strings.TrimPrefix(n.String(), "0x")
		names = append(names, "connect "+digits, "transmit "+digits)
	}
	var d document // of all; a few at a time, since Wine gives each process what belongs to its neighbours
	for few := range slices.Chunk(names, 7) {
		readers := []string{"CARD_READERS=" + strings.Join(few, "|")}
		part := w.seen(t, readers)
		if slices.ContainsFunc(part.Facts.Errors, notStarted) { // Wine, with much else to do, refuses a process now and then
			part = w.seen(t, readers)
		}
		if d.Facts == nil {
			d = part
			continue
		}
		d.Facts.Readers = append(d.Facts.Readers, part.Facts.Readers...)
		d.Facts.Errors = append(d.Facts.Errors, part.Facts.Errors...)
	}
	var got []string
	for i, r := range d.Facts.Readers {
		want := fmt.Sprintf("%s: 00000000 connected true", names[i])
		switch call, digits, _ := strings.Cut(names[i], " "); {
		case call == "empty":
			want = "empty: 00000000 connected false"
		case call == "connect":
			want = fmt.Sprintf("%s: %s connected false", names[i], digits)
		case call == "transmit":
			want = fmt.Sprintf("%s: %s connected true", names[i], digits)
		}
		error := r.Connect
		if len(r.Exchanges) > 0 {
			error = r.Exchanges[len(r.Exchanges)-1].Error
		}
		if line := strings.ReplaceAll(fmt.Sprintf("%s: %08X connected %v", r.Name, uint32(error), r.Connected), "\n", ""); line != want {
			got = append(got, line+", want "+want)
		}
	}
	if len(d.Facts.Readers) != len(names) || len(got) > 0 {
		t.Errorf("%d readers of %d; %s\n%+v", len(d.Facts.Readers), len(names), strings.Join(got, "\n"), d.Facts.Errors)
	}
	if f := finding(t, d, "card-answers"); f.Status != checks.Pass {
		t.Errorf("one card answers: %+v", f)
	}
	hanging := w.seen(t, []string{"CARD_READERS=hang"}, "--timeout", "8s")
	if f := finding(t, hanging, "card-answers"); f.Status != checks.Fail || hanging.Facts.Readers[0].Unfinished != checks.StepConnect {
		t.Errorf("a card that hangs: %+v, %+v", f, hanging.Facts.Readers)
	}
}

func notStarted(e checks.Trouble) bool { return strings.Contains(e.Text, "start card probe") }

// bare is a Windows without winscard.dll.
func (w *windowsComputer) bare(t *testing.T) {
	d := w.seen(t, []string{"WINEDLLOVERRIDES=winscard="})
	if f := finding(t, d, "service"); f.Status != checks.Fail || !strings.Contains(f.Detail, "winscard.dll is missing") {
		t.Errorf("%+v", f)
	}
}

// host has two versions of NHS Credential Management, in either view of the registry, a stopped and a running service,
// Identity Agent that runs, another in a folder of programs, an old .NET Framework, and policies against smartcards.
func (w *windowsComputer) host(t *testing.T) {
	registry, err := filepath.Abs("testdata/wine/computer.reg")
	if err != nil {
		t.Fatal(err)
	}
	output(t, w.command(t, nil, "regedit", "/S", registry))
	idle := filepath.Join(w.folder, "IdentityAgent.exe")
	w.runs(t, idle)
	output(t, w.command(t, nil, "sc", "create", "SCardSvr", "binPath=", `C:\nothing.exe`, "start=", "disabled", "DisplayName=", "Smart Card"))
	output(t, w.command(t, nil, "sc", "create", "PortRedirection", "binPath=", `Z:`+strings.ReplaceAll(idle, "/", `\`)+" service", "DisplayName=", "NHS Port Service"))
	output(t, w.command(t, nil, "net", "start", "PortRedirection"))
	waiting, err := net.Listen("tcp", "127.0.0.1:43485")
	if err != nil {
		need.Missing(t, "something else waits on the port: "+err.Error())
	}
	defer waiting.Close()

	d := w.seen(t, nil)
	h := d.Facts.Host
	want := &checks.Host{
		Software: []checks.Software{{Name: "NHS Credential Management", Version: "4.1.0.0"}, {Name: "NHS Credential Management", Version: "1.4.2.0"}},
		Files:    &checks.Files{List: []checks.Process{{Name: "IdentityAgent.exe", Path: `C:\Program Files (x86)\Maker\Identity Agent\IdentityAgent.exe`, Version: "2.2.2.0"}}},
		Services: &checks.Services{List: []checks.WindowsService{{Name: "PortRedirection", Title: "NHS Port Service", Running: true}, {Name: "SCardSvr", Title: "Smart Card", Disabled: true}}},
		Ports:    &checks.Ports{Open: []int{43485}}, DotNet: &checks.DotNet{Release: 461830}, Session: &checks.Session{}, Browser: &checks.Browser{ID: "FirefoxURL-308046B0AF4A39CB"},
		Localhost: &checks.Localhost{Zone: checks.ZoneIntranet, Logon: checks.LogonAsked},
		Policies: &checks.Policies{List: []checks.BrowserPolicy{
			{Browser: checks.BrowserChrome, Name: checks.PolicyBlockCookies, Values: []string{"1"}},
			{Browser: checks.BrowserEdge, Name: checks.PolicyBlockLocalNetwork, Values: []string{"https://[*.]nhs.uk"}},
		}},
	}
	got := &checks.Host{Software: h.Software, Files: h.Files, Services: h.Services, Ports: h.Ports, DotNet: h.DotNet, Session: h.Session, Browser: h.Browser, Policies: h.Policies, Localhost: h.Localhost}
	if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type() == originType }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
	if list := h.Processes.List; len(list) == 0 || list[0].Name != "IdentityAgent.exe" {
		t.Errorf("processes: %+v", list)
	}
	for id, status := range map[string]checks.Status{
		"agent-running": checks.Pass, "credential-management": checks.Pass, "software-twice": checks.Fail, "dotnet": checks.Fail, "port-service": checks.Pass,
		"browser-settings": checks.Fail, "localhost": checks.Warn, "default-browser": checks.Warn, "clock": checks.Pass, "network": checks.Unknown,
	} {
		if f := finding(t, d, id); f.Status != status {
			t.Errorf("%s is %s, want %s: %s", id, f.Status, status, f.Detail)
		}
	}
}

// runs starts a program that does nothing, and waits until it does that.
func (w *windowsComputer) runs(t *testing.T, program string) {
	t.Helper()
	cmd := w.command(t, nil, program)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("%q, %v", line, err)
	}
}

// fakeOpener is what Wine's browser calls: it passes the address on.
func (w *windowsComputer) fakeOpener(t *testing.T) (env []string, opened *os.File) {
	t.Helper()
	folder := t.TempDir()
	pipe := filepath.Join(folder, "opened")
	must(t, unix.Mkfifo(pipe, 0o600))
	must(t, os.WriteFile(filepath.Join(folder, "xdg-open"), []byte("#!/bin/sh\nprintf '%s\\n' \"$@\" >"+pipe+"\n"), 0o755))
	opened, err := os.OpenFile(pipe, os.O_RDWR, 0) // for writing too, so that to open it waits for nobody
	must(t, err)
	t.Cleanup(func() { opened.Close() })
	must(t, opened.SetReadDeadline(time.Now().Add(time.Minute)))
	return []string{"PATH=" + folder + ":" + os.Getenv("PATH")}, opened
}

// An address reaches the browser with all that a command line would have cut.
func (w *windowsComputer) link(t *testing.T) {
	env, opened := w.fakeOpener(t)
	out := output(t, w.command(t, env, w.program, "open", "ID-201", "--site", "https://help.example/a&b"))
	got, err := bufio.NewReader(opened).ReadString('\n')
	if want := "https://help.example/a&b/e/id-201/"; err != nil || strings.TrimSpace(got) != want || !strings.Contains(string(out), want) {
		t.Errorf("opened %q, printed %q, %v", got, out, err)
	}
}

// A double click opens the page, and the program ends with it.
func (w *windowsComputer) doubleClick(t *testing.T) {
	env, opened := w.fakeOpener(t)
	cmd := w.command(t, env, filepath.Join(w.folder, "explorer.exe"), "cardcheck.exe")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	link, err := bufio.NewReader(opened).ReadString('\n')
	must(t, err)
	v, err := enter(strings.TrimSpace(link))
	must(t, err)
	events, err := v.request("GET", "events", "")
	must(t, err)
	first, err := bufio.NewReader(events.Body).ReadString('\n')
	must(t, err)
	if want := "No smartcard reader is plugged in"; !strings.Contains(first, want) {
		t.Errorf("the page does not say %q:\n%s", want, first)
	}
	must(t, events.Body.Close())
	if err := cmd.Wait(); err != nil || strings.Contains(said.String(), "Press Enter") || !strings.Contains(said.String(), link[:len(link)-1]) {
		t.Errorf("the page was closed: %v\n%s", err, &said)
	}
}

// A shortcut that runs a command keeps the window open until somebody has read it.
func (w *windowsComputer) shortcut(t *testing.T) {
	cmd := w.command(t, nil, filepath.Join(w.folder, "explorer.exe"), "cardcheck.exe", "cardcheck.exe run")
	cmd.Stdin = strings.NewReader("\r\n")
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != cli.ExitProblems {
		t.Errorf("%v", err)
	}
	for _, want := range []string{"No smartcard reader is plugged in", "Press Enter to close this window."} {
		if !strings.Contains(string(out), want) {
			t.Errorf("nothing says %q:\n%s", want, out)
		}
	}
}

// fetch runs the tests of the package that calls the network, where it does so through Windows.
func (w *windowsComputer) fetch(t *testing.T) {
	program := filepath.Join(w.folder, "fetch.exe")
	build := exec.Command("go", "test", "-c", "-o", program, "signpost/checks/probe/fetch")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	output(t, build)
	if out := output(t, w.command(t, nil, program, "-test.v")); !strings.Contains(string(out), "--- PASS: TestGetStatesWhichStageFailed") {
		t.Errorf("%s", out)
	}
}

var originType = reflect.TypeFor[checks.Origin]()
