package main

import (
	"time"

	"github.com/spf13/pflag"
)

// dayValue is the value of --now: the day that dates in articles are compared with. With the flag, the same command
// builds the same site from the same content on any day.
type dayValue struct {
	time *time.Time
}

// addNowFlag adds --now and sets its default, today.
func (p *program) addNowFlag(flags *pflag.FlagSet, now *time.Time) {
	year, month, day := p.Now().Date()
	*now = time.Date(year, month, day, 0, 0, 0, 0, time.UTC)

	const usage = "`day` to use instead of today, such as 2026-11-22"
	flags.Var(dayValue{now}, "now", usage)
	flags.Lookup("now").DefValue = "" // the help does not depend on the day
}

// String returns the day in the form in which it is given: 2026-11-22.
func (d dayValue) String() string {
	if d.time == nil {
		return ""
	}
	return d.time.Format(time.DateOnly)
}

// Set parses a day.
func (d dayValue) Set(text string) error {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return err
	}
	*d.time = day
	return nil
}

// Type returns the type of the flag, which selects the hint for a wrong value.
func (d dayValue) Type() string { return "day" }
