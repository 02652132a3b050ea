package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Interrupted is the cause of a context that a signal has cancelled.
type Interrupted struct {
	Signal syscall.Signal
}

// Error returns the line that the program prints.
func (*Interrupted) Error() string { return "interrupted" }

// Code returns the exit code of a program that the signal has interrupted.
func (i *Interrupted) Code() int { return 128 + int(i.Signal) }

// WithSignals returns a context that SIGINT or SIGTERM cancels, with [*Interrupted] as its cause. The program is
// expected to stop soon; a second signal ends the process at once. The caller must call stop, which waits until the
// package no longer listens for signals.
func WithSignals(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)

	done := make(chan struct{})
	go func() {
		defer close(done)
		listen(signals, cancel)
	}()

	stop = func() {
		signal.Stop(signals)
		close(signals)
		<-done
		cancel(nil)
	}
	return ctx, stop
}

// listen cancels a context at the first signal and ends the process at the second.
func listen(signals <-chan os.Signal, cancel context.CancelCauseFunc) {
	first, ok := <-signals
	if !ok {
		return
	}
	cancel(interrupted(first))

	if second, ok := <-signals; ok {
		os.Exit(interrupted(second).Code())
	}
}

func interrupted(s os.Signal) *Interrupted {
	number, _ := s.(syscall.Signal) // every signal that is listened for has this type
	return &Interrupted{number}
}
