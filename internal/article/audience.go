package article

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"signpost/internal/rules"
	"signpost/internal/strictyaml"
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

	// Exclude and Boost are what Material for MkDocs calls SearchOff and Weight.
	Exclude bool    `yaml:"exclude"`
	Boost   float64 `yaml:"boost"`
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
	return s.Mode == SearchOff || s.Exclude
}

// Factor returns the number that the score of the page is multiplied by.
func (s Search) Factor() float64 {
	switch {
	case s.Weight != 0:
		return s.Weight
	case s.Mode == SearchLow:
		return lowSearchWeight
	case s.Boost > 0:
		return min(max(s.Boost, MinSearchWeight), MaxSearchWeight)
	}

	return 1
}

// audienceKey is the key of the audience in front matter.
const audienceKey = "audience"

// checkAudience reports an audience that the site does not have, and an empty one.
func checkAudience(p *parser) {
	name := p.article.Audience
	hint := fmt.Sprintf("write %s, or add it to audiences in the settings", strings.Join(audienceNames(p), ", "))
	switch {
	case slices.Contains(audienceNames(p), name):
	case name != "":
		reportAudience(p, p.article.LineOf(audienceKey), hint, "the audience %q is unknown", name)
	case strings.Contains(p.article.FrontMatter, audienceKey):
		if line := p.article.LineOf(audienceKey); line > 0 {
			reportAudience(p, line, hint, "the audience is empty")
		}
	}
}

// audienceNames returns the names that an audience may have.
func audienceNames(p *parser) []string {
	return append([]string{PublicAudience, InternalAudience}, p.options.Audiences...)
}

// reportAudience reports that it is unclear whom the article is for. Until this is corrected, it is internal: a typo
// must not publish it.
func reportAudience(p *parser, line int, hint, format string, args ...any) {
	p.reportLine(rules.UnclearAudience, line, hint, format, args...)
	p.article.Audience = InternalAudience
}

// takeAudienceErrors reports the errors about the audience, and about keys that may be a misspelled one, and returns
// the others.
func takeAudienceErrors(p *parser, errs []strictyaml.Error) []strictyaml.Error {
	return slices.DeleteFunc(errs, func(e strictyaml.Error) bool {
		if e.Key != audienceKey && (e.Kind != strictyaml.UnknownKey || !isLikeAudience(e.Key)) {
			return false
		}

		reportAudience(p, e.Line, cmp.Or(e.Hint, spellAudience), "%s", e.Text)

		return true
	})
}

const spellAudience = "if it says whom the article is for, write audience:"

// isLikeAudience reports whether a key may be a misspelled audience.
func isLikeAudience(key string) bool {
	const tooMany = 3 // typos
	return strictyaml.Distance(strings.ToLower(key), audienceKey, tooMany) < tooMany
}

// checkIgnoredAudience reports ignored keys that may be a misspelled audience or contain one: "<<" stands for the keys
// of another mapping.
func checkIgnoredAudience(p *parser, ignored []strictyaml.Ignored) {
	for _, i := range ignored {
		isMerge := i.Key == "<<" && strings.Contains(p.article.FrontMatter, audienceKey)
		if p.article.Audience == "" && (isMerge || isLikeAudience(i.Key)) {
			reportAudience(p, p.article.LineOf(i.Key), spellAudience, "unknown key %q", i.Key)
		}
	}
}

// checkLateAudience reports an audience in front matter after blank lines, where it is text.
func checkLateAudience(p *parser) {
	text := bytes.TrimLeft(p.source, " \t\r\n")
	front, _ := cutFrontMatter(text)
	line := bytes.Count(p.source[:len(p.source)-len(text)], []byte("\n")) + frontMatterLine
	for each := range bytes.Lines(front) {
		if bytes.HasPrefix(each, []byte(audienceKey+":")) {
			reportAudience(p, line, "remove everything before the first ---",
				"the front matter is not at the top of the file")

			return
		}

		line++
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
	isWeight := s.Weight == 0 && !hasWeight(p) || s.Weight >= MinSearchWeight && s.Weight <= MaxSearchWeight
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

// hasWeight reports whether front matter gives a weight. Keys are only looked up if one may be there.
func hasWeight(p *parser) bool {
	front := p.article.FrontMatter
	return strings.Contains(front, "search:") && p.article.LineOf("search", "weight") > 0
}
