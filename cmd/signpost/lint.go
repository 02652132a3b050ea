package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"signpost/internal/build"
	"signpost/internal/problem"
)

func lintCommand() *cobra.Command {
	var o build.Options
	var format string
	var strict bool
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "Say everything that is wrong with the content",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := formats(format, "text", "json"); err != nil {
				return err
			}
			result, err := build.Load(o)
			if err != nil {
				return failure{err}
			}
			if err := tell(cmd, result, format); err != nil {
				return failure{err}
			}
			if result.Failed() || strict && len(result.Problems) > 0 {
				return errProblems
			}
			return nil
		},
	}
	addBuildFlags(cmd.Flags(), &o)
	cmd.Flags().StringVar(&format, "format", "text", "`form` of the result: text or json")
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings fail too")
	return cmd
}

func tell(cmd *cobra.Command, r *build.Result, format string) error {
	if format == "json" {
		return problem.WriteJSON(cmd.OutOrStdout(), r.Problems)
	}
	if err := problem.WriteText(cmd.OutOrStdout(), r.Problems); err != nil {
		return err
	}
	bad := len(errorsOf(r.Problems))
	_, err := fmt.Fprintf(cmd.ErrOrStderr(), "%s, %s\n", count(bad, "error"), count(len(r.Problems)-bad, "warning"))
	return err
}
