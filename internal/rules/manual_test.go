package rules_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"signpost/internal/cli"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// manualPage is the article with the sections about the rules.
var manualPage = filepath.Join("..", "..", "content", "support", "lint-rules.md")

// TestManualIsCurrent compares manual.json with the manual. With SIGNPOST_UPDATE=1 it writes the file.
func TestManualIsCurrent(t *testing.T) {
	var list []rules.Explanation
	for _, s := range readManual(t) {
		list = append(list, s.Explanation)
	}

	var want bytes.Buffer
	if err := cli.WriteJSON(&want, list); err != nil {
		t.Fatal(err)
	}

	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		write(t, "manual.json", want.Bytes())
	}

	got, err := os.ReadFile("manual.json")
	if err != nil {
		t.Fatal(err)
	}

	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("manual.json does not match %s: run go generate ./internal/rules", manualPage)
	}

	if limit := 128 << 10; len(got) > limit {
		t.Errorf("manual.json has %d bytes, more than %d", len(got), limit)
	}
}

// TestManualExplainsAllRules expects a section for each rule, in order, with the severity of the rule, a way to fix the
// problem, and two examples.
func TestManualExplainsAllRules(t *testing.T) {
	sections := readManual(t)
	for i, rule := range rules.All() {
		if i >= len(sections) || sections[i].ID != rule.ID {
			t.Fatalf("the manual has no section for %s after the rules before it", rule.ID)
		}

		s := sections[i]
		if s.severity != rule.Severity {
			t.Errorf("%s: severity %q, want %q", s.ID, s.severity, rule.Severity)
		}

		if s.Title == "" || s.Text == "" || s.Fix == "" {
			t.Errorf("%s: title, text or fix is missing: %+v", s.ID, s.Explanation)
		}

		if len(s.Wrong) == 0 || len(s.Right) == 0 {
			t.Errorf("%s: an example is missing: write **Wrong:** and **Right:**, each before a block of code", s.ID)
		}
	}

	if extra := len(sections) - len(rules.All()); extra > 0 {
		t.Errorf("number of sections in the manual without a rule: %d", extra)
	}
}

func TestFindKnowsAllSpellings(t *testing.T) {
	for _, text := range []string{"SP020", "sp20", "SP-20", "20", "020", "dead-page", "Dead page", "dead_page"} {
		if rule, ok := rules.Find(text); !ok || rule.ID != "SP020" {
			t.Errorf("%q: got %q, %v", text, rule.ID, ok)
		}
	}

	for _, text := range []string{"", "SP", "SP0200", "999", "ID-201", "page", "99999999999999999999"} {
		if rule, ok := rules.Find(text); ok {
			t.Errorf("%q: got %s, want none", text, rule.ID)
		}
	}
}

// section is a section of the manual with its severity.
type section struct {
	rules.Explanation
	severity problem.Severity
}

var (
	heading       = regexp.MustCompile(`^##+ `)
	ruleHeading   = regexp.MustCompile(`^### (SP[0-9]{3}): (.+) \{#sp[0-9]{3}\}$`)
	severityLabel = regexp.MustCompile(`^\*\*(Error|Warning|Off)\.\*\* `)
	exampleLabel  = regexp.MustCompile("^\\*\\*(Wrong|Right):\\*\\*(?: `([^`]+)`)?$")
	fileLabel     = regexp.MustCompile("^`([^`]+)`$")
	emptyLines    = regexp.MustCompile(`\n{3,}`)
	fence         = regexp.MustCompile("^(`{3,})[a-z]*$")
)

const fixLabel = "**How to fix it:** "

// readManual returns the sections of the manual about rules.
func readManual(t *testing.T) []section {
	t.Helper()
	data, err := os.ReadFile(manualPage)
	if err != nil {
		t.Fatal(err)
	}

	var sections []section
	var lines []string // of the section so far
	end := ""          // the line that ends the block of code
	for line := range strings.Lines(string(data) + "## End\n") {
		line = strings.TrimSuffix(line, "\n")
		isHeading := end == "" && heading.MatchString(line)
		if isHeading && len(lines) > 0 {
			s, err := parseSection(lines)
			if err != nil {
				t.Fatal(err)
			}

			sections = append(sections, s)
			lines = nil
		}

		if len(lines) > 0 || isHeading && ruleHeading.MatchString(line) {
			lines = append(lines, line)
		}

		if m := fence.FindStringSubmatch(line); end == "" && m != nil {
			end = m[1]
		} else if line == end {
			end = ""
		}
	}

	return sections
}

// parseSection parses the lines of a section: a heading, the severity and what the rule reports, how to fix it, and
// examples. An example begins with **Wrong:** or **Right:**. A name in backticks, after it or on a line of its own,
// names the file of the block of code that follows.
func parseSection(lines []string) (section, error) {
	title := ruleHeading.FindStringSubmatch(lines[0])
	s := section{Explanation: rules.Explanation{ID: title[1], Title: title[2]}}
	var text []string
	target, file := &s.Wrong, ""

	for i := 1; i < len(lines); i++ {
		line := lines[i]
		if m := exampleLabel.FindStringSubmatch(line); m != nil {
			target, file = &s.Wrong, m[2]
			if m[1] == "Right" {
				target = &s.Right
			}
		} else if m := fileLabel.FindStringSubmatch(line); m != nil {
			file = m[1]
		} else if m := fence.FindStringSubmatch(line); m != nil {
			end := i + 1
			for end < len(lines) && lines[end] != m[1] {
				end++
			}

			if end == len(lines) {
				return s, fmt.Errorf("%s: a block of code has no end", s.ID)
			}

			*target = append(*target, rules.Excerpt{File: file, Text: strings.Join(lines[i+1:end], "\n") + "\n"})
			file, i = "", end
		} else {
			text = append(text, line)
		}
	}

	return s, s.setText(strings.Join(text, "\n"))
}

// setText splits the text of a section.
func (s *section) setText(text string) error {
	what, fix, found := strings.Cut(text, fixLabel)
	what = strings.TrimSpace(what)
	m := severityLabel.FindStringSubmatch(what)
	if m == nil || !found {
		return fmt.Errorf("%s: the text must begin with **Error.** or another severity and contain %s", s.ID, fixLabel)
	}

	s.severity = problem.Severity(strings.ToLower(m[1]))
	s.Text = what[len(m[0]):]
	s.Fix = emptyLines.ReplaceAllString(strings.TrimSpace(fix), "\n\n")

	return nil
}
