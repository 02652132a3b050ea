package liquid

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Lookup returns the value of a name such as "site.data.plans". ok is false if it is not known.
type Lookup func(name string) (value any, ok bool)

var (
	partExpression = regexp.MustCompile(`"[^"]*"|'[^']*'|[^|"']+|\|`)
	literalText    = regexp.MustCompile(`^(?:"([^"]*)"|'([^']*)')$`)
	nameExpression = regexp.MustCompile(`^[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|"[^"]*"|'[^']*'|[\w.-]+)\])*$`)
	operator       = regexp.MustCompile(`\s+(==|!=|<>|>=|<=|>|<|contains)\s+`)
	indexed        = regexp.MustCompile(`\[(\d+|"[^"]*"|'[^']*'|[\w.-]+)\]`)
)

// Eval returns the value of an expression with filters: "page.title | upcase". ok is false if it contains something
// that is not known.
func Eval(expression string, lookup Lookup) (any, bool) {
	parts := splitFilters(expression)
	value, ok := operand(parts[0], lookup)
	for _, filter := range parts[1:] {
		if !ok {
			// A default applies to what has no value.
			if name, _, _ := strings.Cut(filter, ":"); strings.TrimSpace(name) != "default" {
				return nil, false
			}

			value = nil
		}

		value, ok = apply(filter, value, lookup)
	}

	return value, ok
}

// splitFilters splits an expression at its bars, except in quotes.
func splitFilters(expression string) []string {
	parts := []string{""}
	for _, piece := range partExpression.FindAllString(expression, -1) {
		if piece == "|" {
			parts = append(parts, "")
		} else {
			parts[len(parts)-1] += piece
		}
	}

	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}

	return parts
}

func operand(text string, lookup Lookup) (any, bool) {
	text = strings.TrimSpace(text)
	if m := literalText.FindStringSubmatch(text); m != nil {
		return m[1] + m[2], true
	}

	switch text {
	case "true":
		return true, true
	case "false":
		return false, true
	case "nil", "null", "empty", "blank":
		return nil, true
	}

	if n, err := strconv.Atoi(text); err == nil {
		return n, true
	}

	if !nameExpression.MatchString(text) {
		return nil, false
	}

	ok := true
	name := indexed.ReplaceAllStringFunc(text, func(index string) string {
		key := strings.Trim(index, `[]"'`)
		if _, err := strconv.Atoi(key); err != nil && !strings.ContainsAny(index, `"'`) {
			value, known := lookup(key)
			ok = ok && known
			key = Text(value)
		}

		return "." + key
	})
	if !ok {
		return nil, false
	}

	return lookup(name)
}

// Text returns a value as a template writes it.
func Text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []any:
		var b strings.Builder
		for _, item := range v {
			b.WriteString(Text(item))
		}

		return b.String()
	case map[string]any:
		return ""
	}

	return fmt.Sprint(value)
}

// apply applies a filter. ok is false if it is not known.
func apply(filter string, value any, lookup Lookup) (any, bool) {
	name, rest, _ := strings.Cut(filter, ":")
	name = strings.TrimSpace(name)
	var args []string
	if strings.TrimSpace(rest) != "" {
		for _, arg := range splitArgs(rest) {
			v, ok := operand(arg, lookup)
			if !ok {
				return nil, false
			}

			args = append(args, Text(v))
		}
	}

	if f, ok := filters[name]; ok && len(args) == f.args {
		return f.apply(Text(value), args), true
	}

	list, isList := value.([]any)
	switch {
	case name == "default" && len(args) == 1:
		if text := Text(value); text == "" || text == "false" {
			return args[0], true
		}

		return value, true
	case name == "split" && len(args) == 1:
		var items []any
		for item := range strings.SplitSeq(Text(value), args[0]) {
			items = append(items, item)
		}

		return items, true
	case name == "join" && isList && len(args) <= 1:
		var items []string
		for _, item := range list {
			items = append(items, Text(item))
		}

		return strings.Join(items, strings.Join(append(args, " ")[:1], "")), true
	case name == "size" && isList:
		return len(list), true
	case name == "first" && len(list) > 0:
		return list[0], true
	case name == "last" && len(list) > 0:
		return list[len(list)-1], true
	case name == "reverse" && isList:
		reversed := slices.Clone(list)
		slices.Reverse(reversed)

		return reversed, true
	}

	return nil, false
}

// splitArgs splits at commas, except in quotes.
func splitArgs(text string) []string {
	return splitFilters(commas.ReplaceAllStringFunc(text, func(piece string) string {
		if piece == "," {
			return "|"
		}

		return piece
	}))
}

var commas = regexp.MustCompile(`"[^"]*"|'[^']*'|,`)

// filters are those of texts, with the number of their arguments.
var filters = map[string]struct {
	args  int
	apply func(text string, args []string) any
}{
	"relative_url":         {0, func(s string, _ []string) any { return s }},
	"absolute_url":         {0, func(s string, _ []string) any { return s }},
	"strip":                {0, func(s string, _ []string) any { return strings.TrimSpace(s) }},
	"lstrip":               {0, func(s string, _ []string) any { return strings.TrimLeft(s, " \t\n") }},
	"rstrip":               {0, func(s string, _ []string) any { return strings.TrimRight(s, " \t\n") }},
	"upcase":               {0, func(s string, _ []string) any { return strings.ToUpper(s) }},
	"downcase":             {0, func(s string, _ []string) any { return strings.ToLower(s) }},
	"capitalize":           {0, func(s string, _ []string) any { return capitalised(s) }},
	"escape":               {0, func(s string, _ []string) any { return s }},
	"escape_once":          {0, func(s string, _ []string) any { return s }},
	"xml_escape":           {0, func(s string, _ []string) any { return s }},
	"markdownify":          {0, func(s string, _ []string) any { return s }},
	"smartify":             {0, func(s string, _ []string) any { return s }},
	"strip_newlines":       {0, func(s string, _ []string) any { return strings.ReplaceAll(s, "\n", "") }},
	"normalize_whitespace": {0, func(s string, _ []string) any { return strings.Join(strings.Fields(s), " ") }},
	"append":               {1, func(s string, a []string) any { return s + a[0] }},
	"prepend":              {1, func(s string, a []string) any { return a[0] + s }},
	"remove":               {1, func(s string, a []string) any { return strings.ReplaceAll(s, a[0], "") }},
	"remove_first":         {1, func(s string, a []string) any { return strings.Replace(s, a[0], "", 1) }},
	"replace":              {2, func(s string, a []string) any { return limited(strings.Count(s, a[0]), s, a) }},
	"replace_first":        {2, func(s string, a []string) any { return strings.Replace(s, a[0], a[1], 1) }},
}

// limited replaces a text unless the result would be enormous.
func limited(n int, s string, a []string) string {
	if n*len(a[1]) > 1<<16 {
		return s
	}

	return strings.ReplaceAll(s, a[0], a[1])
}

func capitalised(s string) string {
	if s == "" {
		return ""
	}

	return strings.ToUpper(s[:1]) + s[1:]
}

// conjunction splits a condition at its first "and" or "or".
var conjunction = regexp.MustCompile(`\s+(and|or)\s+`)

// maxConditions limits the parts of a condition.
const maxConditions = 20

// Is returns whether a condition such as "page.toc and site.lang == 'en'" holds. ok is false if it contains something
// that is not known. As in Liquid, what is on the right binds first.
func Is(condition string, lookup Lookup) (is, ok bool) {
	return holds(condition, lookup, maxConditions)
}

func holds(condition string, lookup Lookup, left int) (is, ok bool) {
	m := conjunction.FindStringSubmatchIndex(condition)
	switch {
	case left == 0:
		return false, false
	case m == nil:
		return comparison(condition, lookup)
	}

	a, okA := comparison(condition[:m[0]], lookup)
	b, okB := holds(condition[m[1]:], lookup, left-1)
	if condition[m[2]:m[3]] == "and" {
		return a && b, okA && okB
	}

	return a || b, okA && okB
}

func comparison(text string, lookup Lookup) (is, ok bool) {
	m := operator.FindStringSubmatchIndex(text)
	if m == nil {
		v, ok := operand(text, lookup)
		return v != nil && v != false, ok
	}

	a, okA := operand(text[:m[0]], lookup)
	b, okB := operand(text[m[1]:], lookup)
	if !okA || !okB {
		return false, false
	}

	switch text[m[2]:m[3]] {
	case "==":
		return Text(a) == Text(b), true
	case "!=", "<>":
		return Text(a) != Text(b), true
	case "contains":
		if list, isList := a.([]any); isList {
			return slices.ContainsFunc(list, func(item any) bool { return Text(item) == Text(b) }), true
		}

		return strings.Contains(Text(a), Text(b)), true
	}

	x, errX := strconv.ParseFloat(Text(a), 64)
	y, errY := strconv.ParseFloat(Text(b), 64)
	compare := map[string]bool{">": x > y, "<": x < y, ">=": x >= y, "<=": x <= y}

	return compare[text[m[2]:m[3]]], errX == nil && errY == nil
}
