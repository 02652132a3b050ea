package main

import (
	"github.com/spf13/pflag"

	"signpost/internal/cli"
)

// textOrJSON lists the formats of commands that print for people and for programs.
var textOrJSON = []string{"text", "json"}

// addFormatFlag adds --format with text as its default.
func addFormatFlag(flags *pflag.FlagSet, format *string, allowed []string) {
	flags.StringVar(format, "format", "text", "output `format`: "+cli.OrList(allowed))
}
