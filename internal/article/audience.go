package article

import (
	"fmt"
	"slices"
	"strings"

	"signpost/internal/rules"
)

// The audiences that every site has.
const (
	// PublicAudience are the readers of a site that is built without an audience.
	PublicAudience = "public"
	// InternalAudience are all audiences but the public.
	InternalAudience = "internal"
)

// Search is how easily the search finds a page. Front matter gives the mode alone, or a weight.
type Search struct {
	// Mode is SearchOn, SearchOff, SearchLow, or empty.
	Mode string `yaml:"mode,scalar"`

	// Weight multiplies the score of the page, from MinSearchWeight to MaxSearchWeight; 0 if there is none.
	Weight float64 `yaml:"weight"`
}

// The modes of Search.
const (
	SearchOn  = "on"
	SearchOff = "off" // the page is neither found nor in the lists for other programs
	SearchLow = "low" // the page comes after others
)

// The limits of Search.Weight, and the weight of SearchLow.
const (
	MinSearchWeight = 0.1
	MaxSearchWeight = 10
	lowSearchWeight = 0.25
)

// IsSet reports whether front matter says how easily the search finds the page.
func (s Search) IsSet() bool {
	return s != Search{}
}

// IsOff reports whether the search does not find the page.
func (s Search) IsOff() bool {
	return s.Mode == SearchOff
}

// Factor returns the number that the score of the page is multiplied by.
func (s Search) Factor() float64 {
	switch {
	case s.Weight != 0:
		return s.Weight
	case s.Mode == SearchLow:
		return lowSearchWeight
	}

	return 1
}

// checkAudience reports an audience that the site does not have. A typo must not publish an internal page.
func checkAudience(p *parser) {
	known := append([]string{PublicAudience, InternalAudience}, p.options.Audiences...)
	if name := p.article.Audience; name != "" && !slices.Contains(known, name) {
		p.reportLine(rules.WrongValue, p.article.LineOf("audience"),
			fmt.Sprintf("write %s, or add it to audiences in the settings", strings.Join(known, ", ")),
			"the audience %q is unknown", name)
		p.article.Audience = ""
	}
}

// checkSearch checks how easily the search finds the page. YAML also writes on and off as true and false.
func checkSearch(p *parser) {
	s := &p.article.Search
	switch s.Mode {
	case "true":
		s.Mode = SearchOn
	case "false":
		s.Mode = SearchOff
	}

	isMode := slices.Contains([]string{"", SearchOn, SearchOff, SearchLow}, s.Mode)
	isWeight := s.Weight == 0 || s.Weight >= MinSearchWeight && s.Weight <= MaxSearchWeight
	if isMode && isWeight {
		return
	}

	wrong := fmt.Sprintf("search is %q", s.Mode)
	if isMode {
		wrong = fmt.Sprintf("the search weight is %v", s.Weight)
	}

	p.reportLine(rules.WrongValue, p.article.LineOf("search"),
		fmt.Sprintf("write on, low or off, or weight: with a number from %v to %v", MinSearchWeight, MaxSearchWeight),
		"%s", wrong)
	*s = Search{}
}
