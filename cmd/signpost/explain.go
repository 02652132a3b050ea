package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/explain"
	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// explainer is one run of "signpost explain".
type explainer struct {
	*program
	options generate.Options
	format  string

	site    *generate.Result // nil if there is no site
	siteErr error            // why the site could not be read
}

// explanations is the JSON form of the output.
type explanations struct {
	Rules []ruleExplanation `json:"rules"`
	Codes []codes.Entry     `json:"codes"`
}

type ruleExplanation struct {
	rules.Explanation
	Name           string           `json:"name"`
	Severity       problem.Severity `json:"severity"` // of this site, or else the default
	SeverityLocked bool             `json:"severity_locked"`

	rule problem.Rule
	set  string // the severity in the settings of the site
}

func (p *program) explainCommand() *cobra.Command {
	e := &explainer{program: p}
	cmd := &cobra.Command{
		Use:   "explain [RULE|CODE ...]",
		Short: "Explain a rule of lint, or an error code of the site",
		Long: `explain prints what a rule reports, why, and how to fix it, with a wrong and a right
example. It also explains the error codes of the site in this folder. Without
arguments it lists all rules.`,
		Example: `  signpost explain SP020
  signpost explain dead-page
  signpost explain ID-201`,
		RunE: func(cmd *cobra.Command, args []string) error { return e.run(cmd.Context(), args) },
	}

	p.addBuildFlags(cmd.Flags(), &e.options)
	addAudienceFlag(cmd.Flags(), &e.options)
	addFormatFlag(cmd.Flags(), &e.format, textOrJSON)
	return cmd
}

func (e *explainer) run(ctx context.Context, args []string) error {
	if err := checkAudience(&e.options); err != nil {
		return err
	}
	if err := cli.OneOf("format", e.format, textOrJSON); err != nil {
		return err
	}
	if len(args) == 0 && e.format == "text" {
		_, err := io.WriteString(e.Stdout, explain.List())
		return err
	}

	if err := e.readSite(ctx); err != nil {
		return err
	}
	found, err := e.find(args)
	if err != nil {
		return err
	}
	if e.format == "json" {
		return cli.WriteJSON(e.Stdout, found)
	}
	_, err = io.WriteString(e.Stdout, found.text())
	return err
}

// readSite reads the site in this folder, if there is one. A site with errors is no reason not to explain a rule.
func (e *explainer) readSite(ctx context.Context) error {
	if _, err := os.Stat(e.options.ConfigFile); errors.Is(err, fs.ErrNotExist) && e.options.ConfigFile == config.Name {
		return nil
	}
	articles, err := e.openLibrary("articles", e.options.ContentDir())
	if err != nil {
		return err
	}
	defer articles.Close(ctx)

	e.options.Library = articles
	e.site, e.siteErr = generate.Load(ctx, e.options)
	return ctx.Err()
}

// find returns the explanations of the rules and codes that the arguments name, or of all rules. A name can be both.
func (e *explainer) find(args []string) (explanations, error) {
	found := explanations{Rules: []ruleExplanation{}, Codes: []codes.Entry{}}
	if len(args) == 0 {
		for _, r := range rules.All() {
			found.Rules = append(found.Rules, e.explainRule(r))
		}
	}

	for _, arg := range args {
		rule, isRule := rules.Find(arg)
		if isRule {
			found.Rules = append(found.Rules, e.explainRule(rule))
		}
		code, isCode := e.registry().Find(arg)
		if isCode {
			found.Codes = append(found.Codes, code)
		}
		if !isRule && !isCode {
			return explanations{}, e.unknown(arg)
		}
	}
	return found, nil
}

func (e *explainer) explainRule(r problem.Rule) ruleExplanation {
	x, _ := rules.Explain(r.ID)
	result := ruleExplanation{
		Explanation:    x,
		Name:           r.Name,
		Severity:       r.Severity,
		SeverityLocked: r.SeverityLocked,
		rule:           r,
	}
	if e.site != nil && e.site.Config.Lint[r.ID] != "" {
		result.set = e.site.Config.Lint[r.ID]
		result.Severity = problem.Severity(result.set)
	}
	return result
}

// registry returns the codes of the site. There are none if it could not be read.
func (e *explainer) registry() *codes.Registry {
	if !e.hasSite() {
		return codes.New("", nil)
	}
	return e.site.Site.Registry
}

// hasSite reports whether there is a site in this folder, and its articles could be read.
func (e *explainer) hasSite() bool {
	return e.site != nil && e.site.Site != nil && e.site.Site.Registry != nil
}

// unknown returns an error for a name that is neither a rule nor a code of the site.
func (e *explainer) unknown(arg string) error {
	if e.siteErr != nil {
		return e.siteErr
	}

	hint := "signpost explain lists all rules, signpost codes all codes of the site"
	nearest, isSimilar := e.nearest(arg)
	switch {
	case isSimilar:
		hint = "did you mean " + nearest + "?"
	case e.site == nil:
		hint = "for an error code, run this command in the folder of its help centre; signpost explain lists all rules"
	case !e.hasSite():
		hint = "the site cannot be read: run signpost lint"
	}

	what := "is not a rule"
	if e.hasSite() {
		what = "is neither a rule nor an error code of this site"
	}
	return cli.Usagef(hint, "%q %s", arg, what)
}

// nearest returns the rule or code whose name is most similar.
func (e *explainer) nearest(arg string) (string, bool) {
	names := map[string]string{}
	for _, r := range rules.All() {
		names[strings.ToLower(r.ID)] = r.ID
		names[r.Name] = r.Name
	}
	for _, entry := range e.registry().Codes {
		names[codes.Key(string(entry.Code))] = string(entry.Code)
	}
	nearest, ok := strictyaml.Nearest(arg, slices.Sorted(maps.Keys(names)))
	return names[nearest], ok
}

// text returns the explanations as text, with a line of hyphens between them.
func (x explanations) text() string {
	var parts []string
	for _, r := range x.Rules {
		parts = append(parts, explain.Rule(r.rule, r.Explanation, r.set))
	}
	for _, c := range x.Codes {
		parts = append(parts, explain.Code(c))
	}
	return strings.Join(parts, "\n---\n\n")
}
