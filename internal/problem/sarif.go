package problem

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"signpost/internal/cli"
)

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
	}
)

// WriteSARIF prints the problems as SARIF 2.1.0, which code hosts and editors read. version is that of signpost.
func WriteSARIF(w io.Writer, problems []Problem, known []Rule, version string, source Source) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "signpost", Version: version}
	for _, r := range known {
		level := string(r.Severity)
		if r.Severity == Off {
			level = string(Warning) // what it is once it is asked for
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: r.ID, Name: r.Name, Configuration: sarifDefault{r.Severity != Off, level}})
	}
	l := lines{source: source}
	for _, p := range problems {
		run.add(p, &l)
	}
	return cli.WriteJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func (run *sarifRun) add(p Problem, l *lines) {
	rules := run.Tool.Driver.Rules
	i := slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == p.Rule })
	if i >= 0 && p.URL != "" {
		rules[i].HelpURI = p.URL
	}
	place := sarifPhysical{Artifact: sarifArtifact{fileURI(p.File)}}
	if p.Line > 0 {
		place.Region = &sarifRegion{p.Line, l.characters(p)}
	}
	run.Results = append(run.Results, sarifResult{p.Rule, i, string(p.Severity), sarifText{whole(p)}, []sarifLocation{{place}}})
}

// fileURI is the address of a file, relative where its path is.
func fileURI(file string) string {
	switch {
	case strings.HasPrefix(file, "/"):
		return (&url.URL{Scheme: "file", Path: file}).String()
	case len(file) > 2 && file[1] == ':' && file[2] == '/': // a drive of Windows
		return (&url.URL{Scheme: "file", Path: "/" + file}).String()
	}
	return (&url.URL{Path: file}).String()
}
