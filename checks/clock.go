package checks

import "time"

// How far a clock may be off before it counts as wrong.
const (
	slack     = 24 * time.Hour  // by what has only a date: time zones and a certificate's first hours
	tolerance = 5 * time.Minute // by another clock; signing in commonly bears no more
)

var clockCheck = Check{
	ID: "clock", Code: "SU-511", Title: "Clock of the computer",
	Run: func(f *Facts) Result {
		c := f.Host.clock()
		if c == nil {
			return Result{Status: Unknown, Detail: "The clock of the computer was not looked at.", Evidence: f.troubles("host"), Next: []string{"Compare date and time on this computer with your telephone."}}
		}
		now := f.now()
		evidence := []string{"the computer says that it is " + now.Format("2 January 2006, 15:04") + " UTC"}
		wrong := Result{
			Status: Fail, Evidence: evidence,
			Next: []string{"Compare date, time and time zone on this computer with your telephone.", "Have your IT team put the clock right: signing in fails while it is wrong."},
		}
		first := f.firstValid()
		switch off := c.Server.Sub(c.Asked); {
		case now.Before(c.Built.Add(-slack)):
			wrong.Detail = "The clock is wrong: it shows a day before this cardcheck was made."
			wrong.Evidence = append(evidence, "this cardcheck was made on "+day(c.Built))
			return wrong
		case first.After(now.Add(slack)):
			wrong.Detail = "The clock is wrong, most likely: by it, a certificate on the card is not valid yet."
			wrong.Evidence = append(evidence, "the certificate is valid from "+day(first))
			return wrong
		case c.Server.IsZero():
			return Result{Status: Pass, Detail: "The clock shows a day that is possible. Whether hour and minute are right cannot be seen without a network.", Evidence: evidence}
		case off.Abs() > tolerance:
			wrong.Detail = "The clock is wrong by " + about(off.Abs()) + "."
			wrong.Evidence = append(evidence, "a server said that it was "+c.Server.Format("2 January 2006, 15:04")+" UTC")
			return wrong
		}
		return Result{Status: Pass, Detail: "The clock is right.", Evidence: append(evidence, "a server's clock shows the same")}
	},
}

func (h *Host) clock() *Clock {
	if h == nil {
		return nil
	}
	return h.Clock
}

// firstValid is from when on the certificate is valid that is valid last, of the card that counts.
func (f *Facts) firstValid() time.Time {
	var first time.Time
	for _, c := range f.best().certificates() {
		if c.NotBefore.After(first) {
			first = c.NotBefore
		}
	}
	return first
}

// about is a time in the largest unit that fits.
func about(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return count(int(d/(24*time.Hour)), "day")
	case d >= 2*time.Hour:
		return count(int(d/time.Hour), "hour")
	}
	return count(int(d/time.Minute), "minute")
}
