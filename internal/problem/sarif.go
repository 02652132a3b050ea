package problem

import (
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
		Text string `json:"text"`
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

// WriteSARIF writes the problems as SARIF 2.1.0, which code hosts and editors read. known are all rules, and version is
// the version of signpost.
func WriteSARIF(w io.Writer, problems []Problem, known []Rule, version string, source Source) error {
	run := sarifRun{
		ColumnKind: "utf16CodeUnits", // what programs assume that ignore columnKind
		Results:    []sarifResult{},  // null would mean that lint did not run
	}

	run.Tool.Driver = sarifDriver{
		Name:    "signpost",
		Version: version,
		Rules:   sarifRules(known),
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

func sarifRules(known []Rule) []sarifRule {
	var list []sarifRule
	for _, r := range known {
		level := r.Severity
		if level == Off {
			level = Warning // the severity if config.yaml turns it on
		}

		list = append(list, sarifRule{
			ID:   r.ID,
			Name: r.Name,
			Configuration: sarifDefault{
				Enabled: r.Severity != Off,
				Level:   string(level),
			},
		})
	}

	return list
}

func (run *sarifRun) add(p Problem, lines *lineReader) {
	rules := run.Tool.Driver.Rules
	i := slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == p.Rule })
	if i >= 0 && p.URL != "" {
		rules[i].HelpURI = p.URL
	}

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
