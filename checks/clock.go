package checks

import "time"

const clockID = "clock"

var clockCheck = Check{
	ID:    clockID,
	Code:  "SU-511",
	Title: "Computer clock",
	Good:  "The clock is right",
	Wrong: "The clock is wrong",
	Run:   checkClock,
}

const (
	// dateTolerance is how far the clock may differ from a date without a time: it allows for time zones and for
	// the first hours of a certificate.
	dateTolerance = 24 * time.Hour
	// clockTolerance is how far the clock may differ from another clock. Signing in usually fails beyond it.
	clockTolerance = 5 * time.Minute
)

func checkClock(f *Facts) Result {
	c := f.Host.clock()
	if c == nil {
		return Result{
			Status:   Unknown,
			Detail:   "The clock of this computer was not checked.",
			Evidence: f.observationErrors("host"),
			Next:     []string{"Compare the date and time of this computer with your phone."},
		}
	}

	now := f.now()
	evidence := []string{"clock of this computer: " + minute(now)}
	first := f.firstValid()
	switch {
	case now.Before(c.Built.Add(-dateTolerance)):
		return clockWrong(
			"The clock is wrong: it shows a date before this cardcheck was built.",
			append(evidence, "this cardcheck was built on "+day(c.Built)),
		)

	case first.After(now.Add(dateTolerance)):
		return clockWrong(
			"The clock is probably wrong: according to it, a certificate on the card is not valid yet.",
			append(evidence, "the certificate is valid from "+day(first)),
		)

	case c.Server.IsZero():
		return Result{
			Status: Pass,
			Detail: "The date is plausible. " +
				"Without a network connection, cardcheck cannot tell whether the time is right.",
			Evidence: evidence,
		}
	}

	return c.compare(evidence)
}

// compare decides by a server's clock.
func (c *Clock) compare(evidence []string) Result {
	if off := c.Server.Sub(c.Asked).Abs(); off > clockTolerance {
		return clockWrong(
			"The clock is wrong by "+approximate(off)+".",
			append(evidence, "clock of a server: "+minute(c.Server)),
		)
	}

	return Result{
		Status:   Pass,
		Detail:   "The clock is right.",
		Evidence: append(evidence, "the clock of a server shows the same time"),
	}
}

func clockWrong(detail string, evidence []string) Result {
	return Result{
		Status:   Fail,
		Detail:   detail,
		Evidence: evidence,
		Next: []string{
			"Compare the date, time and time zone of this computer with your phone.",
			"Ask your IT team to correct the clock: signing in fails while it is wrong.",
		},
	}
}

func minute(t time.Time) string { return t.Format("2 January 2006, 15:04") + " UTC" }

func (h *Host) clock() *Clock {
	if h == nil {
		return nil
	}

	return h.Clock
}

// firstValid returns the latest start of validity among the certificates of the examined card.
func (f *Facts) firstValid() time.Time {
	var first time.Time
	for _, c := range f.card().certificates() {
		if c.NotBefore.After(first) {
			first = c.NotBefore
		}
	}

	return first
}

// approximate returns a duration in the largest unit that fits.
func approximate(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return count(int(d/(24*time.Hour)), "day")
	case d >= 2*time.Hour:
		return count(int(d/time.Hour), "hour")
	}

	return count(int(d/time.Minute), "minute")
}
