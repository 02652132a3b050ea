package command

import (
	"io"

	"github.com/spf13/cobra"
)

// Licences returns a command that prints the licences of a program and of the software in it.
func Licences(out io.Writer, text string) *cobra.Command {
	return &cobra.Command{
		Use:     "licences",
		Aliases: []string{"licenses"},
		Short:   "Print the licences of this program and of the software in it",
		Args:    NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(out, text)
			return err
		},
	}
}
