package article

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"signpost/internal/limit"
	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// reportMistakes reports mistakes in the Markdown as problems.
func (p *parser) reportMistakes(mistakes []markdown.Mistake) {
	p.problems = slices.Grow(p.problems, len(mistakes))
	for _, m := range mistakes {
		p.problems = append(p.problems, p.describe(m).at(p.span(m.Offset, mistakeEnd(m, p.source))))
	}
}

// mistakeEnd returns the offset after a mistake whose source is its name, perhaps between brackets, or 0.
func mistakeEnd(m markdown.Mistake, source []byte) int {
	offset := max(m.Offset, 0)
	line, _, _ := bytes.Cut(source[min(offset, len(source)):], []byte("\n"))
	if size := len(m.Name); size > 0 && size <= len(line) && strings.EqualFold(string(line[:size]), m.Name) {
		return offset + size
	}

	for start, end := range map[string]string{"{{": "}}", "[^": "]", "[!": "]"} {
		if at := bytes.Index(line, []byte(end)); at >= 0 && bytes.HasPrefix(line, []byte(start)) {
			return offset + at + len(end)
		}
	}

	return 0
}

// description is a problem without its place.
type description struct {
	rule problem.Rule
	text string
	hint string
	key  string // see problem.Problem
}

func (d description) at(place problem.Place) problem.Problem {
	return d.rule.At(place, d.hint, "%s", d.text).For(d.key)
}

func (p *parser) describe(m markdown.Mistake) description {
	switch m.Kind {
	case markdown.UnknownCallout:
		return describeUnknownCallout(m.Name)
	case markdown.UnclosedContainer:
		return describeUnclosed(m.Name)
	case markdown.UnlabelledFold:
		return describeFold(m.Name)
	case markdown.UnknownNote, markdown.UnusedNote, markdown.DuplicateNote:
		return describeNote(m)
	case markdown.UnknownVariable:
		return p.describeVariable(m.Name)
	case markdown.InlineInclude:
		return describeInclude(m.Name)
	case markdown.UnknownLanguage:
		return describeLanguage(m.Name, &p.suggester)
	case markdown.RawHTML:
		return describeHTML(m.Name, p.options.RawHTML)
	case markdown.RefusedAttribute, markdown.RefusedAddress, markdown.UnclosedComment, markdown.UnbalancedHTML:
		return describeRefused(m)
	case markdown.UnknownElement, markdown.ShownElement, markdown.UnclosedElement:
		return describeLost(m)
	case markdown.TooDeep, markdown.TooManyLines, markdown.TooLongHeading,
		markdown.TooManyCells, markdown.TooMuchExpanded:
		return describeExcess(m.Kind)
	case markdown.NestedAttributes:
		return description{
			rule: rules.BadAttribute,
			text: "a heading inside a list or a quotation cannot have attributes",
			hint: "move the heading out, or remove its attributes",
		}
	}

	return description{ // markdown.Placeholder
		rule: rules.Placeholder,
		text: "a placeholder is left: " + problem.Shorten(m.Name, 60),
		hint: "replace it with the text that it asks for, or remove it",
	}
}

// describeExcess describes what is beyond a limit of package limit.
func describeExcess(kind markdown.MistakeKind) description {
	d := description{rule: rules.Unreadable}
	switch kind {
	case markdown.TooDeep:
		d.text = fmt.Sprintf("lists, quotations or other elements are nested more than %d deep", limit.Depth)
		d.hint = "end some of them before this line, or indent it less"
	case markdown.TooManyLines:
		d.text = "nested lists and quotations have too many lines"
		d.hint = "end some of them before this line, or nest them less deep"
	case markdown.TooLongHeading:
		d.text = fmt.Sprintf("the heading is longer than %d KB", limit.Heading>>10)
		d.hint = "begin a paragraph after it, or remove attributes"
	case markdown.TooManyCells:
		d.text = fmt.Sprintf("with this table, the tables of the article have more than %d cells", limit.Cells)
		d.hint = "move tables to other articles, or remove columns: each row has as many cells as the head"
	default:
		d.text = fmt.Sprintf("variables and link definitions insert more than %d MB", limit.Expanded>>20)
		d.hint = "shorten the value of the variable or the address, or use it less often"
	}

	return d
}

func describeUnknownCallout(name string) description {
	return description{
		rule: rules.UnknownCallout,
		key:  name,
		text: fmt.Sprintf("there is no callout %q; it is shown as a note", name),
		hint: strictyaml.Suggest(name, markdown.QuotationWords()),
	}
}

func describeUnclosed(line string) description {
	end := "a line :::"
	if strings.HasPrefix(line, "/") {
		end = "a line ///"
	}

	if strings.HasPrefix(line, "{%") {
		end = "a line {% endhint %}"
	}

	return description{
		rule: rules.WrongValue,
		text: fmt.Sprintf("the callout %q has no end", problem.Shorten(strings.TrimSpace(line), 40)),
		hint: "close it with " + end + " with the same indentation and length",
	}
}

func describeFold(word string) description {
	marker := "[!" + strings.ToUpper(word) + "]"

	return description{
		rule: rules.WrongValue,
		key:  marker,
		text: marker + " has no label",
		hint: "write a label on the same line: > " + marker + " If the light does not come on",
	}
}

func describeNote(m markdown.Mistake) description {
	d := description{rule: rules.BrokenNote}
	switch m.Kind {
	case markdown.UnknownNote:
		d.text = fmt.Sprintf("there is no note %q", m.Name)
		d.hint = fmt.Sprintf("write the note on a line of its own, as [^%s]: text", m.Name) +
			`; or write \[^ if no note is meant`
	case markdown.UnusedNote:
		d.text = fmt.Sprintf("nothing refers to the note %q", m.Name)
		d.hint = fmt.Sprintf("write [^%s] where it belongs, or remove the note", m.Name)
	default:
		d.text = fmt.Sprintf("there are two notes %q", m.Name)
		d.hint = "give one of the two another label"
	}

	return d
}

// tagName matches the name of a tag such as {{< include "contact.md" >}}.
var tagName = regexp.MustCompile(`[a-z]+`)

func describeInclude(tag string) description {
	name := tagName.FindString(tag)
	if _, isOwn := strictyaml.Nearest(name, []string{"include"}); !isOwn {
		return describeTemplate(tag)
	}

	return description{
		rule: rules.BadInclude,
		text: tag + " is not a valid include",
		hint: `write {{< include "contact.md" >}} on a line of its own; it can be indented or quoted`,
	}
}

// describeTemplate describes a tag between braces that another program replaces.
func describeTemplate(tag string) description {
	return description{
		rule: rules.ForeignSyntax.Rule,
		text: fmt.Sprintf("%q is syntax of another program and would be shown as text", problem.Shorten(tag, 60)),
		hint: `"signpost import markdown" converts such tags; ` +
			`to show the braces, write \{{ or put them between backticks`,
	}
}

// variableName matches the names of variables of this program, and those with a slip of the hand.
var variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_ -]*$`)

func (p *parser) describeVariable(name string) description {
	if !variableName.MatchString(name) {
		return describeTemplate("{{" + name + "}}")
	}

	known := func() []string { return slices.Sorted(maps.Keys(p.options.Variables)) }
	hint := `set it below "variables:" in config.yaml; to`
	if nearest, ok := p.suggester.nearest(name, known); ok {
		hint = fmt.Sprintf("did you mean %q? To", nearest)
	}

	return description{
		rule: rules.UnknownVariable,
		text: fmt.Sprintf("there is no variable %q", name),
		key:  name,
		hint: hint + ` show the braces, write \{{ or put them between backticks`,
	}
}

func describeLanguage(name string, s *suggester) description {
	hint := "without a language, write text after the fence, or nothing"
	if nearest, ok := s.nearest(name, markdown.Languages); ok {
		hint = fmt.Sprintf("did you mean %q? Without a language, write text or nothing", nearest)
	}

	return description{
		rule: rules.UnknownLanguage,
		text: fmt.Sprintf("there is no language %q", name),
		key:  name,
		hint: hint,
	}
}
