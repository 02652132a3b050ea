// Package version says which release of signpost and cardcheck this is.
package version

// Number follows https://semver.org; the flags, formats and exit codes are the interface that it speaks of.
const Number = "0.1.0"
