package sanitise

import (
	"regexp"
	"strings"
)

// element says how an element is treated in the mode Safe.
type element struct {
	// name is the element that is written in its place.
	name string

	// attributes are allowed besides the global ones, with the form of their values.
	attributes map[string]*regexp.Regexp

	// class is written to the tag.
	class string
}

// Forms of attribute values.
var (
	anyText  = regexp.MustCompile(`(?s)^.*$`)
	empty    = regexp.MustCompile(`(?s)^.*$`) // of an attribute that is either there or not
	count    = regexp.MustCompile(`^(?:[1-9][0-9]{0,2}|1000)$`)
	integer  = regexp.MustCompile(`^-?[0-9]{1,6}$`)
	length   = regexp.MustCompile(`^[0-9]{1,5}%?$`)
	writing  = regexp.MustCompile(`^(?:ltr|rtl|auto)$`)
	numbers  = regexp.MustCompile(`^[1aAiI]$`)
	scope    = regexp.MustCompile(`^(?:row|col|rowgroup|colgroup)$`)
	loading  = regexp.MustCompile(`^(?:lazy|eager)$`)
	language = regexp.MustCompile(`^[A-Za-z0-9-]{1,40}$`)
)

// globalAttributes are allowed on every element.
var globalAttributes = map[string]*regexp.Regexp{
	"title":      anyText,
	"lang":       language,
	"dir":        writing,
	"aria-label": anyText,
}

// alignments are the values of align that become classes, because the security policy of pages allows no styles.
var alignments = map[string]bool{"left": true, "center": true, "right": true}

// allowed is the allow-list: about what GitHub allows in a README.
var allowed = newAllowed()

func newAllowed() map[string]element {
	all := map[string]element{}
	for _, name := range strings.Fields(`
		abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i
		ins kbd mark p picture pre q rp rt ruby s samp small span strong sub summary sup table tbody tfoot thead tr u
		ul var wbr`) {
		all[name] = element{name: name}
	}

	// These have another meaning on a page that contains the article, or are out of date.
	for name, instead := range map[string]string{
		"acronym": "abbr", "big": "span", "font": "span", "nobr": "span", "data": "span", "strike": "s", "tt": "code",
		"address": "div", "article": "div", "aside": "div", "footer": "div", "header": "div", "hgroup": "div",
		"main": "div", "nav": "div", "search": "div", "section": "div", "h1": "h2", "dir": "ul", "menu": "ul",
	} {
		all[name] = element{name: instead}
	}

	all["center"] = element{name: "div", class: "center"}

	for name, attributes := range map[string]map[string]*regexp.Regexp{
		"a":       {},
		"details": {"open": empty},
		"img":     {"width": length, "height": length, "loading": loading},
		"li":      {"value": integer},
		"ol":      {"start": integer, "type": numbers, "reversed": empty},
		"source":  {"media": anyText, "type": anyText},
		"td":      {"colspan": count, "rowspan": count, "headers": anyText},
		"th":      {"colspan": count, "rowspan": count, "headers": anyText, "scope": scope, "abbr": anyText},
		"time":    {"datetime": anyText},
	} {
		all[name] = element{
			name:       name,
			attributes: attributes,
		}
	}

	return all
}

// ignored are elements that only change how a page looks, and parts of drawings, whose <svg> is reported. Their tags
// are left out.
var ignored = setOf(`
	col colgroup blink marquee basefont bgsound spacer
	circle clippath defs desc ellipse fegaussianblur filter g line lineargradient mask path polygon polyline
	radialgradient rect stop symbol text tspan use`)

// refused are elements that run scripts, load pages, ask for input or change the whole page.
var refused = setOf(`
	applet audio base body button canvas datalist dialog embed fieldset form frame frameset head html iframe input
	keygen label legend link map area math meta meter noembed noframes noscript object optgroup option output param
	plaintext portal progress script select slot style svg template textarea title track video xmp`)

// rawText are elements whose content is not HTML. The content of the hidden ones is no text either.
var (
	rawText = setOf("iframe noembed noframes noscript plaintext script style textarea title xmp")
	hidden  = setOf("iframe script style noembed noframes")
)

func setOf(names string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(names) {
		set[name] = true
	}

	return set
}

// cleanAddress returns an address as browsers read it: without line breaks and tabs, and without space around it.
func cleanAddress(address string) string {
	address = strings.TrimFunc(address, func(r rune) bool { return r <= ' ' })

	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}

		return r
	}, address)
}

// isUnsafeAddress reports whether a cleaned address has a scheme that articles must not use.
func isUnsafeAddress(address string) bool {
	_, isForbidden := ForbiddenScheme(address)
	return isForbidden
}

// isHandler reports whether an attribute runs a script.
func isHandler(attribute string) bool {
	return len(attribute) > 2 && strings.HasPrefix(attribute, "on")
}
