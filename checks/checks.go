// Package checks turns facts about a computer into findings. It does no input or output of its own.
//
// [Facts] come from package probe or from a file that a user sent: a check decides the same for both, and never
// expects them to be complete. A [Check] is a value in the list that [List] returns: its ID and its error code are
// permanent, its function is pure. [Run] evaluates the checks in order. Checks that depend on a failed or skipped check
// are skipped; those that depend on an unknown one are unknown.
//
// The most important rule: if the facts do not decide a check, it is [Unknown], with steps to find out, never [Pass].
// Facts that change over time (activity codes, blocked cards) are data, in policy.yaml, each with its source.
//
// To add a check, declare it in a file of its own, named after its ID, and insert it into List at the position
// where it should appear. Name its ID in the front matter of the article that explains its code. If it needs a new
// fact, add a field to Facts, which package probe fills in and redact.go passes on or hides. Add scenarios to
// testdata in which it passes and in which it does not; then SIGNPOST_UPDATE=1 go test ./checks writes their
// statuses into testdata/statuses.golden, for you to review. Add its ID and code to TestCodesArePermanent, and run
// make generate.
package checks

import (
	"cmp"
	"fmt"

	"signpost/internal/codes"
)

// Status is the outcome of a check.
type Status string

// The statuses.
const (
	// Pass means that nothing is wrong.
	Pass Status = "pass"
	// Fail means that something is wrong.
	Fail Status = "fail"
	// Warn means that something may be wrong and deserves attention.
	Warn Status = "warn"
	// Unknown means that the facts do not decide the check.
	Unknown Status = "unknown"
	// Skip means that the check does not apply, or that a check failed that it depends on.
	Skip Status = "skip"
)

// Check is one question about a computer, a card or a set-up.
type Check struct {
	// ID identifies the check in facts, articles and output. It is permanent.
	ID string
	// Code is the error that the check reports.
	Code codes.Code
	// Title is the subject of the check in a few words.
	Title string
	// Good and Wrong are sentences without a full stop that state the result: Good if the check passes, Wrong if it
	// fails or warns.
	Good, Wrong string
	// After lists the IDs of the checks that must pass or warn before this one makes sense.
	After []string
	// PerCard means that the check is about one card. It is decided for each card, and the worst result counts.
	PerCard bool
	// Run decides the check.
	Run func(*Facts) Result
}

// Result is the outcome of a check, with reasons and next steps.
type Result struct {
	Status Status
	// Heading replaces the sentence that the check has for this status. It has no full stop.
	Heading string
	// Detail is one or two plain sentences.
	Detail string
	// Evidence lists what was observed.
	Evidence []string
	// Next lists the steps that fix the problem or, for Unknown, the steps that find out.
	Next []string
	// Special means that the article's steps are not meant for this case, so Next replaces them.
	Special bool
}

// Finding is a result with its code, the first steps of the fix and a link to the article.
type Finding struct {
	Check    string     `json:"check"`
	Code     codes.Code `json:"code"`
	Status   Status     `json:"status"`
	Special  bool       `json:"special,omitempty"` // the title and steps of the code's section do not apply
	Title    string     `json:"title"`
	Heading  string     `json:"heading"` // the result in a few words; without one, the title
	Detail   string     `json:"detail"`
	Evidence []string   `json:"evidence"`
	Fix      []string   `json:"fix"`
	More     int        `json:"more,omitempty"` // number of the article's steps that are not in Fix
	URL      string     `json:"url"`
}

// NeedsAction reports whether the finding is a failure or a warning.
func (f Finding) NeedsAction() bool { return f.Status == Fail || f.Status == Warn }

//go:generate go run signpost/cmd/cardcheck checks --format json --out checks.json

// List returns every check, in the order in which they run and are shown: first problems that stop the user, last
// missing data that only prevents a comparison.
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
		credentialManagementCheck,
		softwareTwiceCheck,
		dotNetCheck,
		portServiceCheck,
		browserSettingsCheck,
		localhostCheck,
		defaultBrowserCheck,
		setupCheck,
		networkCheck,
		odsDirectoryCheck,
		odsCodeCheck,
		permissionCheck,
		emisAccountsCheck,
		emisCDBCheck,
		systmOneProfileCheck,
	}
}

// Run evaluates every check on the facts. The registry has the steps of each fix and the address of the site.
func Run(f *Facts, registry *codes.Registry) []Finding {
	all := List()
	findings := make([]Finding, len(all))
	j := newJudge(f, registry)
	for i, c := range all {
		findings[i] = j.decide(c)
	}

	return findings
}

// blocked returns the result of a check that cannot run because a check that it depends on failed or is unknown.
func (c Check) blocked(done map[string]Finding) (Result, bool) {
	for _, id := range c.After {
		before := done[id]
		switch before.Status {
		case Fail:
			return Result{Status: Skip, Detail: fmt.Sprintf("Not checked: fix this first: %s.", before.Heading)}, true
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

// maxSteps is the number of an article's steps that are shown; the others are counted.
const maxSteps = 5

func (c Check) finding(r Result, registry *codes.Registry) Finding {
	f := Finding{
		Check:    c.ID,
		Code:     c.Code,
		Status:   r.Status,
		Special:  r.Special,
		Title:    c.Title,
		Heading:  cmp.Or(r.Heading, c.heading(r.Status)),
		Detail:   r.Detail,
		Evidence: notNil(r.Evidence),
		Fix:      notNil(r.Next),
		URL:      codes.URL(registry.Site, c.Code),
	}

	entry, ok := registry.Lookup(c.Code)
	if ok && f.NeedsAction() && !r.Special && len(entry.Steps) > 0 {
		f.More = max(len(entry.Steps)-maxSteps, 0)
		f.Fix = entry.Steps[:len(entry.Steps)-f.More]
	}

	return f
}

// heading states the result of the check. While there is none, it is the title.
func (c Check) heading(s Status) string {
	switch s {
	case Pass:
		return c.Good
	case Fail, Warn:
		return c.Wrong
	}

	return c.Title
}

// notNil keeps null out of the JSON, where readers expect a list.
func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}

	return list
}
