package checks

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Texts that people wrote can contain anything. A report contains only those parts of them that identify no one: known
// words, codes, versions and short numbers. This file decides which they are.

// words contains the words of roles, positions and smartcard software.
//
//go:embed words.txt
var words string

const hidden = "..."

// knownWords returns the words that a report may contain, in small letters. They include the words of the policy and
// the names of programs with their spaces left out.
var knownWords = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, text := range append(commonWords(), words) {
		for _, word := range wordOrNumber.FindAllString(strings.ToLower(text), -1) {
			known[word] = true
		}
	}

	for _, e := range currentPolicy().ExemptICBs {
		for _, word := range strings.Fields(strings.ToLower(e.Name)) {
			known[word] = true
		}
	}

	return known
})

var (
	wordOrNumber = regexp.MustCompile(`[\pL\pM\pN]+(?:\.\pN+)*`)
	hiddenRun    = regexp.MustCompile(`\.\.\.(?:[^\pL\pN]*\.\.\.)+`)

	// harmless matches codes of roles, activities and ICBs, versions and short numbers.
	harmless = regexp.MustCompile(`^(?:[RSGB][0-9]{4}|(?i:Q[A-Z0-9]{2})|[0-9]{1,3}|[0-9]{1,6}(?:\.[0-9]{1,6}){1,3})$`)
)

// allowed returns a text with every word hidden that identifies, or may identify, someone.
func allowed(text string) string {
	clean := wordOrNumber.ReplaceAllStringFunc(hideContacts(text), allowedWord)
	return hiddenRun.ReplaceAllLiteralString(clean, hidden)
}

func allowedWord(word string) string {
	if harmless.MatchString(word) || knownWords()[strings.ToLower(word)] {
		return word
	}

	for _, s := range currentPolicy().Software {
		for _, name := range []string{s.Name, s.Successor} {
			if name != "" && names(word, name) {
				return strings.ReplaceAll(name, " ", "") // the checks look for it inside of words
			}
		}
	}

	return hidden
}

// contacts match what leads to a person: email addresses, postcodes, and NHS or telephone numbers in any grouping.
var contacts = []*regexp.Regexp{
	regexp.MustCompile(`[\pL\pN._%+'-]+@[\pL\pN.-]+`),
	regexp.MustCompile(`(?i)\b[A-Z]{1,2}[0-9][A-Z0-9]?[ \x{A0}]?[0-9][ABD-HJLNP-UW-Z]{2}\b`),
	regexp.MustCompile(`\b[0-9]{3}[\pZ.,/_·–-]{1,3}[0-9]{3}[\pZ.,/_·–-]{1,3}[0-9]{4}\b`),
	regexp.MustCompile(`\+?\(?\b[0-9](?:[ \x{A0}()/_·–-]{0,3}[0-9]){8,}\b`),
}

// pairs matches bytes in hex, whose digits would look like a telephone number.
var pairs = regexp.MustCompile(`^(?:[0-9A-Fa-f]{2} ?)*$`)

// hideContacts removes addresses and numbers of people.
func hideContacts(text string) string {
	if pairs.MatchString(text) && strings.Contains(text, " ") {
		return text
	}

	for _, p := range contacts {
		text = p.ReplaceAllLiteralString(text, hidden)
	}

	return text
}

// allowedCode returns a code that has the form that pattern describes, and otherwise a text that is equal only for the
// same code.
func (t *tokens) allowedCode(code string, pattern *regexp.Regexp) string {
	trimmed := strings.TrimSpace(code)
	if trimmed == "" || pattern.MatchString(trimmed) {
		return code
	}

	return t.of(trimmed)
}

// organisationCode matches the codes of organisations: they have a digit, or are short.
var organisationCode = regexp.MustCompile(
	`^(?:[A-Za-z0-9]{3}|[A-Za-z]{1,2}[0-9][A-Za-z0-9]{1,6}|[0-9][A-Za-z0-9]{2,7})$`)

// tokens replaces texts that are compared with each other, but that no one else may see.
type tokens struct{ list []string }

// token matches what [tokens.of] returns.
var token = regexp.MustCompile(`^hidden-[0-9]+$`)

// of returns the same token for texts that differ only in case.
func (t *tokens) of(text string) string {
	if token.MatchString(text) {
		return text // redacted before
	}

	same := func(s string) bool { return strings.EqualFold(s, text) }
	i := slices.IndexFunc(t.list, same)
	if i < 0 {
		i = len(t.list)
		t.list = append(t.list, text)
	}

	return fmt.Sprintf("hidden-%d", i+1)
}

const hiddenProfile = "profile name"

// redactedProfile hides the name of a profile. Spaces around it stay, because they are a mistake.
func redactedProfile(profile string) string {
	trimmed := strings.TrimSpace(profile)
	if trimmed == "" {
		return profile
	}

	return strings.Replace(profile, trimmed, hiddenProfile, 1)
}

// redactedShown hides the name of the profile that the user saw, and keeps how it differs from the one in the set-up.
func redactedShown(shown, profile string) string {
	switch {
	case shown == profile:
		return redactedProfile(profile)
	case strings.EqualFold(shown, profile):
		return strings.ToUpper(redactedProfile(profile))
	case withoutSpaces(shown) == withoutSpaces(profile):
		return "profile  name" + strings.Repeat(" ", len(shown)-len(strings.TrimRight(shown, " ")))
	}

	return "another profile name"
}

// redactedNumber keeps a CDB number. Of one that is too long for a CDB number, only the last digits stay.
func redactedNumber(cdb string) string {
	trimmed := strings.TrimSpace(cdb)
	switch {
	case trimmed == "" || usualODSCode.MatchString(strings.ToUpper(trimmed)):
		return cdb
	case !digits.MatchString(trimmed):
		return allowed(cdb)
	case len(trimmed) > 7:
		return strings.Replace(cdb, trimmed, "0000"+trimmed[len(trimmed)-3:], 1)
	}

	return cdb
}
