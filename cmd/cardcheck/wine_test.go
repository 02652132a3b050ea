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

// These tests run the program for Windows in Wine, with their own smartcard service and registry.

// windowsComputer is a new installation of Windows, as far as Wine is one.
type windowsComputer struct {
	wine    string
	folder  string // contains cardcheck and the programs of the tests
	env     []string
	program string
}

const compiler = "x86_64-w64-mingw32-gcc"

// windowsEnvironment makes the go command build for Windows.
var windowsEnvironment = []string{"CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64"}

func TestWindows(t *testing.T) {
	w := newWindows(t)
	t.Run("every error of the service", w.serviceErrors)
	t.Run("every error of a card", w.cardErrors)
	t.Run("no smartcard support", w.bare)
	t.Run("what is installed and set", w.host)
	t.Run("link with special characters", w.link)
	t.Run("double click", w.doubleClick)
	t.Run("shortcut", w.shortcut)
	t.Run("requests on the network", w.fetch)
}

// newWindows installs Windows, which takes Wine some seconds, and compiles the programs of the tests.
func newWindows(t *testing.T) *windowsComputer {
	t.Helper()
	wine := findProgram("wine64", "/usr/lib/wine/wine64", "wine")
	if wine == "" || findProgram(compiler) == "" {
		need.Missing(t, "no Wine for the Windows program (apt-get install wine64 gcc-mingw-w64-x86-64-win32)")
	}
	w := &windowsComputer{
		wine:   wine,
		folder: t.TempDir(),
	}
	w.program = filepath.Join(w.folder, "cardcheck.exe")
	build := exec.Command("go", "build", "-o", w.program, ".")
	build.Env = append(os.Environ(), windowsEnvironment...)
	build.Stderr = os.Stderr
	must(t, build.Start())
	prefix := w.boot(t)
	must(t, build.Wait())

	t.Cleanup(func() { w.controlServer("--kill") })
	w.controlServer("--wait") // its services end after the boot, and cannot be started again before
	w.compilePrograms(t, filepath.Join(prefix, "drive_c"))

	idle := filepath.Join(w.folder, "idle.exe")
	compile(t, idle, "idle.c")
	w.startIdle(t, idle) // otherwise Wine shuts Windows down after each program, and takes seconds to boot it again
	return w
}

// boot installs Windows in a new folder. A busy Wine sometimes does not find one of its own libraries, so it gets three
// attempts.
func (w *windowsComputer) boot(t *testing.T) (prefix string) {
	t.Helper()
	var err error
	for range 3 {
		prefix = t.TempDir()
		w.env = append(os.Environ(),
			"WINEPREFIX="+prefix,
			"WINEDEBUG=-all",
			"DISPLAY=",
			"WINEDLLOVERRIDES=winscard=n;mscoree,mshtml=",
			"GOTRACEBACK=single")
		err = w.command(t, nil, "wineboot", "--init").Run()
		if err == nil {
			return prefix
		}
	}
	t.Fatal(err)
	return ""
}

// controlServer sends an order to the programs of this Windows, and of no other.
func (w *windowsComputer) controlServer(order string) {
	server := findProgram(
		"wineserver",
		filepath.Join(filepath.Dir(w.wine), "wineserver"),
		"/usr/lib/wine/wineserver64",
		"/usr/lib/wine/wineserver")
	cmd := exec.Command(server, order)
	cmd.Env = w.env
	_ = cmd.Run()
}

// compilePrograms compiles the libraries and programs of the tests.
func (w *windowsComputer) compilePrograms(t *testing.T, drive string) {
	t.Helper()
	system := filepath.Join(drive, "windows", "system32")
	compile(t, filepath.Join(system, "winscard.dll"), "winscard.c", "-shared")
	compile(t, filepath.Join(system, "bcryptprimitives.dll"), "bcryptprimitives.c", "-shared", "-ladvapi32")
	compile(t, filepath.Join(w.folder, "IdentityAgent.exe"), "idle.c")
	compile(t, filepath.Join(w.folder, "explorer.exe"), "explorer.c")
	w.copyAgent(t, filepath.Join(drive, "Program Files (x86)", "Maker", "Identity Agent"))
}

// copyAgent copies an Identity Agent into a folder of programs, without a trace in the registry.
func (w *windowsComputer) copyAgent(t *testing.T, folder string) {
	t.Helper()
	must(t, os.MkdirAll(folder, 0o755))
	resource := filepath.Join(w.folder, "agent.o") // contains the version
	source := filepath.Join("testdata", "wine", "agent.rc")
	runCommand(t, exec.Command("x86_64-w64-mingw32-windres", source, resource))
	compile(t, filepath.Join(folder, "IdentityAgent.exe"), "idle.c", resource)
}

// findProgram returns the path of the first program that exists, or "".
func findProgram(programs ...string) string {
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	return ""
}

func compile(t *testing.T, to, source string, flags ...string) {
	t.Helper()
	args := []string{"-O1", "-o", to, filepath.Join("testdata", "wine", source)}
	runCommand(t, exec.Command(compiler, append(args, flags...)...))
}

// runCommand runs a command that must succeed and returns its output.
func runCommand(t *testing.T, cmd *exec.Cmd) []byte {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return out
}

// command returns a command that runs a program of this Windows. It ends with the test.
func (w *windowsComputer) command(t *testing.T, env []string, args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, w.wine, args...)
	cmd.Dir = w.folder
	cmd.Env = append(w.env, env...)
	return cmd
}

// check returns the document that cardcheck prints. A busy Wine sometimes does not start a process: it then ends
// without any output, which cardcheck never does, and is started again.
func (w *windowsComputer) check(t *testing.T, env []string, args ...string) document {
	t.Helper()
	args = append([]string{w.program, "--format", "json", "--timeout", "40s"}, args...)
	out, stderr, exit := w.run(t, env, args)
	if len(out)+len(stderr) == 0 {
		t.Logf("Wine did not start cardcheck (%v); starting it again", exit)
		out, stderr, exit = w.run(t, env, args)
	}

	var d document
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatalf("%v (%v)\nstdout: %s\nstderr: %s", err, exit, out, stderr)
	}
	return d
}

// run runs a program of this Windows and returns its output and its exit error, if any.
func (w *windowsComputer) run(t *testing.T, env, args []string) (out, stderr []byte, exit error) {
	t.Helper()
	cmd := w.command(t, env, args...)
	var buffer bytes.Buffer
	cmd.Stderr = &buffer
	out, err := cmd.Output()
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}

	return out, buffer.Bytes(), err
}

// finding returns the finding of a check.
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

// serviceErrors checks that the child process reports every error number. Other tests check what they mean.
func (w *windowsComputer) serviceErrors(t *testing.T) {
	for _, number := range checks.Numbers() {
		env := []string{"CARD_ESTABLISH=" + hexDigits(number)}
		out, err := w.command(t, env, w.program, probeCardName).CombinedOutput()
		if err != nil { // a busy Wine sometimes refuses to start a process
			out = runCommand(t, w.command(t, env, w.program, probeCardName))
		}
		if want := `"error":"` + number.String() + `"`; !strings.Contains(string(out), want) {
			t.Errorf("%v: %s", number, out)
		}
	}
}

func hexDigits(n checks.Number) string { return strings.TrimPrefix(n.String(), "0x") }

// cardErrors has a reader for each error number and each call that can return it.
func (w *windowsComputer) cardErrors(t *testing.T) {
	names := []string{"empty", "status 6A82"}
	for _, n := range checks.Numbers() {
		names = append(names, "connect "+hexDigits(n), "transmit "+hexDigits(n))
	}
	d := w.checkReaders(t, names)

	if len(d.Facts.Readers) != len(names) {
		t.Fatalf("%d readers of %d; %+v", len(d.Facts.Readers), len(names), d.Facts.Errors)
	}
	for i, r := range d.Facts.Readers {
		if got, want := describeReader(r), wantReader(names[i]); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if f := finding(t, d, "card-answers"); f.Status == checks.Pass {
		t.Errorf("the card that answers hides the others: %+v", f)
	}
	answering := w.check(t, []string{"CARD_READERS=status 6A82"})
	if f := finding(t, answering, "card-answers"); f.Status != checks.Pass {
		t.Errorf("a card that answers: %+v", f)
	}

	hanging := w.check(t, []string{"CARD_READERS=hang"}, "--timeout", "8s")
	f := finding(t, hanging, "card-answers")
	if f.Status != checks.Fail || hanging.Facts.Readers[0].Unfinished != checks.StepConnect {
		t.Errorf("a card that hangs: %+v, %+v", f, hanging.Facts.Readers)
	}
}

// checkReaders checks a few readers at a time, because each process in Wine gets what belongs to its neighbours.
func (w *windowsComputer) checkReaders(t *testing.T, names []string) document {
	t.Helper()
	var all document
	for few := range slices.Chunk(names, 7) {
		env := []string{"CARD_READERS=" + strings.Join(few, "|")}
		part := w.check(t, env)
		if slices.ContainsFunc(part.Facts.Errors, notStarted) { // a busy Wine sometimes refuses to start a process
			part = w.check(t, env)
		}
		if all.Facts == nil {
			all = part
			continue
		}
		all.Facts.Readers = append(all.Facts.Readers, part.Facts.Readers...)
		all.Facts.Errors = append(all.Facts.Errors, part.Facts.Errors...)
	}
	return all
}

// describeReader returns what was observed about a reader on one line.
func describeReader(r checks.Reader) string {
	number := r.Connect
	if len(r.Exchanges) > 0 {
		number = r.Exchanges[len(r.Exchanges)-1].Error
	}
	line := fmt.Sprintf("%s: %08X connected %v", r.Name, uint32(number), r.Connected)
	return strings.ReplaceAll(line, "\n", "")
}

// wantReader returns what must be observed about a reader with a name.
func wantReader(name string) string {
	call, digits, _ := strings.Cut(name, " ")
	switch call {
	case "empty":
		return "empty: 00000000 connected false"
	case "connect":
		return fmt.Sprintf("%s: %s connected false", name, digits)
	case "transmit":
		return fmt.Sprintf("%s: %s connected true", name, digits)
	}
	return name + ": 00000000 connected true"
}

func notStarted(e checks.ObservationError) bool {
	return strings.Contains(e.Text, "start card-reading process")
}

// bare runs cardcheck without winscard.dll.
func (w *windowsComputer) bare(t *testing.T) {
	d := w.check(t, []string{"WINEDLLOVERRIDES=winscard="})
	f := finding(t, d, "service")
	if f.Status != checks.Fail || !strings.Contains(f.Detail, "winscard.dll is missing") {
		t.Errorf("%+v", f)
	}
}

// host runs cardcheck on a computer with problems: two versions of NHS Credential Management, one in each view of the
// registry; a stopped and a running service; an Identity Agent that is running and another one in a folder of programs;
// an old .NET Framework; and browser policies that block smartcards.
func (w *windowsComputer) host(t *testing.T) {
	registry, err := filepath.Abs("testdata/wine/computer.reg")
	must(t, err)
	runCommand(t, w.command(t, nil, "regedit", "/S", registry))
	agent := filepath.Join(w.folder, "IdentityAgent.exe")
	w.startIdle(t, agent)
	w.createServices(t, agent)
	listener, err := net.Listen("tcp", "127.0.0.1:43485")
	if err != nil {
		need.Missing(t, "another program listens on the port: "+err.Error())
	}
	defer listener.Close()

	d := w.check(t, nil)
	ignoreOrigins := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type() == originType }, cmp.Ignore())
	if diff := cmp.Diff(wantHost, withoutProcesses(d.Facts.Host), ignoreOrigins); diff != "" {
		t.Error(diff)
	}
	if list := d.Facts.Host.Processes.List; len(list) == 0 || list[0].Name != "IdentityAgent.exe" {
		t.Errorf("processes: %+v", list)
	}
	for id, status := range wantStatuses {
		if f := finding(t, d, id); f.Status != status {
			t.Errorf("%s is %s, want %s: %s", id, f.Status, status, f.Detail)
		}
	}
}

// createServices creates a stopped and a running service.
func (w *windowsComputer) createServices(t *testing.T, program string) {
	t.Helper()
	service := `Z:` + strings.ReplaceAll(program, "/", `\`) + " service"
	runCommand(t, w.command(t, nil, "sc", "create", "SCardSvr",
		"binPath=", `C:\nothing.exe`, "start=", "disabled", "DisplayName=", "Smart Card"))
	runCommand(t, w.command(t, nil, "sc", "create", "PortRedirection",
		"binPath=", service, "DisplayName=", "NHS Port Service"))
	runCommand(t, w.command(t, nil, "net", "start", "PortRedirection"))
}

// withoutProcesses returns the facts that depend only on what the test has set up.
func withoutProcesses(h *checks.Host) *checks.Host {
	return &checks.Host{
		Software:  h.Software,
		Files:     h.Files,
		Services:  h.Services,
		Ports:     h.Ports,
		DotNet:    h.DotNet,
		Session:   h.Session,
		Browser:   h.Browser,
		Policies:  h.Policies,
		Localhost: h.Localhost,
	}
}

var wantHost = &checks.Host{
	Software: []checks.Software{
		{Name: "NHS Credential Management", Version: "4.1.0.0"},
		{Name: "NHS Credential Management", Version: "1.4.2.0"},
	},
	Files: &checks.Files{List: []checks.Process{{
		Name:    "IdentityAgent.exe",
		Path:    `C:\Program Files (x86)\Maker\Identity Agent\IdentityAgent.exe`,
		Version: "2.2.2.0",
	}}},
	Services: &checks.Services{List: []checks.WindowsService{
		{Name: "PortRedirection", Title: "NHS Port Service", Running: true},
		{Name: "SCardSvr", Title: "Smart Card", Disabled: true},
	}},
	Ports:   &checks.Ports{Open: []int{43485}},
	DotNet:  &checks.DotNet{Release: 461830},
	Session: &checks.Session{},
	Browser: &checks.Browser{ID: "FirefoxURL-308046B0AF4A39CB"},
	Localhost: &checks.Localhost{
		Zone:  checks.ZoneIntranet,
		Logon: checks.LogonAsked,
	},
	Policies: &checks.Policies{List: []checks.BrowserPolicy{
		{
			Browser: checks.BrowserChrome,
			Name:    checks.PolicyBlockCookies,
			Values:  []string{"1"},
		},
		{
			Browser: checks.BrowserEdge,
			Name:    checks.PolicyBlockLocalNetwork,
			Values:  []string{"https://[*.]nhs.uk"},
		},
	}},
}

var wantStatuses = map[string]checks.Status{
	"agent-running":         checks.Pass,
	"credential-management": checks.Pass,
	"software-twice":        checks.Fail,
	"dotnet":                checks.Fail,
	"port-service":          checks.Pass,
	"browser-settings":      checks.Fail,
	"localhost":             checks.Warn,
	"default-browser":       checks.Warn,
	"clock":                 checks.Pass,
	"network":               checks.Unknown,
}

// startIdle starts a program that does nothing, and waits until it is running.
func (w *windowsComputer) startIdle(t *testing.T, program string) {
	t.Helper()
	cmd := w.command(t, nil, program)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("%q, %v", line, err)
	}
}

const fakeOpener = "#!/bin/sh\nprintf '%%s\\n' \"$@\" >%s\n"

// fakeBrowser replaces the program with which Wine opens addresses. The addresses can be read from opened.
func (w *windowsComputer) fakeBrowser(t *testing.T) (env []string, opened *os.File) {
	t.Helper()
	folder := t.TempDir()
	pipe := filepath.Join(folder, "opened")
	must(t, unix.Mkfifo(pipe, 0o600))
	script := fmt.Sprintf(fakeOpener, pipe)
	must(t, os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(script), 0o755))

	opened, err := os.OpenFile(pipe, os.O_RDWR, 0) // with O_RDONLY, opening would wait for a writer
	must(t, err)
	t.Cleanup(func() { _ = opened.Close() })
	must(t, opened.SetReadDeadline(time.Now().Add(time.Minute)))
	return []string{"PATH=" + folder + ":" + os.Getenv("PATH")}, opened
}

// link opens an address that a command line would cut. It must reach the browser unchanged.
func (w *windowsComputer) link(t *testing.T) {
	env, opened := w.fakeBrowser(t)
	out := runCommand(t, w.command(t, env, w.program, "open", "ID-201", "--site", "https://help.example/a&b"))
	got, err := bufio.NewReader(opened).ReadString('\n')
	must(t, err)

	const want = "https://help.example/a&b/e/id-201/"
	if strings.TrimSpace(got) != want || !strings.Contains(string(out), want) {
		t.Errorf("opened %q, printed %q", got, out)
	}
}

// doubleClick starts cardcheck as a double click does. It must open the page, and end with it.
func (w *windowsComputer) doubleClick(t *testing.T) {
	env, opened := w.fakeBrowser(t)
	cmd := w.command(t, env, filepath.Join(w.folder, "explorer.exe"), "cardcheck.exe")
	var output bytes.Buffer
	cmd.Stdout = &output
	cmd.Stderr = &output
	must(t, cmd.Start())

	line, err := bufio.NewReader(opened).ReadString('\n')
	must(t, err)
	address := strings.TrimSpace(line)
	v, err := enter(address)
	must(t, err)
	events, err := v.request("GET", "events", "")
	must(t, err)
	first, err := bufio.NewReader(events.Body).ReadString('\n')
	must(t, err)
	if want := "No smartcard reader is plugged in"; !strings.Contains(first, want) {
		t.Errorf("no %q on the page:\n%s", want, first)
	}

	must(t, events.Body.Close())
	if err := cmd.Wait(); err != nil {
		t.Errorf("after the page was closed: %v", err)
	}
	if strings.Contains(output.String(), "Press Enter") || !strings.Contains(output.String(), address) {
		t.Errorf("printed:\n%s", &output)
	}
}

// shortcut starts cardcheck as a shortcut with a command does. The window must stay open until the user has read it.
func (w *windowsComputer) shortcut(t *testing.T) {
	cmd := w.command(t, nil, filepath.Join(w.folder, "explorer.exe"), "cardcheck.exe", "cardcheck.exe run")
	cmd.Stdin = strings.NewReader("\r\n")
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != cli.ExitProblems {
		t.Errorf("%v", err)
	}
	for _, want := range []string{"No smartcard reader is plugged in", "Press Enter to close this window."} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
}

// fetch runs the tests of the package that uses the network, with the implementation for Windows.
func (w *windowsComputer) fetch(t *testing.T) {
	program := filepath.Join(w.folder, "fetch.exe")
	build := exec.Command("go", "test", "-c", "-o", program, "signpost/checks/probe/fetch")
	build.Env = append(os.Environ(), windowsEnvironment...)
	runCommand(t, build)

	out := runCommand(t, w.command(t, nil, program, "-test.v"))
	if !strings.Contains(string(out), "--- PASS: TestGetStatesWhichStageFailed") {
		t.Errorf("%s", out)
	}
}

var originType = reflect.TypeFor[checks.Origin]()
