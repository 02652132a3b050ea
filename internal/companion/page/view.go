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

// View is everything that the page shows, in the words in which it shows it.
type View struct {
	Time      string     `json:"time"`    // of the observation
	Heading   string     `json:"heading"` // what is wrong first, or that nothing is
	Lead      string     `json:"lead"`    // a sentence on it, where the heading does not say it all
	Summary   string     `json:"summary"` // how many of each
	Readers   []string   `json:"readers"` // each with whether there is a card in it
	Bad       []Item     `json:"bad"`     // what somebody has to act on, the first to act on first
	Unknown   []Item     `json:"unknown"` // what could not be checked, with how to find out
	Questions []Question `json:"questions"`
	Practice  *Practice  `json:"practice"` // nil where there is no place for a set-up file
	All       []Item     `json:"all"`
}

// Item is a finding as it is shown.
type Item struct {
	checks.Finding
	Mark    string   `json:"mark"`    // a sign that does not depend on colour
	Word    string   `json:"word"`    // the same in words
	Message string   `json:"message"` // the error as people see it
	Waiting []string `json:"waiting"` // the codes that can be checked only after this one
}

// Question is something that only a person can see.
type Question struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	YesNo  bool   `json:"yes_no"`
	Answer string `json:"answer"` // given before, on that day
	Day    string `json:"day"`
}

// said is how a status is shown: the words are those of the terminal, which articles use.
var said = map[checks.Status][2]string{
	checks.Pass: {"✓", "ok"}, checks.Fail: {"✗", "FAIL"}, checks.Warn: {"!", "warn"}, checks.Unknown: {"?", "unknown"}, checks.Skip: {"–", "skip"},
}

// NewView says what the facts show.
func NewView(facts *checks.Facts, registry *codes.Registry) *View {
	findings := checks.Run(facts, registry)
	v := &View{
		Summary: summary(findings), Readers: readers(facts), Questions: questions(facts), Practice: newPractice(facts.Setup),
		Bad: []Item{}, Unknown: []Item{}, All: make([]Item, len(findings)),
	}
	if facts.Host != nil {
		v.Time = facts.Host.Time.In(time.Local).Format(time.TimeOnly)
	}
	for i, f := range findings {
		v.All[i] = newItem(f, registry)
		switch {
		case f.Bad():
			v.Bad = append(v.Bad, v.All[i].headed())
		case f.Status == checks.Unknown:
			v.addUnknown(v.All[i])
		}
	}
	slices.SortStableFunc(v.Bad, func(a, b Item) int { return cmp.Compare(rank[a.Status], rank[b.Status]) })
	v.advise(len(findings))
	return v
}

// rank is what to act on first.
var rank = map[checks.Status]int{checks.Fail: 0, checks.Warn: 1}

func newItem(f checks.Finding, registry *codes.Registry) Item {
	item := Item{Finding: f, Mark: said[f.Status][0], Word: said[f.Status][1], Message: f.Title, Waiting: []string{}}
	if entry, ok := registry.Lookup(f.Code); ok {
		item.Message = entry.Title
	}
	return item
}

// headed puts the first sentence of a special case over it: the title in the registry is that of another case.
func (i Item) headed() Item {
	if i.Special {
		i.Message, i.Detail, _ = strings.Cut(i.Detail, ". ")
		i.Message = strings.TrimSuffix(i.Message, ".")
	}
	return i
}

// addUnknown keeps those that wait for another with it: they share its steps.
func (v *View) addUnknown(item Item) {
	for i := range v.Unknown {
		if slices.Equal(v.Unknown[i].Fix, item.Fix) {
			v.Unknown[i].Waiting = append(v.Unknown[i].Waiting, string(item.Code)+" "+item.Title)
			return
		}
	}
	v.Unknown = append(v.Unknown, item)
}

// advise says what to do next. What is not known is never called fine.
func (v *View) advise(all int) {
	unknown := len(v.Unknown)
	for _, item := range v.Unknown {
		unknown += len(item.Waiting)
	}
	switch {
	case len(v.Bad) > 0:
		v.Heading = v.Bad[0].Message
		if v.Bad[0].Detail != v.Heading+"." { // it would say the same twice
			v.Lead = v.Bad[0].Detail
		}
	case unknown == 0:
		v.Heading, v.Lead = "Nothing wrong was found", "Everything could be checked."
	default:
		v.Heading = "Nothing wrong was found so far"
		v.Lead = fmt.Sprintf("But %d of %d things could not be checked from here. ", unknown, all)
		if v.Practice.missing() {
			v.Lead += "Fill in “Your practice” below: then cardcheck can check more."
		} else if v.open() {
			v.Lead += "Answer the questions below: then cardcheck can tell more."
		} else {
			v.Lead += "See below how to find out."
		}
	}
}

// open reports whether a question has no answer yet.
func (v *View) open() bool {
	return slices.ContainsFunc(v.Questions, func(q Question) bool { return q.Answer == "" })
}

func summary(findings []checks.Finding) string {
	count := map[checks.Status]int{}
	for _, f := range findings {
		count[f.Status]++
	}
	var parts []string
	for _, status := range []checks.Status{checks.Fail, checks.Warn, checks.Pass, checks.Unknown, checks.Skip} {
		if n := count[status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, said[status][1]))
		}
	}
	return strings.Join(parts, ", ")
}

// readers says of each reader whether there is a card in it: what changes first when somebody does something.
func readers(facts *checks.Facts) []string {
	list := []string{}
	for _, r := range facts.Readers {
		switch {
		case r.State.Has(checks.StatePresent):
			list = append(list, r.Name+": a card is in it")
		case r.State.Has(checks.StateEmpty):
			list = append(list, r.Name+": no card is in it")
		default:
			list = append(list, r.Name+": it does not work")
		}
	}
	return list
}

func questions(facts *checks.Facts) []Question {
	list := []Question{}
	for _, q := range checks.Questions(facts.Setup) {
		shown := Question{ID: q.ID, Text: q.Text, YesNo: q.YesNo}
		var newest time.Time
		for _, a := range facts.Asked {
			if a.Question == q.ID && !a.Time.Before(newest) {
				newest = a.Time
				shown.Answer, shown.Day = a.Answer, a.Time.In(time.Local).Format("2 January 2006")
			}
		}
		list = append(list, shown)
	}
	return list
}

// same reports whether two views differ in nothing but the time.
func (v View) same(other View) bool {
	v.Time, other.Time = "", ""
	return reflect.DeepEqual(v, other)
}
