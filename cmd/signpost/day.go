package main

import (
	"time"

	"github.com/spf13/pflag"
)

// day is the value of --now: the day that dates in articles are held against. The clock is asked only where nobody names one, so that
// the same command on the same content gives the same site.
type day struct{ time *time.Time }

func addNow(flags *pflag.FlagSet, now *time.Time) {
	y, m, d := time.Now().Date()
	*now = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	flags.Var(day{now}, "now", "the `day` that publish, expire and review dates are held against (default: today)")
	flags.Lookup("now").DefValue = ""
}

// String is the day as it is typed.
func (d day) String() string {
	if d.time == nil {
		return ""
	}
	return d.time.Format(time.DateOnly)
}

// Set reads the day.
func (d day) Set(text string) (err error) {
	if *d.time, err = time.Parse(time.DateOnly, text); err != nil {
		return err
	}
	return nil
}

// Type names the kind of value in the help.
func (d day) Type() string { return "day" }
