// Package version contains the version of signpost and cardcheck.
package version

// Number is the version, according to https://semver.org. It covers flags, file formats and exit codes.
const Number = "0.1.0"
