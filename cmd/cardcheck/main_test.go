package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"signpost/internal/codes"
	"signpost/internal/companion/page"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"cardcheck":         runWithTestRegistry,
		"visit":             visit,
		"cardcheck-shipped": func() { os.Exit(start()) },
	})
}

// testRegistry is the registry of the tests, because the articles can change every day.
var testRegistry = codes.New("https://help.example/", []codes.Entry{
	{
		Code:    "ID-201",
		Title:   "ODS code not present on smartcard Identity Agent",
		Summary: "None of the roles is at your practice.",
		Steps:   []string{"Ask for a role at your practice.", "Have it approved by the RA."},
	},
	{
		Code:    "EM-300",
		Title:   "Old sign-in message",
		Fix:     "Old fix.",
		Retired: &codes.Retired{Successor: "EM-301"},
	},
	{
		Code:    "EM-301",
		Title:   "Sign in to EMIS failed",
		Summary: "EMIS refused a user name or a password.",
		Also:    []string{"/EMIS (login|logon) error/"},
		Fix: "Check that there is an account for each card.\n\n" +
			"Then tell us which of them have a new password, " +
			"since the cards cannot be synchronised until we know.",
	},
	{
		Code:  "SC-102",
		Title: "There is no smartcard reader available",
		Steps: []string{"Plug the reader in."},
	},
	{
		Code:  "SC-103",
		Title: "There is no smartcard in the reader",
		Steps: []string{"Put the card in.", "Two.", "Three.", "Four.", "Five.", "Six."},
	},
})

// newerRegistry is the registry of a help centre that is newer than the program.
var newerRegistry = codes.New("https://copy.example/", []codes.Entry{
	{
		Code:    "XX-101",
		Title:   "A code from later",
		Summary: "It came later.",
		Steps:   []string{"Do what it says."},
	},
})

// runWithTestRegistry is the program with the registry of the tests.
func runWithTestRegistry() {
	page.DefaultLimits.Closed = 500 * time.Millisecond // the tests never reload a page
	os.Exit(runWith(context.Background(), thisProcess(), testRegistry))
}

func TestScripts(t *testing.T) {
	scenarios, err := filepath.Abs("../../checks/testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		ContinueOnError:     true,
		UpdateScripts:       os.Getenv("SIGNPOST_UPDATE") == "1",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SCENARIOS", scenarios)
			env.Setenv("REGISTRY", filepath.Join(env.WorkDir, "registry.json"))
			return os.WriteFile(env.Getenv("REGISTRY"), newerRegistry.Encode(), 0o644)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"unzipped": unzipped,
		},
	})
}

// exits runs a program and checks its exit code: exits 3 cardcheck run
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)

	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// unzipped writes the files of a zip file to unzipped.txt, in the form in which report prints them, or only one file.
func unzipped(ts *testscript.TestScript, _ bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()

	var all bytes.Buffer
	for _, f := range z.File {
		if len(args) > 1 && args[1] != f.Name {
			continue
		}
		if len(args) == 1 {
			fmt.Fprintf(&all, "--- %s\n", f.Name)
		}
		r, err := f.Open()
		ts.Check(err)
		_, err = io.Copy(&all, r)
		ts.Check(err)
		ts.Check(r.Close())
	}
	ts.Check(os.WriteFile(ts.MkAbs("unzipped.txt"), all.Bytes(), 0o644))
}

// runArgs runs a command line in this process.
func runArgs(ctx context.Context, stdout, stderr io.Writer, args ...string) int {
	p := thisProcess()
	p.Args = args
	p.Stdin = nil
	p.Stdout = stdout
	p.Stderr = stderr
	return run(ctx, p)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
