package checks

import (
	"cmp"
	"fmt"
	"slices"
)

const readerID = "reader"

var readerCheck = Check{
	ID:    readerID,
	Code:  "SC-102",
	Title: "Smartcard reader",
	Good:  "A smartcard reader is plugged in",
	Wrong: "No smartcard reader can be used",
	After: []string{serviceID},
	Run:   checkReader,
}

func checkReader(f *Facts) Result {
	next := []string{
		"Plug in the smartcard reader, directly into the computer and not into a hub or the screen.",
		"Try another USB socket.",
		"Try the reader on another computer: if it is not found there either, it is broken.",
	}

	usable := f.usable()
	if len(usable) == 0 && f.Host.remote() {
		return notPassedOn(append(f.describeReaders(), f.Host.Session.Source+": this is a remote session"))
	}

	if len(usable) == 0 && f.Chosen != "" && len(f.Readers) > 0 {
		return Result{
			Status:   Fail,
			Special:  true,
			Detail:   fmt.Sprintf("No reader with the name %q is plugged in.", f.Chosen),
			Evidence: f.describeReaders(),
			Next:     append([]string{"Choose another reader, or none: then cardcheck looks at all of them."}, next...),
		}
	}

	if len(usable) == 0 {
		return Result{
			Status:   Fail,
			Detail:   "No smartcard reader is plugged in, or its driver is missing.",
			Evidence: f.describeReaders(),
			Next:     next,
		}
	}

	if !slices.ContainsFunc(usable, func(r *Reader) bool { return r.condition() != unavailable }) {
		return Result{
			Status:   Fail,
			Detail:   "A smartcard reader is listed but cannot be used: it was unplugged or does not work.",
			Evidence: f.describeReaders(),
			Next:     next,
		}
	}

	return Result{
		Status:   Pass,
		Detail:   countReaders(usable),
		Evidence: f.describeReaders(),
	}
}

// notPassedOn returns the result for a remote session without a redirected smartcard reader.
func notPassedOn(evidence []string) Result {
	return Result{
		Status:   Fail,
		Special:  true,
		Detail:   "You are signed in to this computer from another one, and your smartcard reader is not passed on.",
		Evidence: evidence,
		Next: []string{
			"Close the remote session. In the Remote Desktop window choose Show Options, Local Resources, More, " +
				"tick \"Smart cards\", and connect again.",
			"Plug the reader into the computer in front of you.",
			"If you cannot tick \"Smart cards\", ask your IT team to allow smartcards in remote sessions.",
		},
	}
}

// remote reports whether the user works in a remote session.
func (h *Host) remote() bool { return h != nil && h.Session != nil && h.Session.Remote }

func countReaders(usable []*Reader) string {
	if len(usable) == 1 {
		return fmt.Sprintf("The reader %q is ready.", usable[0].Name)
	}

	return fmt.Sprintf("%d readers are plugged in.", len(usable))
}

// describeReaders lists every reader with its condition.
func (f *Facts) describeReaders() []string {
	lines := make([]string, len(f.Readers))
	for i := range f.Readers {
		r := &f.Readers[i]
		lines[i] = fmt.Sprintf("reader %q: %s", r.Name, cmp.Or(f.LeftOut(r), r.describe()))
	}

	return lines
}
