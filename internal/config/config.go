// Package config reads the settings of a help centre: config.yaml, and variables of the environment that override it.
// It is the only package that imports viper.
//
// A new setting is a field of Config with a comment. Packages that need it read the field.
package config

import (
	"cmp"
	"iter"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"signpost/internal/csp"
)

// Config contains the settings in config.yaml. Only Title is required.
//
// The tag synonyms lists what other programs call a setting, for the hint of an unknown key.
type Config struct {
	Title string `yaml:"title" synonyms:"site_name name"`

	// Description is one sentence below the title of the home page.
	Description string `yaml:"description" synonyms:"tagline"`

	// BaseURL is the URL of the site: "https://help.example/centre/".
	BaseURL string `yaml:"base_url" synonyms:"baseURL baseUrl baseurl url site_url"`

	// Language is the BCP 47 tag of the content folder's language. Languages contains the others, by tag; their
	// articles are in folders named after the tags.
	Language  string             `yaml:"language" synonyms:"languageCode locale lang"`
	Languages map[string]Edition `yaml:"languages"`

	Theme   string  `yaml:"theme"`
	Brand   Brand   `yaml:"brand"`
	Logo    Logo    `yaml:"logo"`
	Contact Contact `yaml:"contact"`

	// Notice is shown at the top of every page, for example during an outage.
	Notice Link `yaml:"notice" synonyms:"announcement announcementBar banner"`

	// Footer are links at the end of every page.
	Footer []Link `yaml:"footer" synonyms:"footerLinks footer_links"`

	// Collections are names of folders, in display order.
	Collections []string `yaml:"collections" synonyms:"nav menu sidebar"`

	// Checks is the file with the list of checks that report codes, relative to config.yaml.
	Checks string `yaml:"checks"`

	Codes    Codes    `yaml:"codes"`
	Markdown Markdown `yaml:"markdown"`

	// FrontMatter is StrictFrontMatter if unknown keys in front matter are errors, or empty.
	FrontMatter string `yaml:"front_matter"`

	// Audiences are names that articles may have as their audience, next to "public" and "internal".
	Audiences []string `yaml:"audiences"`

	// Variables replace {{ name }} in articles.
	Variables map[string]string `yaml:"variables" synonyms:"params"`

	Search   Search   `yaml:"search"`
	Feedback Feedback `yaml:"feedback"`
	Security Security `yaml:"security"`

	// ReadingAge is the age in years at which English articles should be easy to read; 0 turns the rule off.
	ReadingAge int `yaml:"reading_age"`

	// DocsURL is the address of a manual of the rules, for the output of lint; see RuleURL.
	DocsURL string `yaml:"docs_url"`

	// Lint sets the severities of rules, by ID: "error", "warning" or "off".
	Lint map[string]string `yaml:"lint"`
}

// rulePlaceholder is replaced by the ID of a rule in DocsURL.
const rulePlaceholder = "{rule}"

// RuleURL returns the address in the manual of DocsURL for the rule with an ID, which is in lower case there. Without a
// placeholder, the ID is the fragment. It returns "" if there is no manual.
func (c *Config) RuleURL(id string) string {
	id = strings.ToLower(id)
	switch {
	case c.DocsURL == "":
		return ""
	case strings.Contains(c.DocsURL, rulePlaceholder):
		return strings.ReplaceAll(c.DocsURL, rulePlaceholder, id)
	}

	return c.DocsURL + "#" + id
}

// StrictFrontMatter is the value of Config.FrontMatter that makes unknown keys in front matter errors.
const StrictFrontMatter = "strict"

// DefaultTheme is the name of the built-in theme.
const DefaultTheme = "default"

var themeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// IsOwnTheme reports whether a name is valid for a theme of the site: a folder in themes/, next to config.yaml.
func IsOwnTheme(name string) bool {
	return name != DefaultTheme && themeName.MatchString(name)
}

// Edition contains the settings of another language. Empty ones are the same as in the main language.
type Edition struct {
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	Notice      Link   `yaml:"notice"`
	Footer      []Link `yaml:"footer"`

	// Suggested is like Search.Suggested. Those of the main language are not offered.
	Suggested []string `yaml:"suggested"`
}

// Link is a link on every page.
type Link struct {
	Text string `yaml:"text"`

	// URL is the address of an article, such as "/cards/outage/", or a complete URL.
	URL string `yaml:"url"`

	// Until is the last day of a notice, such as "2026-12-24", or empty.
	Until string `yaml:"until"`
}

// OnEveryPage returns the links on every page of an edition, each with its key in config.yaml.
func (e *Edition) OnEveryPage() iter.Seq2[string, Link] {
	return func(yield func(string, Link) bool) {
		if e.Notice != (Link{}) && !yield("notice", e.Notice) {
			return
		}

		for _, l := range e.Footer {
			if !yield("footer", l) {
				return
			}
		}
	}
}

// Editions returns the settings of all languages, starting with that of the content folder.
func (c *Config) Editions() []Edition {
	own := Edition{
		Title:       c.Title,
		Description: c.Description,
		Notice:      c.Notice,
		Footer:      c.Footer,
		Suggested:   c.Search.Suggested,
	}

	list := []Edition{own}
	for _, tag := range slices.Sorted(maps.Keys(c.Languages)) {
		list = append(list, c.Languages[tag])
	}

	return list
}

// EndNotices removes the notices whose last day is before a day. The zero time removes none.
func (c *Config) EndNotices(day time.Time) {
	if day.IsZero() {
		return
	}

	today := day.Format(time.DateOnly)
	if c.Notice.hasEnded(today) {
		c.Notice = Link{}
	}

	for tag, e := range c.Languages {
		if e.Notice.hasEnded(today) {
			e.Notice = Link{}
			c.Languages[tag] = e
		}
	}
}

func (l *Link) hasEnded(today string) bool {
	return l.Until != "" && l.Until < today
}

// In returns the settings for another language.
func (c *Config) In(tag string) *Config {
	own, ok := c.Languages[tag]
	if !ok {
		return c
	}

	in := *c
	in.Language = tag
	in.Title = cmp.Or(own.Title, c.Title)
	in.Description = cmp.Or(own.Description, c.Description)
	in.Notice = cmp.Or(own.Notice, c.Notice)
	in.Search.Suggested = own.Suggested
	if own.Footer != nil {
		in.Footer = own.Footer
	}

	return &in
}

// Brand is what makes the site look as its owner's, without a style sheet. Files are paths in the content folder.
type Brand struct {
	// Colour is the accent, ColourDark its variant for links and buttons in dark mode, and Link the colour of links in
	// light mode. All are #rrggbb. Those that are empty are derived from Colour.
	Colour     string `yaml:"colour" synonyms:"color primary primary_color accent"`
	ColourDark string `yaml:"colour_dark" synonyms:"color_dark"`
	Link       string `yaml:"link" synonyms:"link_color"`

	// Logo and LogoDark are short for File and Dark of the setting logo.
	Logo     string `yaml:"logo"`
	LogoDark string `yaml:"logo_dark"`

	// Icon is a picture for the tab of the browser.
	Icon string `yaml:"icon" synonyms:"favicon"`

	// Font is a list of fonts that the reader's computer may have: "Georgia, serif".
	Font string `yaml:"font"`

	// FontFile and FontFileBold are WOFF2 files of one font. If both are the same, the file has all weights.
	FontFile     string `yaml:"font_file"`
	FontFileBold string `yaml:"font_file_bold"`
}

// Files returns the paths of the files that the style sheet and the tab of the browser need, by key.
func (b *Brand) Files() map[string]string {
	files := map[string]string{"icon": b.Icon, "font_file": b.FontFile, "font_file_bold": b.FontFileBold}
	maps.DeleteFunc(files, func(_, file string) bool { return file == "" })

	return files
}

// Logo is a picture at the top of every page.
type Logo struct {
	// File is the path of the picture in the content folder. Dark is a variant for dark mode.
	File string `yaml:"file"`
	Dark string `yaml:"dark"`

	// ReplacesTitle hides the title next to the logo, because the picture contains it.
	ReplacesTitle bool `yaml:"alone"`
}

// Files returns the paths of the pictures.
func (l *Logo) Files() []string {
	var files []string
	for _, file := range []string{l.File, l.Dark} {
		if file != "" {
			files = append(files, file)
		}
	}

	return files
}

// Contact contains the contact methods for readers. Each field may be empty.
type Contact struct {
	Email string `yaml:"email"`
	Phone string `yaml:"phone"`
	URL   string `yaml:"url"`
}

// Codes controls which error codes are valid.
type Codes struct {
	// Pattern is a regular expression that matches all codes of the site completely. Empty means that any will do.
	Pattern string `yaml:"pattern"`

	// Families are the titles of groups of codes, by the letters that the codes begin with: {ID: Identity and roles}.
	Families map[string]string `yaml:"families"`
}

// Regexp returns the compiled pattern, or nil if there is none or if it is invalid.
func (c Codes) Regexp() *regexp.Regexp {
	re, err := c.compile()
	if err != nil || c.Pattern == "" {
		return nil
	}

	return re
}

func (c Codes) compile() (*regexp.Regexp, error) {
	if _, err := regexp.Compile(c.Pattern); err != nil {
		return nil, err // without what is added below
	}

	return regexp.Compile(`^(?:` + c.Pattern + `)$`)
}

// Markdown controls how articles are parsed.
type Markdown struct {
	// HTML is SafeHTML, RefuseHTML or UnsafeHTML. Empty means SafeHTML.
	HTML string `yaml:"html"`

	// Unsafe is the former name of UnsafeHTML.
	Unsafe bool `yaml:"unsafe"`
}

// Security lists the origins, such as "https://player.example", that may work together with the site. Without it, pages
// load nothing from other sites, and no other site can embed them or read codes.json. Schemes are about links.
type Security struct {
	Scripts []string `yaml:"scripts" synonyms:"script_src"`
	Frames  []string `yaml:"frames" synonyms:"frame_src"`
	Connect []string `yaml:"connect" synonyms:"connect_src"`
	Images  []string `yaml:"images" synonyms:"img_src"`

	// FrameAncestors are the origins whose pages may embed pages of the site.
	FrameAncestors []string `yaml:"frame_ancestors" synonyms:"ancestors"`

	// CodesOrigins are the origins whose scripts may read codes.json, or AllOrigins alone.
	CodesOrigins []string `yaml:"codes_origins" synonyms:"cors"`

	// Schemes are those that links may have besides the known ones: that of an application of the site's owner.
	Schemes []string `yaml:"schemes" synonyms:"protocols allowed_schemes"`
}

// AllOrigins is the value of Security.CodesOrigins that allows every site to read codes.json.
const AllOrigins = "*"

// Policy returns the Content-Security-Policy of the site.
func (c *Config) Policy() *csp.Policy {
	p := &csp.Policy{
		Scripts:   c.Security.Scripts,
		Frames:    c.Security.Frames,
		Connect:   c.Security.Connect,
		Images:    c.Security.Images,
		Ancestors: c.Security.FrameAncestors,
	}

	if endpoint, ok := originOf(c.Feedback.Endpoint); ok {
		p.Connect = append([]string{endpoint}, p.Connect...)
	}

	return p
}

// originOf returns the origin of a valid address as a policy contains it.
func originOf(address string) (origin string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || checkHost(u.Host) != nil {
		return "", false
	}

	return u.Scheme + "://" + u.Host, true
}

// Values of Markdown.HTML.
const (
	SafeHTML   = "safe"   // allows harmless elements
	RefuseHTML = "refuse" // makes all HTML errors
	UnsafeHTML = "unsafe" // allows all HTML
)

// Search controls the search.
type Search struct {
	// Synonyms are lists of words or phrases with the same meaning.
	Synonyms [][]string `yaml:"synonyms"`

	// Suggested are searches that the home page and the search page offer, in the language of the content folder.
	Suggested []string `yaml:"suggested"`
}

// Feedback contains the destinations of answers to "Did this answer your question?". If both are empty, pages do not
// ask.
type Feedback struct {
	Endpoint string `yaml:"endpoint"`
	Email    string `yaml:"email"`
}
