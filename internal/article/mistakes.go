package article

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// reportMistakes reports mistakes in the Markdown as problems.
func (p *parser) reportMistakes(mistakes []markdown.Mistake) {
	for _, m := range mistakes {
		p.problems = append(p.problems, p.describe(m).at(p.at(m.Offset)))
	}
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
	case markdown.UnknownCallout, markdown.UnlabelledFold, markdown.TextAfterCallout:
		return describeCallout(m)
	case markdown.UnknownNote, markdown.UnusedNote, markdown.DuplicateNote:
		return describeNote(m)
	case markdown.UnknownVariable:
		return p.describeVariable(m.Name)
	case markdown.InlineInclude:
		return description{
			rule: rules.BadInclude,
			text: m.Name + " is not a valid include",
			hint: `write {{< include "contact.md" >}} on a line of its own; it can be indented or quoted`,
		}
	case markdown.UnknownLanguage:
		return describeLanguage(m.Name)
	case markdown.RawHTML:
		return describeHTML(m.Name, p.options.RawHTML)
	case markdown.RefusedAttribute, markdown.RefusedAddress, markdown.UnclosedComment, markdown.UnbalancedHTML:
		return describeRefused(m)
	case markdown.UnknownElement, markdown.ShownElement, markdown.UnclosedElement:
		return describeLost(m)
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

func describeCallout(m markdown.Mistake) description {
	marker := "[!" + strings.ToUpper(m.Name) + "]"
	d := description{
		rule: rules.WrongValue,
		key:  marker,
	}

	switch m.Kind {
	case markdown.UnknownCallout:
		d.text = "there is no callout " + marker
		d.hint = strictyaml.Suggest(m.Name, markdown.QuotationWords())
	case markdown.UnlabelledFold:
		d.text = marker + " has no label"
		d.hint = "write a label on the same line: > " + marker + " If the light does not come on"
	default:
		d.text = "the line of " + marker + " contains text"
		d.hint = "start the text on the line after " + marker
	}

	return d
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

func (p *parser) describeVariable(name string) description {
	known := slices.Sorted(maps.Keys(p.options.Variables))
	hint := `set it below "variables:" in config.yaml; to`
	if nearest, ok := strictyaml.Nearest(name, known); ok {
		hint = fmt.Sprintf("did you mean %q? To", nearest)
	}

	return description{
		rule: rules.UnknownVariable,
		text: fmt.Sprintf("there is no variable %q", name),
		key:  name,
		hint: hint + ` show the braces, write \{{ or put them between backticks`,
	}
}

func describeLanguage(name string) description {
	hint := "without a language, write text after the fence, or nothing"
	if nearest, ok := strictyaml.Nearest(name, markdown.Languages()); ok {
		hint = fmt.Sprintf("did you mean %q? Without a language, write text or nothing", nearest)
	}

	return description{
		rule: rules.UnknownLanguage,
		text: fmt.Sprintf("there is no language %q", name),
		key:  name,
		hint: hint,
	}
}
