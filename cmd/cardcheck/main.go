// Command cardcheck checks the smartcard reader, the card and the set-up of the practice. It explains in plain words
// what is wrong and leads to the section of the help centre that fixes it.
//
//	cardcheck                         check everything
//	cardcheck --open                  also open the fix for the first failure in the browser
//	cardcheck ui                      show the checks on a page in the browser; a double click on Windows does this
//	cardcheck explain "sign in to EMIS failed"
//	cardcheck open ID-201
//	cardcheck facts                   print what was observed, for support
//	cardcheck run --facts FILE        check what was observed on another computer
//
// Exit codes: 0 success, 1 could not run, 2 usage error, 3 problems found, 4 nothing could be checked, 130 or 143
// interrupted. Results go to standard output, everything else to standard error.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"signpost/internal/cli"
)

func main() { os.Exit(start()) }

// start runs the process. After a double click on Windows, the window closes with the program; so it waits for the user
// to read what is in it.
func start() int {
	ctx, stop := cli.WithSignals(context.Background())
	defer stop()
	cobra.MousetrapHelpText = "" // cobra would refuse to run after a double click

	doubleClicked := mousetrap.StartedByExplorer()
	p := thisProcess()
	onlyPage := doubleClicked && len(p.Args) == 0
	if onlyPage {
		p.Args = []string{uiName}
	}

	code := run(ctx, p)
	if doubleClicked && !(onlyPage && code == cli.ExitOK) {
		waitForEnter(p.Stdin, p.Stderr)
	}
	return code
}

func waitForEnter(stdin io.Reader, stderr io.Writer) {
	fmt.Fprint(stderr, "\nPress Enter to close this window.")
	_, _ = bufio.NewReader(stdin).ReadString('\n') // an error also ends the wait
}

// thisProcess returns the process that is running. Only the main function and tests call it.
func thisProcess() cli.Process {
	return cli.Process{
		Args:    os.Args[1:],
		Env:     os.Getenv,
		Environ: os.Environ(),
		Stdin:   os.Stdin,
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		Now:     time.Now,
	}
}
