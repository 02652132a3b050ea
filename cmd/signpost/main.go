// Signpost turns a folder of Markdown into a searchable help centre and gives every error code one permanent address.
// Run "signpost help" for its commands.
package main

import (
	"context"
	"os"
	"time"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

func main() {
	ctx, stop := cli.WithSignals(context.Background())
	code := run(ctx, thisProcess())
	stop()
	os.Exit(code)
}

// run runs one command line and returns the exit code.
func run(ctx context.Context, p cli.Process) int {
	return command.Run(ctx, p, newRoot)
}

// thisProcess returns the process that is running. Only the main function and tests call it.
func thisProcess() cli.Process {
	cacheDir, _ := os.UserCacheDir() // without one, nothing is cached
	return cli.Process{
		Args:     os.Args[1:],
		Env:      os.Getenv,
		Environ:  os.Environ(),
		CacheDir: cacheDir,
		Stdin:    os.Stdin,
		Stdout:   os.Stdout,
		Stderr:   os.Stderr,
		Now:      time.Now,
	}
}
