// Signpost turns a folder of Markdown into a searchable help centre and gives every error code one permanent address.
// Run "signpost help" for its commands.
package main

import (
	"context"
	"os"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

func main() {
	ctx, stop := cli.WithSignals(context.Background())
	code := run(ctx, cli.ThisProcess())
	stop()
	os.Exit(code)
}

// run runs one command line and returns the exit code.
func run(ctx context.Context, p cli.Process) int {
	return command.Run(ctx, p, newRoot)
}
