package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"signpost/internal/cli/command"
	"signpost/internal/version"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which signpost this is",
		Args:  command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "signpost %s (%s, %s/%s)\n", version.Number, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
