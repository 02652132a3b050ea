package rules

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"signpost/internal/problem"
)

// The sections of the manual about rules, content/support/lint-rules.md.
//
//go:generate env SIGNPOST_UPDATE=1 go test -count 1 -run ^TestManualIsCurrent$ .

//go:embed manual.json
var manualJSON []byte

// Explanation is the section of the manual about a rule. Text and Fix are Markdown: paragraphs and lists, with bold
// text and code.
type Explanation struct {
	ID    string    `json:"id"`    // "SP020"
	Title string    `json:"title"` // as plain text
	Text  string    `json:"text"`  // what the rule reports, and why
	Fix   string    `json:"fix"`   // how to fix it
	Wrong []Excerpt `json:"wrong"` // an example of what the rule reports
	Right []Excerpt `json:"right"` // the same example without the problem
}

// Excerpt shows lines of a file. The file has no name if it is any article.
type Excerpt struct {
	File string `json:"file,omitempty"`
	Text string `json:"text"`
}

// manual returns the explanations by the ID of the rule.
var manual = sync.OnceValue(func() map[string]Explanation {
	var list []Explanation
	if err := json.Unmarshal(manualJSON, &list); err != nil {
		panic(fmt.Sprintf("rules: manual.json: %v", err)) // a test reads it
	}

	byID := make(map[string]Explanation, len(list))
	for _, e := range list {
		byID[e.ID] = e
	}

	return byID
})

// Explain returns what the manual says about the rule with an ID.
func Explain(id string) (Explanation, bool) {
	e, ok := manual()[id]
	return e, ok
}

// Find returns the rule that a user meant: its ID in any spelling, such as "sp20" or "20", or its name.
func Find(text string) (problem.Rule, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	id := ""
	if m := idSpelling.FindStringSubmatch(text); m != nil {
		number, _ := strconv.Atoi(m[1])
		id = fmt.Sprintf("SP%03d", number)
	}

	name := strings.Join(strings.FieldsFunc(text, isNameSeparator), "-")
	all := All()
	i := slices.IndexFunc(all, func(r problem.Rule) bool { return r.ID == id || r.Name == name })
	if i < 0 {
		return problem.Rule{}, false
	}

	return all[i], true
}

// idSpelling matches the spellings of an ID.
var idSpelling = regexp.MustCompile(`^(?:sp)?[ _-]?([0-9]{1,3})$`)

func isNameSeparator(r rune) bool { return r == ' ' || r == '-' || r == '_' }
