package config

import (
	"fmt"
	"path/filepath"
	"testing"
)

func TestDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	c, problems, err := Load(Name)
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}
	if c.Title == "" || c.Language != "en-GB" || c.BaseURL != "" {
		t.Errorf("got %+v", c)
	}
	if _, _, err := Load(filepath.Join("elsewhere", "named.yaml")); err == nil {
		t.Error("a file that was named and does not exist is no error")
	}
}

func TestEnvironmentComesFirst(t *testing.T) {
	t.Setenv("SIGNPOST_TITLE", "From outside")
	t.Setenv("SIGNPOST_CONTACT_PHONE", "0161 555 0100")
	c, problems, err := parse("config.yaml", []byte("title: From the file\ncontact: {phone: '1'}\nlint: {sp020: warning}\n"))
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}
	if c.Title != "From outside" || c.Contact.Phone != "0161 555 0100" || c.Lint["SP020"] != "warning" {
		t.Errorf("got %+v", c)
	}
}

func TestVariables(t *testing.T) {
	c, problems, err := parse("config.yaml", []byte("title: T\nvariables:\n  support-desk: The Desk\n  phone: 0161\n"))
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}
	if c.Variables["support-desk"] != "The Desk" || c.Variables["phone"] != "0161" {
		t.Errorf("got %v", c.Variables)
	}
	for _, name := range []string{"v1.2", "Big"} {
		_, problems, err := parse("config.yaml", []byte("title: T\nvariables:\n  "+name+": x\n"))
		want := fmt.Sprintf("config.yaml:3: error SP005: %q cannot be the name of a variable", name)
		if err != nil || len(problems) != 1 || problems[0].String() != want {
			t.Errorf("got %v, %v, want %s", problems, err, want)
		}
	}
}

// An address is written as browsers send it, and refused where some host could not be told of it.
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
	} {
		if got, err := BaseURL(given); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v; want %q", given, got, err, want)
		}
	}
}

func TestReadingAge(t *testing.T) {
	for src, want := range map[string]int{"": 14, "reading_age: 9": 9, "reading_age: 0": 0} {
		c, problems, err := parse("config.yaml", []byte("title: T\n"+src))
		if err != nil || problems != nil || c.ReadingAge != want {
			t.Errorf("%q gives %d, %v, %v, want %d", src, c.ReadingAge, problems, err, want)
		}
	}
	_, problems, err := parse("config.yaml", []byte("title: T\nreading_age: 3\n"))
	if err != nil || len(problems) != 1 || problems[0].String() != "config.yaml:2: error SP005: 3 is no age at which people read" {
		t.Errorf("got %v, %v", problems, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("title: T\nbase_url: https://help.example\nsearch: {synonyms: [[a, b]]}\nlint: {SP020: off}\n"))
	f.Add([]byte("title: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		c, problems, err := parse("config.yaml", src)
		if err == nil && problems == nil && c.Title == "" {
			t.Error("settings without a title are taken for sound")
		}
	})
}
