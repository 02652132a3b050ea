package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/internal/problem"
	"signpost/internal/testkit/limited"
)

// parseSound parses settings that have no problems.
func parseSound(t *testing.T, src string, environ ...string) *Config {
	t.Helper()
	c, problems, err := parse("config.yaml", []byte(src), environ)
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}

	return c
}

// parseProblems parses settings and returns their problems.
func parseProblems(t *testing.T, src string) []problem.Problem {
	t.Helper()
	_, problems, err := parse("config.yaml", []byte(src), nil)
	if err != nil {
		t.Fatal(err)
	}

	return problems
}

func TestDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	c, problems, err := Load(Name, nil)
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}

	if c.Title == "" || c.Language != "en-GB" || c.BaseURL != "" {
		t.Errorf("got %+v", c)
	}
}

func TestLoadNeedsANamedFile(t *testing.T) {
	if _, _, err := Load(filepath.Join(t.TempDir(), "named.yaml"), nil); err == nil {
		t.Error("no error for a file that does not exist")
	}
}

func TestEnvironmentOverridesFile(t *testing.T) {
	c := parseSound(t,
		"title: From the file\ncontact: {phone: '1', email: a@b.example}\nlint: {sp020: warning}\n",
		"SIGNPOST_TITLE=From the environment",
		"SIGNPOST_CONTACT_PHONE=0161 555 0100",
		"SIGNPOST_COLLECTIONS=cards,readers",
		"SIGNPOST_MARKDOWN_UNSAFE=true",
		"SIGNPOST_READING_AGE=9",
		"SIGNPOST_DESCRIPTION=",
		"TITLE=Other")

	if c.Title != "From the environment" || c.Contact.Phone != "0161 555 0100" {
		t.Errorf("title %q, phone %q", c.Title, c.Contact.Phone)
	}

	if c.Contact.Email != "a@b.example" || c.Lint["SP020"] != "warning" {
		t.Errorf("the settings of the file are lost: %+v", c)
	}

	if len(c.Collections) != 2 || !c.Markdown.Unsafe || c.ReadingAge != 9 {
		t.Errorf("collections %q, unsafe %v, reading age %d", c.Collections, c.Markdown.Unsafe, c.ReadingAge)
	}
}

func TestEnvironmentValuesMustHaveTheRightType(t *testing.T) {
	_, _, err := parse("config.yaml", []byte("title: T\n"), []string{"SIGNPOST_READING_AGE=young"})
	if err == nil {
		t.Error("no error for text instead of a number")
	}
}

func TestTextKeepsItsZeros(t *testing.T) {
	if c := parseSound(t, "title: 0161\n"); c.Title != "0161" {
		t.Errorf("title %q, want 0161", c.Title)
	}
}

func TestVariables(t *testing.T) {
	c := parseSound(t, "title: T\nvariables:\n  support-desk: The Desk\n  phone: 0161\n")
	if c.Variables["support-desk"] != "The Desk" || c.Variables["phone"] != "0161" {
		t.Errorf("got %v", c.Variables)
	}

	for _, name := range []string{"v1.2", "Big"} {
		problems := parseProblems(t, "title: T\nvariables:\n  "+name+": x\n")
		want := fmt.Sprintf("config.yaml:3: error SP005: %q is not a valid variable name", name)
		if len(problems) != 1 || problems[0].String() != want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}

func TestSuggestedSearches(t *testing.T) {
	c := parseSound(t, "title: T\nlanguages: {cy: {suggested: [cerdyn]}}\nsearch:\n  suggested: [card locked, PIN]\n")
	if !slices.Equal(c.Search.Suggested, []string{"card locked", "PIN"}) {
		t.Errorf("got %q", c.Search.Suggested)
	}

	if got := c.In("cy").Search.Suggested; !slices.Equal(got, []string{"cerdyn"}) {
		t.Errorf("in Welsh: %q", got)
	}

	for list, want := range map[string]string{
		"[a, b, c, d, e, f, g]":             "there are 7 suggested searches",
		`[" "]`:                             `the suggested search " " is empty or too long`,
		"[" + strings.Repeat("x", 61) + "]": "is empty or too long",
	} {
		problems := parseProblems(t, "title: T\nsearch:\n  suggested: "+list+"\n")
		if len(problems) != 1 || !strings.Contains(problems[0].String(), "config.yaml:3: error SP005: ") ||
			!strings.Contains(problems[0].String(), want) {
			t.Errorf("%s: got %v, want %s", list, problems, want)
		}
	}
}

func TestNoticeEnds(t *testing.T) {
	const text = "title: T\nnotice: {text: Outage, until: 2026-12-24}\nlanguages: {cy: {notice: {text: Toriad}}}\n"
	for day, want := range map[string]string{"2026-12-24": "Outage", "2026-12-25": ""} {
		c := parseSound(t, text)
		now, _ := time.Parse(time.DateOnly, day)
		c.EndNotices(now)
		if c.Notice.Text != want || c.In("cy").Notice.Text != "Toriad" {
			t.Errorf("on %s: %q, in Welsh %q", day, c.Notice.Text, c.In("cy").Notice.Text)
		}
	}

	for _, wrong := range []string{
		"notice: {text: Outage, until: soon}", "footer: [{text: Status, url: /a/, until: 2026-12-24}]",
	} {
		problems := parseProblems(t, "title: T\n"+wrong+"\n")
		if len(problems) != 1 || problems[0].Rule != "SP005" {
			t.Errorf("%s: got %v", wrong, problems)
		}
	}
}

func TestBaseURL(t *testing.T) {
	for given, want := range map[string]string{
		"https://help.example":              "https://help.example/",
		"https://help.example:8443/a/b//":   "https://help.example:8443/a/b/",
		"http://[::1]:8080/":                "http://[::1]:8080/",
		"https://help.example/v1.2/~staff":  "https://help.example/v1.2/~staff/",
		"https://hjälp.example/":            "https://xn--hjlp-moa.example/",
		"https://help.example/hjälp/":       "https://help.example/hj%C3%A4lp/",
		"https://help.example/hj%C3%A4lp":   "https://help.example/hj%C3%A4lp/",
		"https://help.example/Shared Files": "https://help.example/Shared%20Files/",
		"https://help.example/a$b/":         "",
		"https://help.example/{a}/":         "",
		"https://help.example/a:b/":         "",
		"https://help.example/*/":           "",
		`https://help.example/a"b/`:         "",
		"https://help.example/../a/":        "",
		"https://help.example/.hidden/":     "",
		"https://help.example//a/":          "",
		"https://help.example/?a":           "",
		"https://:80/":                      "",
		"ftp://help.example/":               "",
		"help.example":                      "",
		"https://a;sandbox/":                "",
		"https://a,b/":                      "",
		"https://a'b/":                      "",
		"https://a\"b/":                     "",
		"https://a$b/":                      "",
		"https://a<b>/":                     "",
		"https://a(b)/":                     "",
		"https://a{b}/":                     "",
		"https://*.example/":                "",
		"https://help.example:99999/":       "",
		"https://help.example:0/":           "",
		"https://help.example:/":            "https://help.example:/",
		"https://hjälp.example:8443/":       "https://xn--hjlp-moa.example:8443/",
		"https://[::1%25a;b]/":              "",
		"https://HELP_1.example./":          "https://HELP_1.example./",
	} {
		got, err := BaseURL(given)
		if got != want {
			t.Errorf("BaseURL(%q) = %q, want %q", given, got, want)
		}

		if isValid := want != ""; isValid != (err == nil) {
			t.Errorf("BaseURL(%q): error %v", given, err)
		}
	}
}

// TestEndpoint checks that the address for feedback is one that the policy and the configuration of hosts can contain.
func TestEndpoint(t *testing.T) {
	for given, want := range map[string]string{
		"https://a.example/in?x=1;y": "https://a.example",
		"https://a.example:8443/":    "https://a.example:8443",
		"https://hjälp.example/":     "https://xn--hjlp-moa.example",
		"http://[::1]:8080/x":        "http://[::1]:8080",
		"https://a;sandbox/":         "",
		"https://a'b/":               "",
		"https://a$b/":               "",
		"https://a(b)/":              "",
		"https://*/":                 "",
		"https://a.example:99999/":   "",
		"https://a.example:0/":       "",
		"https:///x":                 "",
		"javascript://a.example/":    "",
	} {
		c, problems, err := parse("config.yaml", []byte("title: T\nfeedback:\n  endpoint: \""+given+"\"\n"), nil)
		if err != nil {
			t.Fatal(err)
		}

		var connect []string
		if want != "" {
			connect = []string{want}
		}

		if got := c.Policy().Connect; !slices.Equal(got, connect) {
			t.Errorf("%q: the policy allows %q, want %q", given, got, connect)
		}

		if want == "" && (len(problems) != 1 || problems[0].Line != 3 || problems[0].Hint == "") {
			t.Errorf("%q: got %v, want a problem in line 3", given, problems)
		}
	}
}

func TestSchemes(t *testing.T) {
	c := parseSound(t, "title: T\nsecurity:\n  schemes: [myapp, 'Other://']\n")
	if want := []string{"myapp", "other"}; !slices.Equal(c.Security.Schemes, want) {
		t.Errorf("got %q, want %q", c.Security.Schemes, want)
	}

	for _, scheme := range []string{"JavaScript", "data", "file", "a b", "", "1x"} {
		problems := parseProblems(t, "title: T\nsecurity:\n  schemes: ['"+scheme+"']\n")
		want := fmt.Sprintf("config.yaml:3: error SP005: links cannot use the scheme %q", scheme)
		if len(problems) != 1 || problems[0].String() != want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}

func TestReadingAge(t *testing.T) {
	for src, want := range map[string]int{
		"":               14,
		"reading_age: 9": 9,
		"reading_age: 0": 0,
	} {
		if c := parseSound(t, "title: T\n"+src); c.ReadingAge != want {
			t.Errorf("%q: reading age %d, want %d", src, c.ReadingAge, want)
		}
	}

	problems := parseProblems(t, "title: T\nreading_age: 3\n")
	want := "config.yaml:2: error SP005: 3 is not a valid reading age"
	if len(problems) != 1 || problems[0].String() != want {
		t.Errorf("got %v, want %s", problems, want)
	}
}

func TestDocsURL(t *testing.T) {
	for given, want := range map[string]string{
		"":                                  "",
		"https://h.example/rules":           "https://h.example/rules#sp020",
		"https://h.example/{rule}/":         "https://h.example/sp020/",
		"https://h.example/a b/?q={rule}":   "https://h.example/a%20b/?q=sp020",
		"http://h.example/rules#r-{rule}":   "http://h.example/rules#r-sp020",
		"https://h.example/rules#dead-page": "error",
		"javascript:alert(1)":               "error",
		"/support/lint-rules/":              "error",
		"https://{rule}/":                   "error",
		"https:///rules/":                   "error",
	} {
		c, problems, err := parse("config.yaml", []byte("title: T\ndocs_url: '"+given+"'\n"), nil)
		if err != nil {
			t.Fatal(err)
		}

		got := c.RuleURL("SP020")
		if len(problems) > 0 {
			if got != "" || len(problems) > 1 || problems[0].Line != 2 {
				t.Errorf("%q: got %q and the problems %v", given, got, problems)
			}

			got = "error"
		}

		if got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("title: T\nbase_url: https://help.example\nsearch: {synonyms: [[a, b]]}\nlint: {SP020: off}\n"))
	f.Add([]byte("title: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		c, problems, err := parse("config.yaml", src, nil)
		if err == nil && problems == nil && c.Title == "" {
			t.Error("no problem for settings without a title")
		}
	})
}

func TestFrontMatterMode(t *testing.T) {
	if problems := parseProblems(t, "title: T\nfront_matter: strict\n"); len(problems) > 0 {
		t.Errorf("got %v, want no problems", problems)
	}

	problems := parseProblems(t, "title: T\nfront_matter: lax\n")
	want := `config.yaml:2: error SP005: front_matter cannot be "lax"`
	if len(problems) != 1 || problems[0].String() != want {
		t.Errorf("got %v, want %s", problems, want)
	}
}

func TestSecurity(t *testing.T) {
	c := parseSound(t, "title: T\nfeedback: {endpoint: https://answers.example/in}\n"+
		"security:\n  scripts: [https://CDN.example/]\n  codes_origins: ['*']\n")

	p := c.Policy()
	if !slices.Equal(p.Scripts, []string{"https://cdn.example"}) ||
		!slices.Equal(p.Connect, []string{"https://answers.example"}) {
		t.Errorf("got %+v", p)
	}

	problems := parseProblems(t, "title: T\nfeedback: {endpoint: 'https://a.example;x/'}\nsecurity:\n"+
		"  images: [https:]\n  frames: ['https://a.example; script-src *']\n"+
		"  codes_origins: ['https://*.example', '*']\n")

	var texts []string
	for _, p := range problems {
		texts = append(texts, fmt.Sprintf("%d: %s", p.Line, p.Text))
	}

	want := []string{
		`2: "https://a.example;x/" is not a complete URL`,
		`5: "https://a.example; script-src *" is not an origin`,
		`4: "https:" allows every site`,
		`6: "*" allows every site`,
		`6: codes_origins cannot contain a pattern`,
	}
	if !slices.Equal(texts, want) {
		t.Errorf("got %q", texts)
	}
}

// Problems have the line of their key, with any name of it.
func TestProblemsHaveLines(t *testing.T) {
	const src = `title: T
# pattern: and url: in comments are not keys
codes: {pattern: "["}
languages:
  "a.b": {title: T, footer: [{text: t, url: ftp://c.example}]}
  codes: {}
lint: {"a.b": off, title: error, SP020: of}
variables:
  "x.y": z
contact: {"email": support}
`
	want := map[string]int{
		"codes.pattern":                     3,
		`"a.b" is not a language`:           5,
		`"ftp://c.example" is not`:          5,
		`"codes" is not a language`:         6,
		`there is no rule "A.B"`:            7,
		`there is no rule "TITLE"`:          7,
		`"of" is not a severity`:            7,
		`"x.y" is not a valid variable`:     9,
		`"support" is not an email address`: 10,
	}
	problems := parseProblems(t, src)
	if len(problems) != len(want) {
		t.Errorf("got %d problems, want %d: %v", len(problems), len(want), problems)
	}

	for text, line := range want {
		i := slices.IndexFunc(problems, func(p problem.Problem) bool { return strings.Contains(p.Text, text) })
		if i < 0 || problems[i].Line != line {
			t.Errorf("no problem %q on line %d: %v", text, line, problems)
		}
	}
}

// TestUserNamesInAddresses has a password in each address that pages show.
func TestUserNamesInAddresses(t *testing.T) {
	for _, setting := range []string{
		"feedback: {endpoint: 'https://u:p@help.example/'}",
		"contact: {url: 'https://u@help.example/'}",
		"docs_url: https://u:p@help.example/rules/",
		"footer: [{text: F, url: 'https://u:p@help.example/'}]",
		"notice: {text: N, url: 'https://u:p@help.example/'}",
	} {
		problems := parseProblems(t, "title: T\n"+setting+"\n")
		if len(problems) != 1 || !strings.Contains(problems[0].Text, "user name") || problems[0].Line != 2 {
			t.Errorf("%s: %v", setting, problems)
		}
	}
}
