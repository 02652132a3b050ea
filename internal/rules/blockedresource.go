package rules

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"signpost/internal/csp"
	"signpost/internal/problem"
)

// BlockedResource reports resources and code of a theme that the Content-Security-Policy of the site blocks: it works
// nowhere but in a copy without the policy.
var BlockedResource = Rule{
	Rule: problem.Rule{
		ID:       "SP086",
		Name:     "blocked-resource",
		Severity: problem.Warning,
	},
	Theme: checkPolicy,
}

// ThemeFile is a file of a site's own theme.
type ThemeFile struct {
	Name string // for problems
	Text []byte
}

func checkPolicy(t *Theme, r *Report) {
	for _, f := range t.Files {
		c := policyChecker{Report: r, policy: t.Policy, file: f}
		switch path.Ext(f.Name) {
		case ".html":
			c.layout()
		case ".css":
			c.patterns(f.Text, 0, inCSS)
		case ".ts":
			c.patterns(f.Text, 0, inScripts)
		}
	}
}

// policyChecker compares one file of a theme with the policy.
type policyChecker struct {
	*Report
	policy *csp.Policy
	file   ThemeFile
}

// use is a pattern for code that loads something or runs text. Its first group is the URL, if it has one.
type use struct {
	pattern *regexp.Regexp
	kind    csp.Kind
	setting string // that allows the origin of the URL; empty if none does
	runs    bool   // runs text as a script
}

var inCSS = []use{
	{regexp.MustCompile(`@import\s+(?:url\()?\s*["']?([^"')\s;]+)`), csp.Other, "", false},
	{regexp.MustCompile(`url\(\s*["']?([^"')\s]+)`), csp.Image, "images", false},
}

const connects = `\b(?:fetch|sendBeacon|WebSocket|EventSource)\(\s*`

// literal matches the URL of another site in quotes.
const literal = "[\"'`]([a-z]+:[^\"'`$]+|//[^\"'`$]+)"

var inScripts = []use{
	{regexp.MustCompile(connects + literal), csp.Connection, "connect", false},
	{regexp.MustCompile(`\b(?:import|Worker)\s*\(\s*` + literal), csp.Script, "scripts", false},
	{regexp.MustCompile(`\bfrom\s+` + literal), csp.Script, "scripts", false},
	{regexp.MustCompile(`\b(?:eval|document\.write|insertAdjacentHTML)\(|\bnew Function\(`), csp.Other, "", true},
	{regexp.MustCompile(`\.(?:inner|outer)HTML\s*\+?=[^=]`), csp.Other, "", true},
}

// patterns reports the uses in code that begins at a byte of the file.
func (c *policyChecker) patterns(code []byte, start int, uses []use) {
	for _, u := range uses {
		for _, match := range u.pattern.FindAllSubmatchIndex(code, -1) {
			at := start + match[0]
			if u.runs {
				c.unsafeCode(at, string(code[match[0]:match[1]]))
				continue
			}

			c.url(at, u.kind, u.setting, string(code[match[2]:match[3]]))
		}
	}
}

// unsafeCode reports code that runs text, or that the policy expects to: see csp.Policy.
func (c *policyChecker) unsafeCode(at int, code string) {
	isEval := strings.HasPrefix(code, "eval") || strings.HasPrefix(code, "new Function")
	if len(c.policy.Scripts) > 0 && !isEval {
		return
	}

	c.Add(c.place(at), "build elements with document.createElement, and set their text with textContent",
		"the Content-Security-Policy blocks %s, which may run text as a script", strings.TrimRight(code, "(=+ "))
}

func (c *policyChecker) url(at int, kind csp.Kind, setting, address string) {
	if !c.policy.Blocks(kind, address) {
		return
	}

	hint := "put the file into the theme: docs/theming.md"
	if setting != "" {
		hint += "; or allow its origin with security: " + setting + " in config.yaml"
	}

	c.Add(c.place(at), hint, "the Content-Security-Policy blocks %q", address)
}

func (c *policyChecker) place(at int) problem.Place {
	return problem.Place{
		File: c.file.Name,
		Line: 1 + bytes.Count(c.file.Text[:at], []byte("\n")),
	}
}

// action matches an action of a template. It is not HTML, so it is replaced before the HTML is read.
var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// layout reports the elements and attributes of a layout.
func (c *policyChecker) layout() {
	text := action.ReplaceAllFunc(c.file.Text, func(a []byte) []byte {
		blank := bytes.Repeat([]byte("_"), len(a))
		for i, c := range a {
			if c == '\n' {
				blank[i] = c
			}
		}

		return blank
	})

	z := html.NewTokenizer(bytes.NewReader(text))
	at := 0
	inside := ""

	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}

		raw := z.Raw()
		switch token := z.Token(); token.Type {
		case html.StartTagToken, html.SelfClosingTagToken:
			inside = c.element(at, token)
		case html.TextToken:
			c.inline(at, inside, raw)
			inside = ""
		}

		at += len(raw)
	}
}

// loads lists the attributes that load something: element, attribute, use.
var loads = map[[2]string]struct {
	kind    csp.Kind
	setting string
}{
	{"script", "src"}:  {csp.Script, "scripts"},
	{"iframe", "src"}:  {csp.Frame, "frames"},
	{"img", "src"}:     {csp.Image, "images"},
	{"link", "href"}:   {csp.Other, ""},
	{"video", "src"}:   {csp.Other, ""},
	{"audio", "src"}:   {csp.Other, ""},
	{"source", "src"}:  {csp.Other, ""},
	{"object", "data"}: {csp.Other, ""},
	{"embed", "src"}:   {csp.Other, ""},
}

// loadingLink matches the rel of links that load a file.
var loadingLink = regexp.MustCompile(`(?i)\b(stylesheet|icon|preload|modulepreload|manifest)\b`)

// element reports what a start tag loads or runs. It returns the name of the element if its text is code.
func (c *policyChecker) element(at int, tag html.Token) string {
	attributes := map[string]string{}
	for _, a := range tag.Attr {
		attributes[a.Key] = a.Val
	}

	for name, value := range attributes {
		load, ok := loads[[2]string{tag.Data, name}]
		switch {
		case ok && (tag.Data != "link" || loadingLink.MatchString(attributes["rel"])):
			c.url(at, load.kind, load.setting, value)
		case strings.HasPrefix(name, "on"):
			c.Add(c.place(at), "listen to the event in a script in assets/own/",
				"the Content-Security-Policy blocks the event handler %s", name)
		case name == "style":
			c.Add(c.place(at), "give the element a class, and set its style in assets/own/",
				"the Content-Security-Policy blocks the attribute style")
		}
	}

	isScript := tag.Data == "script" && (attributes["type"] == "" ||
		strings.Contains(attributes["type"], "javascript") || attributes["type"] == "module")
	if isScript || tag.Data == "style" {
		return tag.Data
	}

	return ""
}

// inline reports code in a layout.
func (c *policyChecker) inline(at int, element string, text []byte) {
	if element == "" || len(bytes.TrimSpace(text)) == 0 {
		return
	}

	c.Add(c.place(at), "move it to a file in assets/own/",
		"the Content-Security-Policy blocks the code in <%s>", element)
}
