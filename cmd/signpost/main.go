// Signpost turns a folder of Markdown into a help centre that people can search, and gives every error code one address
// that never breaks. See `signpost help`.
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

// run carries out one command line and returns the exit code.
func run(ctx context.Context, p cli.Process) int {
	return command.Run(ctx, p, rootCommand)
}
