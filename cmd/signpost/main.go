// Signpost turns a folder of Markdown into a help centre that people can search, and gives every error code one address
// that never breaks. See `signpost help`.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes, which the README lists.
const (
	exitFine     = 0
	exitFailed   = 1 // could not run
	exitUsage    = 2 // called wrongly
	exitProblems = 3 // found something
)

// run carries out one command line and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	cmd := command(stdout, stderr)
	cmd.SetArgs(args)
	return report(cmd.ExecuteContext(ctx), stderr)
}
