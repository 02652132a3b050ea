package verify

import (
	"bufio"
	"fmt"
	"io"

	"signpost/internal/cli"
)

// Report is what is written about a run.
type Report struct {
	Result *Result
	Site   *Site
	URL    string

	// Resumed is the number of targets that an interrupted run verified.
	Resumed int
}

// maxShown is the number of faults of a kind that a text shows.
const maxShown = 10

// Counts are the numbers of what was verified.
type Counts struct {
	Addresses int `json:"addresses"`
	Targets   int `json:"requested_paths"`
	Faulty    int `json:"faulty_addresses"`
	Resumed   int `json:"resumed_paths"`
	Requests  int `json:"requests"`
}

// Count counts the addresses of the site, and those with faults.
func (r Report) Count() Counts {
	c := Counts{
		Targets:  len(r.Site.Targets),
		Resumed:  r.Resumed,
		Requests: r.Result.Requests,
	}

	bad := r.faulty()
	for _, t := range r.Site.Targets {
		c.Addresses += len(t.Addresses)
		for _, a := range t.Addresses {
			if bad[a.Address] != nil || r.Result.Failed {
				c.Faulty++
			}
		}
	}

	return c
}

// faulty returns the first fault of each address.
func (r Report) faulty() map[string]*Fault {
	bad := map[string]*Fault{}
	for i := range r.Result.Faults {
		f := &r.Result.Faults[i]
		for _, address := range append([]string{f.Address}, f.Also...) {
			if bad[address] == nil {
				bad[address] = f
			}
		}
	}

	return bad
}

// WriteText writes the faults for people, grouped by kind, with a hint for each kind. Unless all is set, it shows the
// first ones of each kind.
func (r Report) WriteText(w io.Writer, all bool) error {
	out := bufio.NewWriter(w)
	var order []Kind
	groups := map[Kind][]Fault{}
	for _, f := range r.Result.Faults {
		if groups[f.Kind] == nil {
			order = append(order, f.Kind)
		}

		groups[f.Kind] = append(groups[f.Kind], f)
	}

	for _, kind := range order {
		list := groups[kind]
		fmt.Fprintf(out, "%s (%d)\n", kind, len(list))
		shown := list
		if !all && len(list) > maxShown {
			shown = list[:maxShown]
		}

		for _, f := range shown {
			fmt.Fprintf(out, "  %s\n", cli.Printable(f.String()))
		}

		if rest := len(list) - len(shown); rest > 0 {
			fmt.Fprintf(out, "  and %d more (--all shows all)\n", rest)
		}

		fmt.Fprintf(out, "  hint: %s\n\n", list[0].Hint)
	}

	for _, advice := range r.Result.Advice {
		fmt.Fprintf(out, "advice: %s\n", advice)
	}

	return out.Flush()
}

// String returns a fault as a sentence.
func (f Fault) String() string {
	text := f.Address + " " + f.Text
	if n := len(f.Also); n > 0 {
		text += fmt.Sprintf(" (%s on it)", cli.Count(n, "other address"))
	}

	return text
}

// document is the JSON form of a report. Fields are added, never renamed.
type document struct {
	Schema   int      `json:"schema"`
	URL      string   `json:"url"`
	Complete bool     `json:"complete"`
	Counts   Counts   `json:"counts"`
	Faults   []Fault  `json:"faults"`
	Advice   []string `json:"advice"`
}

// Schema is the version of the JSON form.
const Schema = 1

// WriteJSON writes the report for programs.
func (r Report) WriteJSON(w io.Writer) error {
	return cli.WriteJSON(w, document{
		Schema:   Schema,
		URL:      r.URL,
		Complete: !r.Result.Failed,
		Counts:   r.Count(),
		Faults:   append([]Fault{}, r.Result.Faults...),
		Advice:   append([]string{}, r.Result.Advice...),
	})
}

// WriteJUnit writes a test case for each address, and one for each fault of something else.
func (r Report) WriteJUnit(w io.Writer) error {
	suite := cli.JUnitSuite{Name: "signpost verify " + r.URL}
	bad := r.faulty()
	seen := map[*Fault]bool{}
	for _, t := range r.Site.Targets {
		for _, a := range t.Addresses {
			f := bad[a.Address]
			seen[f] = true
			suite.Add(r.testCase(a.Address, f))
		}
	}

	for i := range r.Result.Faults {
		if f := &r.Result.Faults[i]; !seen[f] {
			suite.Add(r.testCase(f.Address, f))
		}
	}

	return cli.WriteJUnitSuite(w, suite)
}

// testCase returns the test case of an address. If all addresses have the same fault, the others were not verified.
func (r Report) testCase(address string, f *Fault) cli.JUnitCase {
	c := cli.JUnitCase{Name: address, Class: "signpost.verify"}
	switch {
	case f != nil:
		c.Failure = &cli.JUnitResult{
			Message: f.Text,
			Type:    string(f.Kind),
			Text:    fmt.Sprintf("%s\n%s\nhint: %s", f.URL, f.Text, f.Hint),
		}
	case r.Result.Failed:
		c.Skipped = &cli.JUnitResult{Message: "not verified: all addresses that were requested have the same fault"}
	}

	return c
}
