package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"golang.org/x/net/idna"
	"golang.org/x/text/language"

	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// Name is the file that is read where no other is named.
const Name = "config.yaml"

// Load reads the settings in file. A file that does not exist is an error, unless it is the one read by default: then every
// setting has its default. SIGNPOST_BASE_URL and the like in the environment come before the file. With problems, the settings hold
// what could be read.
func Load(file string) (*Config, []problem.Problem, error) {
	src, err := os.ReadFile(file)
	missing := errors.Is(err, fs.ErrNotExist) && file == Name
	if err != nil && !missing {
		return nil, nil, err
	}
	if missing {
		src = []byte("title: Help centre\n")
	}
	return parse(file, src)
}

func parse(file string, src []byte) (*Config, []problem.Problem, error) {
	c := new(Config)
	if errs := strictyaml.Decode(src, 1, c); errs != nil {
		return c, rules.FromYAML(file, errs), nil
	}
	v := validator{file: file, src: src}
	if v.variables(c); v.problems != nil {
		return c, v.problems, nil
	}
	variables, languages := c.Variables, c.Languages // viper would make values numbers where they look so, and keys small
	*c = Config{}
	if err := overlay(src, c); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	c.Variables, c.Languages = variables, languages
	v.check(c)
	return c, v.problems, nil
}

// overlay lays the environment over the file and the file over the defaults.
func overlay(src []byte, c *Config) error {
	v := viper.New()
	v.SetConfigType("yaml")
	v.SetEnvPrefix("SIGNPOST")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()
	setDefaults(v, "", reflect.TypeFor[Config]())
	v.SetDefault("language", "en-GB")
	v.SetDefault("theme", DefaultTheme)
	v.SetDefault("reading_age", 14)
	if err := v.ReadConfig(bytes.NewReader(src)); err != nil {
		return err
	}
	return v.UnmarshalExact(c, func(d *mapstructure.DecoderConfig) { d.TagName = "yaml" })
}

// setDefaults makes every key known to viper: it looks only known ones up in the environment.
func setDefaults(v *viper.Viper, prefix string, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		key := prefix + field.Tag.Get("yaml")
		switch field.Type.Kind() {
		case reflect.Struct:
			setDefaults(v, key+".", field.Type)
		case reflect.Map:
		default:
			v.SetDefault(key, reflect.Zero(field.Type).Interface())
		}
	}
}

type validator struct {
	file     string
	src      []byte
	problems []problem.Problem
}

// wrong reports the value of a key, at the line that sets it.
func (v *validator) wrong(rule problem.Rule, key, hint, format string, args ...any) {
	place := problem.Place{File: v.file, Line: v.line(`(?m)^[\s-]*` + regexp.QuoteMeta(key) + `\s*:`)}
	v.problems = append(v.problems, rule.At(place, hint, format, args...))
}

// wrongValue is wrong for a key that may be set more than once: the line is that of the value.
func (v *validator) wrongValue(key, value, hint, format string) {
	line := v.line(regexp.QuoteMeta(key) + `\s*:\s*["']?` + regexp.QuoteMeta(value) + `["']?\s*(?m:[,}#]|$)`)
	v.problems = append(v.problems, rules.WrongValue.At(problem.Place{File: v.file, Line: line}, hint, format, value))
}

// line is the one in which the match of a pattern ends, or 0: what the environment sets stands in none.
func (v *validator) line(pattern string) int {
	at := regexp.MustCompile(pattern).FindIndex(v.src)
	if at == nil {
		return 0
	}
	return 1 + bytes.Count(v.src[:at[1]], []byte("\n"))
}

func (v *validator) check(c *Config) {
	if strings.TrimSpace(c.Title) == "" {
		v.wrong(rules.MissingTitle, "title", `write "title: ...": the name of the help centre`, "the site has no title")
	}
	c.BaseURL = v.baseURL(c.BaseURL)
	if _, err := language.Parse(c.Language); err != nil {
		v.wrong(rules.WrongValue, "language", "write a language tag such as en-GB or cy", "%q is not a language", c.Language)
	}
	v.languages(c)
	v.readingAge(c.ReadingAge)
	if c.Theme != DefaultTheme && !IsOwnTheme(c.Theme) {
		v.wrong(rules.WrongValue, "theme", "write the name of a folder in themes/, beside the settings", "%q cannot be a theme", c.Theme)
	}
	v.address("url", c.Contact.URL)
	if c.Logo.File == "" && c.Logo != (Logo{}) {
		v.wrong(rules.WrongValue, "logo", "write file: the name of a picture in the content folder", "the logo has no file")
	}
	for _, e := range c.Editions() {
		v.links(&e)
	}
	v.address("endpoint", c.Feedback.Endpoint)
	v.email(c.Contact.Email)
	v.email(c.Feedback.Email)
	v.lint(c)
}

// links checks those that stand on every page. Whether an article is where one leads is known when there are articles.
func (v *validator) links(e *Edition) {
	for key, l := range e.OnEveryPage() {
		if !strings.HasPrefix(l.URL, "/") {
			v.address("url", l.URL)
		}
		if strings.TrimSpace(l.Text) == "" {
			v.wrong(rules.WrongValue, key, "write text: what readers see", "the %s has a link without a text", key)
		}
		if key == "footer" && l.URL == "" {
			v.wrong(rules.WrongValue, key, "write url: an article, as /privacy/, or a whole address", "%q in the footer leads nowhere", l.Text)
		}
	}
}

func (v *validator) languages(c *Config) {
	for tag := range c.Languages {
		if _, err := language.Parse(tag); err != nil {
			v.wrong(rules.WrongValue, tag, "write a language tag such as en-GB or cy", "%q is not a language", tag)
		}
		if tag == c.Language {
			v.wrong(rules.WrongValue, tag, "leave it out: it is what the content folder itself is written in", "the language %q is named twice", tag)
		}
	}
}

func (v *validator) readingAge(age int) {
	if age != 0 && age < 6 {
		v.wrong(rules.WrongValue, "reading_age", "write an age in years such as 12, or 0 to leave it alone", "%d is no age at which people read", age)
	}
}

var variableName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

func (v *validator) variables(c *Config) {
	for name := range c.Variables {
		if !variableName.MatchString(name) {
			v.wrong(rules.WrongValue, name, "write it in small letters, digits and hyphens, as in support-email", "%q cannot be the name of a variable", name)
		}
	}
}

// baseURL checks the address of the site, and ends it with a slash.
func (v *validator) baseURL(base string) string {
	if base == "" {
		return ""
	}
	normal, err := BaseURL(base)
	if err != nil {
		v.wrong(rules.WrongValue, "base_url", "write the whole address, as https://help.example/", "%v", err)
	}
	return normal
}

// servedPath is what every host can be told of. Other characters mean something in the files that tell it.
var servedPath = regexp.MustCompile(`^(/[\p{L}\p{M}\p{N}_~ -][\p{L}\p{M}\p{N}._~ -]*)*/*$`)

// BaseURL checks the address of a site, writes it as browsers send it, and ends it with a slash.
func BaseURL(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%q is not the address of a site", base)
	}
	if !servedPath.MatchString(u.Path) {
		return "", fmt.Errorf("%q has a path that not every host can serve: its parts can hold letters, digits, spaces, hyphens, dots within, and nothing else", base)
	}
	host, err := asciiHost(u.Host)
	if err != nil {
		return "", fmt.Errorf("%q is not the address of a site: %w", base, err)
	}
	plain := url.URL{Scheme: u.Scheme, Host: host, Path: strings.TrimRight(u.Path, "/") + "/"}
	return plain.String(), nil
}

// asciiHost is a host as it is looked up: "xn--hjlp-moa.example" for "hjälp.example".
func asciiHost(host string) (string, error) {
	if strings.IndexFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return host, nil
	}
	return idna.Lookup.ToASCII(host)
}

func (v *validator) address(key, address string) {
	u, err := url.Parse(address)
	if address != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		v.wrongValue(key, address, "write the whole address, with https://", "%q is not the address of a page")
	}
}

func (v *validator) email(address string) {
	if _, err := mail.ParseAddress(address); address != "" && err != nil {
		v.wrongValue("email", address, "write it as support@help.example", "%q is not an email address")
	}
}

// lint checks the severities given to rules. Rules without which no sound site can be written keep theirs.
func (v *validator) lint(c *Config) {
	severities := make(map[string]string, len(c.Lint))
	var known []string
	for _, rule := range rules.All() {
		if !rule.Fixed {
			known = append(known, rule.ID)
		}
	}
	for key, severity := range c.Lint {
		id := strings.ToUpper(key) // viper makes keys small
		severities[id] = severity
		if !slices.Contains(known, id) {
			v.wrong(rules.UnknownKey, id, "signpost lint names the rule of each problem", "there is no rule %q whose severity can be set", id)
		}
		if !slices.Contains([]string{"error", "warning", "off"}, severity) {
			v.wrong(rules.WrongValue, id, "write error, warning or off", "%q is not a severity", severity)
		}
	}
	c.Lint = severities
}
