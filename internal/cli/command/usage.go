package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/internal/cli"
)

// usage makes a usage error of err, with the help of the command as its hint. Errors that have an exit code keep it.
func usage(c *cobra.Command, err error) error {
	var e *cli.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return cli.Usage(err, fmt.Sprintf("run %q", c.CommandPath()+" --help"))
}

// flagError rewords errors about flags whose text quotes a Go function.
func flagError(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return usage(c, err)
	}

	flag := invalid.GetFlag()
	hint, ok := valueHints[flag.Value.Type()]
	if !ok {
		return usage(c, err)
	}
	return cli.Usagef(hint, "invalid value %q for --%s", invalid.GetValue(), flag.Name)
}

// valueHints describes the values of each type of flag.
var valueHints = map[string]string{
	"bool":     "use true or false",
	"int":      "use a whole number",
	"duration": "use a duration such as 2s",
	"day":      "use a day such as 2026-11-22",
}

// NoArgs is a check of arguments for commands without any.
func NoArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasAvailableSubCommands() {
		return unknown(c, args[0])
	}
	return fmt.Errorf("%s takes no arguments, but got %q", c.CommandPath(), args[0])
}

// unknown is the error for an argument that should have been a command.
func unknown(c *cobra.Command, arg string) error {
	err := fmt.Errorf("unknown command %q for %q", arg, c.CommandPath())
	c.SuggestionsMinimumDistance = 2 // in typed characters
	if names := c.SuggestionsFor(arg); len(names) > 0 {
		return cli.Usage(err, fmt.Sprintf("did you mean %s?", cli.OrList(names)))
	}
	return err
}

// Args returns a check that a command gets at least minimum and at most maximum arguments. A negative maximum means any
// number. what describes the arguments: "a code such as ID-201".
func Args(what string, minimum, maximum int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < minimum:
			return fmt.Errorf("%s needs %s", c.CommandPath(), what)
		case maximum >= 0 && len(args) > maximum:
			surplus := strings.Join(args[maximum:], " ")
			return fmt.Errorf("%s accepts %s, but also got %q", c.CommandPath(), what, surplus)
		}
		return nil
	}
}
