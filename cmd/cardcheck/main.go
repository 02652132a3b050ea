// Command cardcheck looks at the smartcard reader, the card and the practice's set-up, says in plain words what is wrong,
// and leads to the section of the help centre that fixes it.
//
//	cardcheck                         check everything
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
	"os/signal"

	"github.com/inconshreveable/mousetrap"
)

func main() { os.Exit(start()) }

func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	if mousetrap.StartedByExplorer() { // a double click: the window closes with the program
		fmt.Fprint(os.Stderr, "\nPress Enter to close this window.")
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // however it ends, nobody waits any more
	}
	return code
}
