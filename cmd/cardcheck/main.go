// Command cardcheck looks at the smartcard reader, the card and the practice's set-up, says in plain words what is wrong,
// and leads to the section of the help centre that fixes it.
//
//	cardcheck                         check everything
//	cardcheck ui                      the same as a page in the browser; a double click on Windows does this
//	cardcheck --open                  and open the first failure's fix in the browser
//	cardcheck explain "sign in to EMIS failed"
//	cardcheck open ID-201
//	cardcheck facts                   what was observed, to send to support
//	cardcheck run --facts FILE        check what somebody else observed
//
// Exit codes: 0 fine, 1 could not run, 2 wrong usage, 3 found something. Results go to standard output, everything else
// to standard error.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"signpost/internal/cli"
)

func main() { os.Exit(start()) }

func start() int {
	ctx, stop := cli.WithSignals(context.Background())
	defer stop()
	cobra.MousetrapHelpText = "" // a double click shows the page
	clicked := mousetrap.StartedByExplorer()
	p := cli.ThisProcess()
	p.Args = arguments(p.Args, clicked)
	code := run(ctx, p)
	if clicked && (code != cli.ExitOK || len(os.Args) > 1) { // the window closes with the program, and with it what stands there
		fmt.Fprint(os.Stderr, "\nPress Enter to close this window.")
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // however it ends, nobody waits any more
	}
	return code
}

// arguments are those of the command line. A double click gives none, and means the page.
func arguments(args []string, clicked bool) []string {
	if clicked && len(args) == 0 {
		return []string{uiName}
	}
	return args
}
