package problem

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"

	"signpost/internal/cli"
)

// The parts of SARIF 2.1.0 that are written: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}

	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}

	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}

	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}

	sarifRule struct {
		ID            string       `json:"id"`
		Name          string       `json:"name"`
		Short         sarifText    `json:"shortDescription"`
		Full          *sarifText   `json:"fullDescription,omitempty"`
		Help          *sarifText   `json:"help,omitempty"`
		HelpURI       string       `json:"helpUri,omitempty"`
		Configuration sarifDefault `json:"defaultConfiguration"`
	}

	sarifDefault struct {
		Enabled bool   `json:"enabled"`
		Level   string `json:"level"`
	}

	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`

		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	}

	sarifSuppression struct {
		Kind string `json:"kind"`
	}

	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}

	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}

	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}

	sarifArtifact struct {
		URI string `json:"uri"`
	}

	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"` // after the last character
	}
)

// Help explains a rule. Each field may be empty.
type Help struct {
	Title string // as plain text
	Text  string // what the rule is about, as Markdown
	Fix   string // how to fix its problems, as Markdown
	URL   string
}

// Tool describes the program that found the problems.
type Tool struct {
	Command string // the command that found the problems: "signpost lint"
	Version string
	Rules   []Rule // all that it knows

	// Help explains the rule with an ID. It may be nil.
	Help func(id string) Help
}

// WriteSARIF writes the problems as SARIF 2.1.0, which code hosts and editors read.
func WriteSARIF(w io.Writer, problems []Problem, tool Tool, source Source) error {
	run := sarifRun{
		ColumnKind: "utf16CodeUnits", // what programs assume that ignore columnKind
		Results:    []sarifResult{},  // null would mean that lint did not run
	}

	run.Tool.Driver = sarifDriver{
		Name:    "signpost",
		Version: tool.Version,
		Rules:   sarifRules(tool),
	}

	lines := lineReader{source: source}
	for _, p := range WithRanges(problems, source) {
		run.add(p, &lines)
	}

	return cli.WriteJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func sarifRules(tool Tool) []sarifRule {
	list := []sarifRule{}
	for _, r := range tool.Rules {
		help := Help{}
		if tool.Help != nil {
			help = tool.Help(r.ID)
		}

		list = append(list, sarifRuleOf(r, help))
	}

	return list
}

// sarifRuleOf describes a rule. Without a title, its name is the description, which code hosts show.
func sarifRuleOf(r Rule, help Help) sarifRule {
	level := r.Severity
	if level == Off {
		level = Warning // the severity if config.yaml turns it on
	}

	rule := sarifRule{
		ID:      r.ID,
		Name:    r.Name,
		Short:   sarifText{Text: cmp.Or(help.Title, strings.ReplaceAll(r.Name, "-", " "))},
		HelpURI: help.URL,
		Configuration: sarifDefault{
			Enabled: r.Severity != Off,
			Level:   string(level),
		},
	}

	if help.Text != "" {
		rule.Full = &sarifText{Text: help.Text}
		text := strings.TrimSpace(help.Text + "\n\n" + help.Fix)
		rule.Help = &sarifText{Text: text, Markdown: text}
	}

	return rule
}

func (run *sarifRun) add(p Problem, lines *lineReader) {
	i := slices.IndexFunc(run.Tool.Driver.Rules, func(r sarifRule) bool { return r.ID == p.Rule })

	place := sarifPhysical{
		Artifact: sarifArtifact{URI: fileURI(p.File)},
	}

	if p.Line > 0 {
		start, end := lines.columns(p)
		place.Region = &sarifRegion{
			StartLine:   p.Line,
			StartColumn: start,
			EndLine:     p.EndLine,
			EndColumn:   end,
		}
	}

	var suppressions []sarifSuppression
	if p.Known {
		suppressions = []sarifSuppression{{Kind: "external"}}
	}

	run.Results = append(run.Results, sarifResult{
		RuleID:    p.Rule,
		RuleIndex: i,
		Level:     string(p.Severity),
		Message:   sarifText{Text: p.message()},
		Locations: []sarifLocation{{Physical: place}},

		Suppressions: suppressions,
	})
}

// fileURI returns the URI of a file, relative if its path is.
func fileURI(file string) string {
	u := url.URL{Path: file}
	switch {
	case strings.HasPrefix(file, "/"):
		u.Scheme = "file"
	case len(file) > 2 && file[1] == ':' && file[2] == '/': // a drive of Windows
		u.Scheme = "file"
		u.Path = "/" + file
	}

	return u.String()
}
