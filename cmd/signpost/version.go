package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"signpost/internal/cli/command"
	"signpost/internal/version"
)

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(p.Stdout, "signpost %s (%s, %s/%s)\n",
				version.Number, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
