package codes

import "strings"

// Facts are what readers want to know about an error before they follow its steps. Those that the writer does not know
// are empty.
type Facts struct {
	Who   string `json:"who,omitempty" yaml:"who"`     // can fix it
	Time  string `json:"time,omitempty" yaml:"time"`   // that it takes
	Needs string `json:"needs,omitempty" yaml:"needs"` // what the reader must have ready
}

// FactKeys are the names of the facts, in the order in which they are shown.
var FactKeys = []string{"who", "time", "needs"}

// Get returns the fact with one of the FactKeys.
func (f Facts) Get(key string) string {
	switch key {
	case "who":
		return f.Who
	case "time":
		return f.Time
	case "needs":
		return f.Needs
	}

	return ""
}

// OnOneLine returns the facts without line breaks and repeated spaces.
func (f Facts) OnOneLine() Facts {
	return Facts{
		Who:   strings.Join(strings.Fields(f.Who), " "),
		Time:  strings.Join(strings.Fields(f.Time), " "),
		Needs: strings.Join(strings.Fields(f.Needs), " "),
	}
}

// Lines returns a line in English for each fact that is known.
func (f Facts) Lines() []string {
	labels := map[string]string{"who": "Who can fix it", "time": "How long it takes", "needs": "What you need"}

	var lines []string
	for _, key := range FactKeys {
		if fact := f.Get(key); fact != "" {
			lines = append(lines, labels[key]+": "+fact)
		}
	}

	return lines
}
