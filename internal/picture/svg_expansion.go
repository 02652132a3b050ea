package picture

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"

	"signpost/internal/limit"
)

// expansion counts the elements that a browser draws. Elements such as <use> draw others again, which may contain such
// elements themselves: a few lines can stand for a billion elements.
type expansion struct {
	elements []drawnElement
	byID     map[string]int // the first element with an ID
	open     []int          // elements that contain the next one

	// rules are what style sheets draw, by the names in their selectors: "rect", ".class", "#id", or "*".
	rules map[string]parts
}

func newExpansion() expansion {
	return expansion{
		byID:  map[string]int{},
		rules: map[string]parts{},
	}
}

// drawnElement is an element of a drawing.
type drawnElement struct {
	children []int
	names    []string // by which style sheets select it
	parts
	isPaint bool // nothing in it is drawn

	count int // of elements that are drawn for it; 0 if it is not known yet
	busy  bool
}

// parts are the IDs of elements that are drawn for another one.
type parts struct {
	again   []string // drawn once, as by <use>
	painted []string // drawn for each element in it, as by the fill of a group
}

// add adds an element, which is closed by end.
func (x *expansion) add(t xml.StartElement) {
	e := drawnElement{
		names:   []string{"*", t.Name.Local},
		isPaint: paints[t.Name.Local],
	}
	at := len(x.elements)
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "id":
			e.names = append(e.names, "#"+a.Value)
			if _, ok := x.byID[a.Value]; !ok {
				x.byID[a.Value] = at
			}
		case "class":
			for name := range strings.FieldsSeq(a.Value) {
				e.names = append(e.names, "."+name)
			}
		case "href":
			if id, ok := strings.CutPrefix(strings.TrimSpace(a.Value), "#"); ok && t.Name.Local != "a" {
				e.again = append(e.again, id)
			}
		case "style":
			e.parts.add(a.Value)
		default:
			e.parts.add(a.Name.Local + ":" + a.Value)
		}
	}

	if n := len(x.open); n > 0 {
		parent := &x.elements[x.open[n-1]]
		parent.children = append(parent.children, at)
	}

	x.elements = append(x.elements, e)
	x.open = append(x.open, at)
}

func (x *expansion) end() {
	x.open = x.open[:len(x.open)-1]
}

var (
	partURL       = regexp.MustCompile(`(?i)([\w-]+)\s*:\s*url\(\s*["']?#([^"')\s]+)`)
	styleRule     = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	selectorNames = regexp.MustCompile(`[.#]?[\p{L}\p{N}_-]+|\*`)
)

// paints are elements that only describe colours and effects.
var paints = set("linearGradient radialGradient meshGradient meshgradient filter")

// isOnce contains the properties that apply to a group as a whole. Others are inherited by everything in it.
var isOnce = set("clip-path mask filter")

// add adds the parts of a drawing to which the properties of a style refer.
func (p *parts) add(style string) {
	if !strings.Contains(style, "#") {
		return
	}

	for _, m := range partURL.FindAllStringSubmatch(style, -1) {
		if isOnce[strings.ToLower(m[1])] {
			p.again = append(p.again, m[2])
		} else {
			p.painted = append(p.painted, m[2])
		}
	}
}

// addStyle adds a style sheet. A selector counts for every element that has one of the names in it.
func (x *expansion) addStyle(css string) {
	for _, m := range styleRule.FindAllStringSubmatch(css, -1) {
		for _, name := range selectorNames.FindAllString(m[1], -1) {
			p := x.rules[name]
			p.add(m[2])
			x.rules[name] = p
		}
	}
}

// isTooLarge reports whether more elements are drawn than a browser can draw in time. It counts no further than that.
func (x *expansion) isTooLarge() bool {
	if len(x.elements) > limit.DrawnElements {
		return true
	}

	for name, p := range x.rules {
		x.rules[name] = parts{x.drawn(p.again), x.drawn(p.painted)}
	}

	return len(x.elements) > 0 && x.count(0, 0) > limit.DrawnElements
}

// count returns the number of elements that are drawn for an element, or any number above the limit. An element that
// draws itself is not drawn by browsers.
func (x *expansion) count(i, depth int) int {
	e := &x.elements[i]
	switch {
	case e.count > 0:
		return e.count
	case e.busy:
		return 0
	case depth > 2*limit.DrawingDepth:
		return limit.DrawnElements + 1
	}

	e.busy = true
	total := 1
	for _, child := range e.children {
		if total += x.count(child, depth+1); total > limit.DrawnElements {
			return total
		}
	}

	total += x.countParts(e.again, depth)
	factor := 1 + x.countParts(e.painted, depth)
	for _, name := range e.names {
		total += x.countParts(x.rules[name].again, depth)
		factor += x.countParts(x.rules[name].painted, depth)
		if max(total, factor) > limit.DrawnElements {
			return limit.DrawnElements + 1
		}
	}

	e.busy = false
	e.count = min(total*factor, limit.DrawnElements+1)

	return e.count
}

// drawn returns the IDs of elements that are drawn, each once.
func (x *expansion) drawn(ids []string) []string {
	slices.Sort(ids)
	ids = slices.Compact(ids)

	return slices.DeleteFunc(ids, func(id string) bool {
		i, ok := x.byID[id]
		return !ok || x.elements[i].isPaint
	})
}

// countParts returns the number of elements that are drawn for elements with IDs.
func (x *expansion) countParts(ids []string, depth int) int {
	total := 0
	for _, id := range ids {
		if i, ok := x.byID[id]; ok && !x.elements[i].isPaint {
			total += x.count(i, depth+1)
		}

		if total > limit.DrawnElements {
			break
		}
	}

	return total
}
