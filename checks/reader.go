package checks

import (
	"fmt"
	"slices"
)

var readerCheck = Check{
	ID: "reader", Code: "SC-102", Title: "Smartcard reader", After: []string{"service"},
	Run: func(f *Facts) Result {
		next := []string{
			"Plug in the smartcard reader, straight into the computer and not into a hub or the screen.",
			"Try another USB socket.",
			"Try the reader on another computer: if it is not seen there either, it is broken.",
		}
		if len(f.Readers) == 0 && f.remote() {
			return notPassedOn([]string{f.Host.Session.Source + ": the session is a remote one"})
		}
		if len(f.Readers) == 0 {
			return Result{Status: Fail, Detail: "No smartcard reader is plugged in, or its driver is missing.", Next: next}
		}
		if !slices.ContainsFunc(f.Readers, func(r Reader) bool { return r.condition() != gone }) {
			return Result{Status: Fail, Detail: "A smartcard reader is listed, but it cannot be used: it was unplugged or does not work.", Evidence: f.seen(), Next: next}
		}
		return Result{Status: Pass, Detail: f.countReaders(), Evidence: f.seen()}
	},
}

// notPassedOn is the result for a person who sits at another computer than the one that cardcheck looks at.
func notPassedOn(evidence []string) Result {
	return Result{
		Status: Fail, Detail: "You are signed in to this computer from another one, and no smartcard reader is passed on.", Evidence: evidence, Special: true,
		Next: []string{"Close the remote session. In the Remote Desktop window choose Show Options, Local Resources, More, tick \"Smart cards\", and connect again.", "Plug the reader into the computer at which you sit.", "If that cannot be ticked, ask your IT team to let smartcards through."},
	}
}

// remote reports whether the person sits at another computer.
func (f *Facts) remote() bool { return f.Host != nil && f.Host.Session != nil && f.Host.Session.Remote }

func (f *Facts) countReaders() string {
	if len(f.Readers) == 1 {
		return fmt.Sprintf("The reader %q is ready.", f.Readers[0].Name)
	}
	return fmt.Sprintf("%d readers are plugged in.", len(f.Readers))
}

// seen names every reader and what is in it.
func (f *Facts) seen() []string {
	lines := make([]string, len(f.Readers))
	for i, r := range f.Readers {
		lines[i] = fmt.Sprintf("reader %q: %s", r.Name, r.describe())
	}
	return lines
}
