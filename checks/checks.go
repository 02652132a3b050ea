// Package checks decides: it turns what was observed into what is wrong, and does no input or output of its own.
//
// [Facts] come from package probe, or from a file that somebody sent: a check gives the same answer for both, and never
// trusts them to be complete. A [Check] is a value in the explicit list of [List]: its id and its error code are permanent, its function is
// pure. [Run] evaluates them in order; a check whose predecessor failed is skipped, and one whose predecessor could not be
// decided cannot be decided either.
//
// The rule that stands above all others: what cannot be known from here is [Unknown], with the way to find out, and
// never [Pass]. Facts that age (activity codes, blocked cards) are data, in policy.yaml, each with its source.
//
// To add a check, declare it in a file of its own and insert it into [List], where it is to be shown. Name its ID in the
// front matter of the article that explains its code. If it needs a new fact, add a field to [Facts], which package probe
// fills in and redact.go passes on or hides. Add scenarios to testdata in which it passes and in which it does not; then
// SIGNPOST_UPDATE=1 go test ./checks writes their statuses into testdata/statuses.golden, for you to review. Add its ID and
// code to TestCodesArePermanent, and run make generate.
package checks

import (
	"fmt"

	"signpost/internal/codes"
)

// Status is the outcome of a check.
type Status string

// The statuses.
const (
	Pass    Status = "pass"
	Fail    Status = "fail"
	Warn    Status = "warn"    // may be in order, but deserves a look
	Unknown Status = "unknown" // cannot be decided from what is known
	Skip    Status = "skip"    // does not apply, or a check before it failed
)

// Check is one question about a computer, a card or a set-up.
type Check struct {
	ID    string
	Code  codes.Code // of the error that it finds
	Title string     // what it looks at, in a few words
	After []string   // ids of the checks that must pass, or warn, before it makes sense
	Run   func(*Facts) Result
}

// Result is what a check found.
type Result struct {
	Status   Status
	Detail   string   // one or two plain sentences
	Evidence []string // what was seen, one observation each
	Next     []string // steps: what to do about it or, for Unknown, how to find out
	Special  bool     // the case is not the one that the article's steps are for: Next holds even where there are such
}

// Finding is a result, addressed: with the code, the first steps of the fix and the link to the whole of it.
type Finding struct {
	Check    string     `json:"check"`
	Code     codes.Code `json:"code"`
	Status   Status     `json:"status"`
	Special  bool       `json:"special,omitempty"` // the case is not the one of the code's section: its title and its steps don't fit
	Title    string     `json:"title"`
	Detail   string     `json:"detail"`
	Evidence []string   `json:"evidence"`
	Fix      []string   `json:"fix"`
	More     int        `json:"more,omitempty"` // steps of the article that are not in Fix
	URL      string     `json:"url"`
}

// Bad reports whether somebody has to act on the finding.
func (f Finding) Bad() bool { return f.Status == Fail || f.Status == Warn }

//go:generate go run signpost/cmd/cardcheck checks --format json --out checks.json

// List is every check, in the order in which they run and are shown: what stops a person first comes first, and what only keeps
// cardcheck from comparing comes after that.
func List() []Check {
	return []Check{
		serviceCheck,
		readerCheck,
		cardCheck,
		cardAnswersCheck,
		cardSharedCheck,
		cardSeriesCheck,
		cardBlankCheck,
		certificateExpiredCheck,
		certificateExpiringCheck,
		pinBlockedCheck,
		pinTriesCheck,
		clockCheck,
		softwareBlockedCheck,
		softwareEndingCheck,
		softwareConflictCheck,
		agentRunningCheck,
		managementCheck,
		softwareTwiceCheck,
		dotNetCheck,
		portServiceCheck,
		browserSettingsCheck,
		localhostCheck,
		defaultBrowserCheck,
		setupCheck,
		reachCheck,
		directoryCheck,
		odsCodeCheck,
		permissionCheck,
		emisAccountsCheck,
		emisCDBCheck,
		systmOneProfileCheck,
	}
}

// Run evaluates every check on the facts. The registry gives the steps of each fix and the site that links lead to.
func Run(f *Facts, registry *codes.Registry) []Finding {
	all := List()
	done := make(map[string]Finding, len(all))
	findings := make([]Finding, len(all))
	for i, c := range all {
		result, blocked := c.blocked(done)
		if !blocked {
			result = c.Run(f)
		}
		findings[i] = c.finding(result, registry)
		done[c.ID] = findings[i]
	}
	return findings
}

// blocked is the result of a check that cannot run because of one before it.
func (c Check) blocked(done map[string]Finding) (Result, bool) {
	for _, id := range c.After {
		switch before := done[id]; before.Status {
		case Fail:
			return Result{Status: Skip, Detail: fmt.Sprintf("Not checked: put %q right first.", before.Title)}, true
		case Skip:
			return Result{Status: Skip, Detail: before.Detail}, true
		case Unknown:
			return Result{
				Status: Unknown,
				Detail: fmt.Sprintf("Cannot be checked while %q is not known.", before.Title),
				Next:   before.Fix,
			}, true
		}
	}
	return Result{}, false
}

// maxSteps is how many steps of an article are shown; the rest is behind the link, and is counted.
const maxSteps = 5

func (c Check) finding(r Result, registry *codes.Registry) Finding {
	f := Finding{
		Check: c.ID, Code: c.Code, Status: r.Status, Title: c.Title, Detail: r.Detail,
		Special: r.Special, Evidence: notNil(r.Evidence), Fix: notNil(r.Next), URL: codes.URL(registry.Site, c.Code),
	}
	if entry, ok := registry.Lookup(c.Code); ok && f.Bad() && !r.Special && len(entry.Steps) > 0 {
		f.More = max(len(entry.Steps)-maxSteps, 0)
		f.Fix = entry.Steps[:len(entry.Steps)-f.More]
	}
	return f
}

// notNil keeps null out of the JSON, where readers expect a list.
func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
