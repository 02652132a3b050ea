package page

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"signpost/checks"
	"signpost/internal/codes"
)

// View contains all texts of the page.
type View struct {
	// Time is the time of the observation.
	Time string `json:"time"`

	// Heading is the most urgent problem, or says that there is none.
	Heading string `json:"heading"`

	// Lead is a sentence that completes the heading, or empty.
	Lead string `json:"lead"`

	// Summary counts the findings by status.
	Summary string `json:"summary"`

	// Readers are the card readers, each with whether it contains a card.
	Readers []string `json:"readers"`

	// Bad are the findings that need action, the most urgent first.
	Bad []Item `json:"bad"`

	// Unknown are the checks without a result, with the steps to find out.
	Unknown   []Item     `json:"unknown"`
	Questions []Question `json:"questions"`

	// Practice is nil if there is no place for a set-up file.
	Practice *Practice `json:"practice"`
	All      []Item    `json:"all"`
}

// Item is a finding as the page shows it.
type Item struct {
	checks.Finding

	// Mark is a character for the status, so that it does not depend on colour.
	Mark string `json:"mark"`

	// Word is the status in words.
	Word string `json:"word"`

	// Message states the result in plain words.
	Message string `json:"message"`

	// Says is the error message that other programs show in this case, or empty.
	Says string `json:"says"`

	// Waiting are the checks that can only run after this one.
	Waiting []string `json:"waiting"`
}

// Question is a question that only the user can answer.
type Question struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	YesNo bool   `json:"yes_no"`

	// Answer is the previous answer, given on Day.
	Answer string `json:"answer"`
	Day    string `json:"day"`
}

// statusLabel is the mark and the word for a status. The words are those of the terminal, which the articles use.
type statusLabel struct{ mark, word string }

var statusLabels = map[checks.Status]statusLabel{
	checks.Pass:    {"✓", "ok"},
	checks.Fail:    {"✗", "FAIL"},
	checks.Warn:    {"!", "warn"},
	checks.Unknown: {"?", "unknown"},
	checks.Skip:    {"–", "skip"},
}

// NewView returns the view of the facts and of the findings from them.
func NewView(facts *checks.Facts, registry *codes.Registry) *View {
	findings := checks.Run(facts, registry)
	v := &View{
		Summary:   summary(findings),
		Readers:   readers(facts),
		Bad:       []Item{},
		Unknown:   []Item{},
		Questions: questions(facts),
		Practice:  newPractice(facts.Setup),
		All:       []Item{},
	}

	if facts.Host != nil {
		v.Time = facts.Host.Time.In(time.Local).Format(time.TimeOnly)
	}

	for _, f := range findings {
		v.add(newItem(f, registry))
	}

	slices.SortStableFunc(v.Bad, func(a, b Item) int {
		return cmp.Compare(urgency[a.Status], urgency[b.Status])
	})

	v.setHeading()
	if good := checks.GoodCard(facts, findings); good != "" {
		v.Lead = strings.TrimSpace(good + " " + v.Lead)
	}

	v.Lead = strings.TrimSpace(v.Lead + " " + checks.PolicyAge(facts))

	return v
}

// urgency orders the findings that need action.
var urgency = map[checks.Status]int{
	checks.Fail: 0,
	checks.Warn: 1,
}

func newItem(f checks.Finding, registry *codes.Registry) Item {
	label := statusLabels[f.Status]
	item := Item{
		Finding: f,
		Mark:    label.mark,
		Word:    label.word,
		Message: f.Heading,
		Waiting: []string{},
	}

	entry, ok := registry.Lookup(f.Code)
	if ok && f.NeedsAction() && !f.Special && entry.Title != item.Message {
		item.Says = entry.Title
	}

	return item
}

// add adds an item to the lists that show it.
func (v *View) add(item Item) {
	v.All = append(v.All, item)
	switch {
	case item.NeedsAction():
		v.Bad = append(v.Bad, item.withOwnHeading())
	case item.Status == checks.Unknown:
		v.addUnknown(item)
	}
}

// withOwnHeading uses the first sentence of a special case as its heading, because the title in the registry describes
// the usual case.
func (i Item) withOwnHeading() Item {
	if i.Special {
		i.Message, i.Detail, _ = strings.Cut(i.Detail, ". ")
		i.Message = strings.TrimSuffix(i.Message, ".")
	}

	return i
}

// addUnknown groups checks that wait for the same check: they share its steps.
func (v *View) addUnknown(item Item) {
	for i := range v.Unknown {
		first := &v.Unknown[i]
		if slices.Equal(first.Fix, item.Fix) {
			check := string(item.Code) + " " + item.Title
			first.Waiting = append(first.Waiting, check)
			return
		}
	}

	v.Unknown = append(v.Unknown, item)
}

// setHeading states the most urgent step. It never reports unknown results as fine.
func (v *View) setHeading() {
	if len(v.Bad) > 0 {
		v.Heading = v.Bad[0].Message
		if v.Bad[0].Detail != v.Heading+"." { // it would repeat the heading
			v.Lead = v.Bad[0].Detail
		}

		return
	}

	unknown := len(v.Unknown)
	for _, item := range v.Unknown {
		unknown += len(item.Waiting)
	}

	if unknown == 0 {
		v.Heading = "Nothing wrong was found"
		v.Lead = "Everything could be checked."
		return
	}

	v.Heading = "Nothing wrong was found so far"
	v.Lead = fmt.Sprintf("But %d of %d checks have no result yet. ", unknown, len(v.All)) + v.nextStep()
}

// nextStep returns the step that lets cardcheck check more.
func (v *View) nextStep() string {
	switch {
	case v.Practice.missing():
		return "Fill in “Your practice” below, so that cardcheck can check more."
	case v.hasOpenQuestion():
		return "Answer the questions below, so that cardcheck can check more."
	}

	return "See below how to find out."
}

func (v *View) hasOpenQuestion() bool {
	return slices.ContainsFunc(v.Questions, func(q Question) bool {
		return q.Answer == ""
	})
}

// summaryOrder is the order of the statuses in the summary.
var summaryOrder = []checks.Status{
	checks.Fail,
	checks.Warn,
	checks.Pass,
	checks.Unknown,
	checks.Skip,
}

func summary(findings []checks.Finding) string {
	count := map[checks.Status]int{}
	for _, f := range findings {
		count[f.Status]++
	}

	var parts []string
	for _, status := range summaryOrder {
		n := count[status]
		if n == 0 {
			continue
		}

		word := statusLabels[status].word
		parts = append(parts, fmt.Sprintf("%d %s", n, word))
	}

	return strings.Join(parts, ", ")
}

// readers returns the state of each card reader, which is the first thing to change when the user inserts a card.
func readers(facts *checks.Facts) []string {
	list := []string{}
	for _, r := range facts.Readers {
		list = append(list, r.Name+": "+readerState(r))
	}

	return list
}

func readerState(r checks.Reader) string {
	switch {
	case r.State.Has(checks.StatePresent):
		return "contains a card"
	case r.State.Has(checks.StateEmpty):
		return "no card"
	}

	return "does not work"
}

func questions(facts *checks.Facts) []Question {
	list := []Question{}
	for _, q := range checks.Questions(facts.Setup) {
		shown := Question{
			ID:    q.ID,
			Text:  q.Text,
			YesNo: q.YesNo,
		}

		if a := newestAnswer(facts.Asked, q.ID); a != nil {
			shown.Answer = a.Answer
			local := a.Time.In(time.Local)
			shown.Day = local.Format("2 January 2006")
		}

		list = append(list, shown)
	}

	return list
}

// newestAnswer returns the newest answer to a question, or nil.
func newestAnswer(answers []checks.Answer, question string) *checks.Answer {
	var newest *checks.Answer
	for i, a := range answers {
		if a.Question == question && (newest == nil || !a.Time.Before(newest.Time)) {
			newest = &answers[i]
		}
	}

	return newest
}

// same reports whether two views differ in the time only.
func (v View) same(other View) bool {
	v.Time = ""
	other.Time = ""

	return reflect.DeepEqual(v, other)
}
