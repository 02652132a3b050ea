// Package cli contains what the command lines of signpost and cardcheck share: exit codes, errors with hints, signals,
// and the output formats that both programs write.
//
// A program is a function that takes a [Process] and returns an exit code, so that tests run it without starting one.
// Only its main function uses the globals of package os and the clock:
//
//	func main() {
//		ctx, stop := cli.WithSignals(context.Background())
//		code := run(ctx, thisProcess())
//		stop()
//		os.Exit(code)
//	}
//
// Results go to standard output, everything else to standard error. An error is printed as one line that begins with
// the name of the program; advice follows on a line of its own:
//
//	signpost: no article explains "ID-210"
//	hint: did you mean ID-201?
//
// The package imports only the standard library. [signpost/internal/cli/command] connects it to cobra.
package cli

import (
	"io"
	"time"
)

// The exit codes of both programs: docs/commands.md. A program that a signal interrupts exits with 128 plus the
// number of the signal: 130 for SIGINT and 143 for SIGTERM.
const (
	ExitOK       = 0
	ExitFailed   = 1 // could not run
	ExitUsage    = 2 // the command line was wrong
	ExitProblems = 3 // ran, and found problems
	ExitUnknown  = 4 // ran, and could not find out
)

// Process is everything outside of the program that it uses.
type Process struct {
	Args     []string // without the name of the program
	Env      func(name string) string
	Environ  []string // the whole environment, as "name=value"
	CacheDir string   // the user's cache folder; empty if there is none, or the program has no cache
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
	Now      func() time.Time
}
