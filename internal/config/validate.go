package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/language"

	"signpost/internal/brand"
	"signpost/internal/csp"
	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/sanitise"
	"signpost/internal/strictyaml"
)

// validator checks the values of settings, and finds their lines.
type validator struct {
	file     string
	keys     strictyaml.Keys
	problems []problem.Problem
}

// validate checks the settings, and normalises some: BaseURL, Language, and the IDs in Lint.
func validate(file string, src []byte, c *Config) []problem.Problem {
	v := validator{file: file, keys: strictyaml.KeysOf(src, 1)}
	if strings.TrimSpace(c.Title) == "" {
		v.report(rules.MissingTitle, "title", `add "title: ...", the name of the help centre`, "the site has no title")
	}

	c.BaseURL = v.baseURL(c.BaseURL)
	c.DocsURL = v.docsURL(c.DocsURL)
	v.languages(c)
	v.frontMatter(c.FrontMatter)
	v.audiences(c.Audiences)
	v.codes(c.Codes)
	v.markdown(&c.Markdown)
	v.readingAge(c.ReadingAge)
	v.variables(c.Variables)
	v.theme(c.Theme)
	v.brand(&c.Brand)
	v.brandLogo(c)
	v.logo(c.Logo)

	for _, e := range c.Editions() {
		v.links(&e)
		v.suggested(e.Suggested)
	}

	c.Contact.URL = v.url("url", c.Contact.URL)
	c.Feedback.Endpoint = v.url("endpoint", c.Feedback.Endpoint)
	v.email(c.Contact.Email)
	v.email(c.Feedback.Email)
	v.security(&c.Security)
	c.Lint = v.severities(c.Lint)

	return v.problems
}

func (v *validator) frontMatter(mode string) {
	if mode != "" && mode != StrictFrontMatter {
		v.report(rules.WrongValue, "front_matter", "write strict, or remove the setting",
			"front_matter cannot be %q", mode)
	}
}

// audienceName is the form of an audience, which is part of a folder name.
var audienceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// IsAudience reports whether a name is valid for an audience.
func IsAudience(name string) bool {
	return audienceName.MatchString(name)
}

func (v *validator) audiences(names []string) {
	if len(names) > limit.Entries {
		v.report(rules.WrongValue, "audiences", "remove names", "audiences has %d entries; the limit is %d",
			len(names), limit.Entries)
	}

	for _, name := range names {
		if !IsAudience(name) {
			v.report(rules.WrongValue, "audiences", "write a short name in lower case, such as staff",
				"the audience %q is not a name", name)
		}
	}
}

// The number of suggested searches, and the letters of each, that fit below the search form.
const (
	maxSuggested       = 6
	maxSuggestedLength = 60
)

func (v *validator) suggested(list []string) {
	if len(list) > maxSuggested {
		v.report(rules.WrongValue, "suggested", fmt.Sprintf("keep the %d most frequent ones", maxSuggested),
			"there are %d suggested searches", len(list))
	}

	for _, text := range list {
		if strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > maxSuggestedLength {
			v.report(rules.WrongValue, "suggested",
				fmt.Sprintf("write a few words that readers search for, at most %d letters", maxSuggestedLength),
				"the suggested search %.80q is empty or too long", text)
		}
	}
}

func (v *validator) codes(c Codes) {
	if _, err := c.compile(); err != nil {
		v.report(rules.WrongValue, "pattern",
			`write a regular expression that matches every code, such as "PAY-[0-9]{4}"`,
			"codes.pattern: %v", err)
	}
}

// markdown checks what HTML is allowed. The former key is an error if it contradicts the new one.
func (v *validator) markdown(m *Markdown) {
	if m.Unsafe && m.HTML == "" {
		m.HTML = UnsafeHTML
	}

	switch m.HTML {
	case "", SafeHTML, RefuseHTML, UnsafeHTML:
	default:
		v.report(rules.WrongValue, "html", "write safe, refuse or unsafe", "markdown.html cannot be %q", m.HTML)
	}

	if m.Unsafe && m.HTML != UnsafeHTML {
		v.report(rules.WrongValue, "unsafe", "remove one of the two",
			"markdown.unsafe contradicts markdown.html")
	}
}

// report reports the value of a key, at the line of the key.
func (v *validator) report(rule problem.Rule, key, hint, format string, args ...any) {
	v.reportAt(v.keys.Line(key), rule, hint, format, args...)
}

// reportIn is like report for a key of a mapping whose keys have any name.
func (v *validator) reportIn(mapping, key string, rule problem.Rule, hint, format string, args ...any) {
	v.reportAt(v.keys.LineIn(mapping, key), rule, hint, format, args...)
}

// reportAt reports a problem at a line, which is 0 for a value from the environment.
func (v *validator) reportAt(line int, rule problem.Rule, hint, format string, args ...any) {
	place := problem.Place{
		File: v.file,
		Line: line,
	}
	v.problems = append(v.problems, rule.At(place, hint, format, args...))
}

// reportValue is like report for a key that may occur more than once: it finds the line of the value.
func (v *validator) reportValue(key, value, hint, format string) {
	v.reportAt(v.keys.LineOfValue(key, value), rules.WrongValue, hint, format, value)
}

func (v *validator) theme(name string) {
	if name != DefaultTheme && !IsOwnTheme(name) {
		v.report(rules.WrongValue, "theme",
			"use the name of a folder in themes/, next to the settings",
			"%q is not a valid theme name", name)
	}
}

// brand checks the colours and fonts of the brand, and normalises the colours. Package generate checks files and
// contrast.
func (v *validator) brand(b *Brand) {
	for key, value := range map[string]*string{"colour": &b.Colour, "colour_dark": &b.ColourDark, "link": &b.Link} {
		line := v.keys.LineIn("brand", key)
		hex, ok := brand.ParseColour(*value)

		switch {
		case ok:
			*value = hex
		case *value != "":
			v.reportAt(line, rules.WrongValue, `write six hexadecimal digits in quotes, such as "#0a58b5"`,
				"brand.%s: %.80q is not a colour", key, *value)
		case line > 0:
			v.reportAt(line, rules.WrongValue, `put the colour in quotes: without them, # begins a comment in YAML`,
				"brand.%s is empty", key)
		}
	}

	if b.Colour == "" && (b.ColourDark != "" || b.Link != "") {
		v.report(rules.WrongValue, "brand", `add "colour: ...", from which the other colours are derived`,
			"the brand has no colour")
	}

	if _, err := brand.ParseFont(b.Font); err != nil && b.Font != "" {
		v.reportIn("brand", "font", rules.WrongValue,
			"write names of fonts with commas between them, such as Georgia, serif", "brand.font: %v", err)
	}

	if b.FontFile == "" && b.FontFileBold != "" {
		v.reportIn("brand", "font_file_bold", rules.WrongValue, "add font_file, the font of ordinary text",
			"the brand has only a bold font")
	}
}

// brandLogo sets the logo that the brand names.
func (v *validator) brandLogo(c *Config) {
	if c.Brand.Logo == "" && c.Brand.LogoDark == "" {
		return
	}

	if c.Logo.File != "" || c.Logo.Dark != "" {
		v.reportIn("brand", "logo", rules.WrongValue, "remove one of the two",
			"brand.logo and logo both name a picture")
		return
	}

	c.Logo.File, c.Logo.Dark = c.Brand.Logo, c.Brand.LogoDark
}

func (v *validator) logo(l Logo) {
	if l.File == "" && l != (Logo{}) {
		v.report(rules.WrongValue, "logo",
			`add "file: ...", the name of a picture in the content folder`,
			"the logo has no file")
	}
}

// links checks the links on every page of an edition. Package generate checks that their pages exist.
func (v *validator) links(e *Edition) {
	for key, l := range e.OnEveryPage() {
		if !strings.HasPrefix(l.URL, "/") {
			v.url("url", l.URL)
		}

		if strings.TrimSpace(l.Text) == "" {
			v.report(rules.WrongValue, key,
				`add "text: ...", the visible text`,
				"the %s has a link without text", key)
		}

		if _, err := time.Parse(time.DateOnly, l.Until); l.Until != "" && (err != nil || key != "notice") {
			v.report(rules.WrongValue, "until", "write the last day of a notice, such as 2026-12-24",
				"the %s is shown until %q", key, l.Until)
		}

		if key == "footer" && l.URL == "" {
			v.report(rules.WrongValue, key,
				`add "url: ...", the address of an article such as /privacy/, or a complete URL`,
				"the footer link %q has no URL", l.Text)
		}
	}
}

func (v *validator) languages(c *Config) {
	v.language(v.keys.Line("language"), c.Language)
	c.Language = strings.ReplaceAll(c.Language, "_", "-") // as HTML wants it

	for tag := range c.Languages {
		v.language(v.keys.LineIn("languages", tag), tag)

		if tag == c.Language {
			v.reportIn("languages", tag, rules.WrongValue,
				"remove it from languages",
				"%q is already the language of the content folder", tag)
		}
	}
}

func (v *validator) language(line int, tag string) {
	if _, err := language.Parse(tag); err != nil {
		v.reportAt(line, rules.WrongValue, "use a language tag such as en-GB or cy", "%q is not a language", tag)
	}
}

// minReadingAge is the age at which children learn to read.
const minReadingAge = 6

func (v *validator) readingAge(age int) {
	if age != 0 && age < minReadingAge {
		v.report(rules.WrongValue, "reading_age",
			"use an age in years such as 12, or 0 to turn the rule off",
			"%d is not a valid reading age", age)
	}
}

var variableName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

func (v *validator) variables(values map[string]string) {
	for name := range values {
		if !variableName.MatchString(name) {
			v.reportIn("variables", name, rules.WrongValue,
				"use lower-case letters, digits and hyphens, such as support-email",
				"%q is not a valid variable name", name)
		}
	}
}

func (v *validator) baseURL(base string) string {
	if base == "" {
		return ""
	}

	normal, err := BaseURL(base)
	if err != nil {
		v.report(rules.WrongValue, "base_url", "use the complete URL, such as https://help.example/", "%v", err)
	}

	return normal
}

// servedPath matches the paths that the configuration files for all hosts can express.
var servedPath = regexp.MustCompile(`^(/[\p{L}\p{M}\p{N}_~ -][\p{L}\p{M}\p{N}._~ -]*)*/*$`)

// BaseURL validates the URL of a site, and returns it in the form that browsers send, with a slash at the end.
func BaseURL(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || !isSite(u) {
		return "", fmt.Errorf("%q is not the URL of a site", base)
	}

	if !servedPath.MatchString(u.Path) {
		const allowed = "letters, digits, spaces, hyphens and dots"
		return "", fmt.Errorf("%q has a path that not every host can serve: use only %s", base, allowed)
	}

	host, err := asciiHost(u.Host)
	if err != nil {
		return "", fmt.Errorf("%q is not the URL of a site: %w", base, err)
	}

	normal := url.URL{
		Scheme: u.Scheme,
		Host:   host,
		Path:   strings.TrimRight(u.Path, "/") + "/",
	}

	return normal.String(), nil
}

// isSite reports whether a URL has nothing but a scheme, a host and a path.
func isSite(u *url.URL) bool {
	hasMore := u.RawQuery != "" || u.Fragment != "" || u.User != nil
	return isWeb(u) && u.Hostname() != "" && !hasMore
}

func isWeb(u *url.URL) bool {
	return u.Scheme == "http" || u.Scheme == "https"
}

// asciiHost returns a valid host in the form for DNS: "xn--hjlp-moa.example" for "hjälp.example".
func asciiHost(host string) (string, error) {
	isASCII := strings.IndexFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) < 0
	if !isASCII {
		name, port, hasPort := strings.Cut(host, ":")
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", err
		}

		host = ascii
		if hasPort {
			host += ":" + port
		}
	}

	return host, checkHost(host)
}

// hostName matches names of hosts and IPv6 addresses. Nothing in them has a meaning in a header or in the configuration
// of a host.
var hostName = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])$`)

// checkHost returns an error for a host, with or without a port, that no address can have.
func checkHost(host string) error {
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i > strings.IndexByte(host, ']') {
		name, port = host[:i], host[i+1:]
	}

	if !hostName.MatchString(name) {
		return fmt.Errorf("%q is not the name of a host", name)
	}

	if number, err := strconv.Atoi(port); port != "" && (err != nil || number < 1 || number > maxPort) {
		return fmt.Errorf("the port %s does not exist", port)
	}

	return nil
}

const maxPort = 65535

// url checks an address, and returns it in the form that browsers send, or "" if it is not valid.
func (v *validator) url(key, value string) string {
	if value == "" {
		return ""
	}

	u, err := url.Parse(value)
	if err == nil && isWeb(u) {
		u.Host, err = asciiHost(u.Host)
	}

	if err != nil || !isWeb(u) {
		v.reportValue(key, value, "use the complete URL, with https://", "%q is not a complete URL")
		return ""
	}

	if u.User != nil {
		v.reportValue(key, value, "remove the part before @", "%q contains a user name, which every reader could see")
		return ""
	}

	return u.String()
}

// docsURL returns the address of a manual in the form that browsers send, or "" if it is not valid.
func (v *validator) docsURL(value string) string {
	u, err := url.Parse(value)
	if err != nil || value == "" || !isWeb(u) || checkHost(u.Host) != nil || u.User != nil {
		v.url("docs_url", value)
		return ""
	}

	if u.Fragment != "" && !strings.Contains(value, rulePlaceholder) {
		v.reportValue("docs_url", value, "remove the part after #, or write {rule} in it",
			"%q leads to the same place for every rule")
		return ""
	}

	return strings.ReplaceAll(u.String(), url.PathEscape(rulePlaceholder), rulePlaceholder)
}

func (v *validator) email(address string) {
	if address == "" {
		return
	}

	if _, err := mail.ParseAddress(address); err != nil {
		v.reportValue("email", address, "use an address such as support@help.example", "%q is not an email address")
	}
}

// security checks the origins in the settings, and normalises them. They are copied to the configuration of hosts.
func (v *validator) security(s *Security) {
	v.origins("scripts", s.Scripts)
	v.origins("frames", s.Frames)
	v.origins("connect", s.Connect)
	v.origins("images", s.Images)
	v.origins("frame_ancestors", s.FrameAncestors)

	v.schemes(s.Schemes)

	if slices.Equal(s.CodesOrigins, []string{AllOrigins}) {
		return
	}

	v.origins("codes_origins", s.CodesOrigins)
	if slices.ContainsFunc(s.CodesOrigins, func(o string) bool { return strings.Contains(o, "://*") }) {
		v.report(rules.WrongValue, "codes_origins",
			`list each origin, or write "*" alone to allow all`,
			"codes_origins cannot contain a pattern")
	}
}

func (v *validator) origins(key string, origins []string) {
	for i, text := range origins {
		o, err := csp.Origin(text)
		if err != nil {
			v.report(rules.WrongValue, key, "write origins such as https://www.example.org", "%v", err)
			continue
		}

		origins[i] = o
	}
}

// schemes checks the schemes that links may have, and writes them in lower case.
func (v *validator) schemes(schemes []string) {
	for i, text := range schemes {
		scheme := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(text, "//"), ":"))
		if !sanitise.CanAllowScheme(scheme) {
			v.report(rules.WrongValue, "schemes", "write the scheme of an application, such as myapp",
				"links cannot use the scheme %q", text)
			continue
		}

		schemes[i] = scheme
	}
}

// severities checks the severities of rules, and returns them by ID in upper case.
func (v *validator) severities(lint map[string]string) map[string]string {
	out := make(map[string]string, len(lint))
	for key, severity := range lint {
		id := strings.ToUpper(key)
		out[id] = severity
		v.ruleID(key, id)

		if !slices.Contains([]string{"error", "warning", "off"}, severity) {
			v.reportIn("lint", key, rules.WrongValue, "use error, warning or off", "%q is not a severity", severity)
		}
	}

	return out
}

// ruleID reports an ID that names no rule, or a rule whose severity cannot be set.
func (v *validator) ruleID(key, id string) {
	all := rules.All()
	i := slices.IndexFunc(all, func(r problem.Rule) bool { return r.ID == id })

	switch {
	case i < 0:
		v.reportIn("lint", key, rules.UnknownKey,
			"signpost lint prints the rule of each problem", "there is no rule %q", id)
	case all[i].SeverityLocked:
		v.reportIn("lint", key, rules.UnknownKey, "remove this line", "the severity of rule %q cannot be changed", id)
	}
}
