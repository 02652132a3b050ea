package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Error is an error that determines the exit code of the program, or that comes with advice.
type Error struct {
	// Code is the exit code.
	Code int
	// Err is what went wrong. It is nil if everything about the error has been printed already.
	Err error
	// Hint tells the user how to fix it, in one clause without a full stop. It may be empty.
	Hint string
}

// ErrProblems ends a command that ran, found problems and printed them.
var ErrProblems error = &Error{Code: ExitProblems}

// ErrUnknown ends a command that ran, could not find out what it was asked, and printed that.
var ErrUnknown error = &Error{Code: ExitUnknown}

// Error returns what went wrong, without the hint.
func (e *Error) Error() string {
	if e.Err == nil {
		return "problems found"
	}
	return e.Err.Error()
}

// Unwrap returns what went wrong.
func (e *Error) Unwrap() error { return e.Err }

// Usage returns an error for a wrong command line.
func Usage(err error, hint string) error {
	return &Error{ExitUsage, err, hint}
}

// Usagef returns an error for a wrong command line, formatted as by [fmt.Errorf].
func Usagef(hint, format string, args ...any) error {
	return Usage(fmt.Errorf(format, args...), hint)
}

// Problems returns an error for a command that ran and did not find what it was asked for.
func Problems(err error, hint string) error {
	return &Error{ExitProblems, err, hint}
}

// WithHint adds advice to an error. It returns nil if err is nil.
func WithHint(err error, hint string) error {
	if err == nil {
		return nil
	}
	return &Error{codeOf(err), err, hint}
}

// codeOf returns the exit code of an error.
func codeOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ExitFailed
}

// Report prints the error with which a program ends, if any, and returns the exit code. An error that follows from a
// signal is reported as an interruption, because the signal is what the user did.
func Report(ctx context.Context, stderr io.Writer, program string, err error) int {
	if err == nil {
		return ExitOK
	}

	var signal *Interrupted
	if errors.As(context.Cause(ctx), &signal) {
		fmt.Fprintf(stderr, "%s: %v\n", program, signal)
		return signal.Code()
	}

	printError(stderr, program, err)
	return codeOf(err)
}

// Warn prints an error that does not end the program.
func Warn(stderr io.Writer, program string, err error) {
	printError(stderr, program, err)
}

func printError(stderr io.Writer, program string, err error) {
	var e *Error
	hasDetails := errors.As(err, &e)

	if !hasDetails || e.Err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", program, err)
	}
	if hasDetails && e.Hint != "" {
		fmt.Fprintf(stderr, "hint: %s\n", e.Hint)
	}
}
