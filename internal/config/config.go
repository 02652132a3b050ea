// Package config reads config.yaml, and is the only one that imports viper.
package config

import (
	"cmp"
	"iter"
	"maps"
	"regexp"
	"slices"
)

// Config is config.yaml. Everything but Title may be left out.
type Config struct {
	Title       string             `yaml:"title" elsewhere:"site_name name"`
	Description string             `yaml:"description" elsewhere:"tagline"`                           // one sentence below the title of the home page
	BaseURL     string             `yaml:"base_url" elsewhere:"baseURL baseUrl baseurl url site_url"` // where the site will stand: "https://help.example/centre/"
	Language    string             `yaml:"language" elsewhere:"languageCode locale lang"`             // BCP 47; "en-GB" when left out
	Languages   map[string]Edition `yaml:"languages"`                                                 // others, by their tags; articles stand in the folder of that name
	Theme       string             `yaml:"theme"`
	Logo        Logo               `yaml:"logo"`
	Contact     Contact            `yaml:"contact"`
	Notice      Link               `yaml:"notice" elsewhere:"announcement announcementBar banner"` // what every page says above all else, while something is the matter
	Footer      []Link             `yaml:"footer" elsewhere:"footerLinks footer_links"`            // the site's own links at the end of every page
	Collections []string           `yaml:"collections" elsewhere:"nav menu sidebar"`               // folder names, in the order in which they are shown
	Checks      string             `yaml:"checks"`                                                 // file, from the settings' folder, that lists the checks of a program: cardcheck checks --format json
	Markdown    Markdown           `yaml:"markdown"`
	Variables   map[string]string  `yaml:"variables" elsewhere:"params"` // what {{ name }} stands for in articles
	Search      Search             `yaml:"search"`
	Feedback    Feedback           `yaml:"feedback"`
	ReadingAge  int                `yaml:"reading_age"` // from which articles should be read with ease, in years; only for English
	Lint        map[string]string  `yaml:"lint"`        // rule id to "error", "warning" or "off"
}

// DefaultTheme is what Theme calls the one that is part of the program.
const DefaultTheme = "default"

var themeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// IsOwnTheme reports whether Theme can call a site's own theme so: as a folder in themes/, beside the settings.
func IsOwnTheme(name string) bool { return name != DefaultTheme && themeName.MatchString(name) }

// Edition is the help centre in another language.
type Edition struct {
	Title       string `yaml:"title"` // the site's own when left out, as is what follows
	Description string `yaml:"description"`
	Notice      Link   `yaml:"notice"`
	Footer      []Link `yaml:"footer"`
}

// Link is words that stand on every page, and where they lead. Without a text there is none.
type Link struct {
	Text string `yaml:"text"`
	URL  string `yaml:"url"` // an article, as /cards/outage/, or the whole address of another page
}

// OnEveryPage yields the links that every page of one language has, each with the key that sets it.
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

// Editions are what the settings say of each language, that of the content folder first.
func (c *Config) Editions() []Edition {
	list := []Edition{{Title: c.Title, Description: c.Description, Notice: c.Notice, Footer: c.Footer}}
	for _, tag := range slices.Sorted(maps.Keys(c.Languages)) {
		list = append(list, c.Languages[tag])
	}
	return list
}

// In is the settings as they are in another language.
func (c *Config) In(tag string) *Config {
	own, ok := c.Languages[tag]
	if !ok {
		return c
	}
	in := *c
	in.Language, in.Title, in.Description = tag, cmp.Or(own.Title, c.Title), cmp.Or(own.Description, c.Description)
	in.Notice = cmp.Or(own.Notice, c.Notice)
	if own.Footer != nil {
		in.Footer = own.Footer
	}
	return &in
}

// Logo is a picture beside the title at the top of every page. Beside it, the picture tells those who cannot see it nothing more; alone, it
// tells them the title.
type Logo struct {
	File  string `yaml:"file"`  // in the content folder
	Dark  string `yaml:"dark"`  // what is shown instead where the reader's screen is dark
	Alone bool   `yaml:"alone"` // it says the title itself, which is not written beside it
}

// Files are those that the logo is made of; none where there is no logo.
func (l *Logo) Files() []string {
	return slices.DeleteFunc([]string{l.File, l.Dark}, func(name string) bool { return name == "" })
}

// Contact is how a reader who is still stuck gets in touch. Each may be empty.
type Contact struct {
	Email string `yaml:"email"`
	Phone string `yaml:"phone"`
	URL   string `yaml:"url"`
}

// Markdown says how articles are read.
type Markdown struct {
	Unsafe bool `yaml:"unsafe"` // let raw HTML through
}

// Search says how articles are found.
type Search struct {
	Synonyms [][]string `yaml:"synonyms"` // each list holds words or phrases that mean the same
}

// Feedback is where the answer to "Did this answer your question?" goes. With neither, it is not asked.
type Feedback struct {
	Endpoint string `yaml:"endpoint"`
	Email    string `yaml:"email"`
}
