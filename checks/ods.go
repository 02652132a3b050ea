package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var odsCodeCheck = Check{
	ID: "ods-code", Code: "ID-201", Title: "ODS code on the smartcard", After: []string{"setup"},
	Run: func(f *Facts) Result {
		code := f.Setup.ods()
		if code == "" {
			return Result{Status: Unknown, Detail: "The set-up file gives no ODS code.", Next: giveODS}
		}
		if f.Identity.usable() && len(f.Identity.at(code)) > 0 {
			return f.identityCounts(Result{Status: Pass, Detail: "The roles on the profile include one at " + code + ".", Evidence: f.Identity.describe()})
		}
		if e, seen, ok := f.exempt(code); ok {
			return Result{Status: Skip, Detail: fmt.Sprintf("Does not apply: practices in %s need no role for their ODS code.", e.Name), Evidence: append(seen, "source: "+e.Source)}
		}
		if f.Identity.usable() && len(f.Identity.Unread) > 0 {
			return Result{
				Status: Unknown, Detail: "None of the roles that could be read is at " + code + ", but not every line of the list was understood.", Evidence: f.Identity.describe(),
				Next: []string{"Write each role on a line of its own, with the ODS code first, for example: B81012 - Admin/Clerical"},
			}
		}
		if f.Identity.usable() {
			return f.identityCounts(Result{
				Status: Fail, Detail: "None of the roles on the profile is at " + code + ".", Evidence: f.Identity.describe(),
				Next: []string{"Ask your Registration Authority to give each of the cards a role at " + code + ", of the kind an administrator of the practice has (it may be called \"Admin Staff member\").", "Make sure that the Registration Authority has approved it."},
			})
		}
		if a, ok := f.asked("ods-code"); ok && (a.Answer == Yes || a.Answer == No) {
			return f.odsSeen(code, a)
		}
		return f.odsShape(code)
	},
}

// giveODS is how cardcheck learns which practice this is.
var giveODS = []string{"Give your practice's ODS code: under “Your practice” on cardcheck's page, or in the set-up file, for example: ods_code: B81012"}

// exempt finds the rule by which the practice needs no role for its ODS code: by the ICB that the set-up names or, where it names none, by
// that in the national directory.
func (f *Facts) exempt(code string) (rule exemptICB, seen []string, found bool) {
	icb := strings.TrimSpace(f.Setup.ICB)
	if d := f.Host.directory(); icb == "" && d != nil && d.ICB != "" && strings.EqualFold(d.Code, code) {
		icb, seen = d.ICB, []string{d.commissioned()}
	}
	rule, found = currentPolicy().exempt(icb)
	return rule, seen, found
}

// odsSeen is the result where a person looked at the roles.
func (f *Facts) odsSeen(code string, a Answer) Result {
	if a.Answer == Yes {
		return Result{Status: Pass, Detail: "A role at " + code + " was seen in Care Identity Management.", Evidence: []string{a.said("one of the roles is at " + code)}}
	}
	return Result{
		Status: Fail, Detail: "No role at " + code + " was seen in Care Identity Management.", Evidence: []string{a.said("none of the roles is at " + code)},
		Next: []string{"Ask your Registration Authority to give each of the cards a role at " + code + ".", "Make sure that the Registration Authority has approved it, then answer the question again: on cardcheck's page, or with cardcheck ask."},
	}
}

// usual is the shape that most codes of GP practices have. Others exist, so another shape is a warning at most.
var usual = regexp.MustCompile(`^[A-Z][0-9]{5}$`)

// slips are letters typed where digits belong.
var slips = strings.NewReplacer("O", "0", "I", "1", "L", "1", "S", "5")

// odsShape is all that can be said while no roles are known.
func (f *Facts) odsShape(code string) Result {
	find := "Look at the roles of the card in Care Identity Management: one of them must be at " + code + "."
	if usual.MatchString(code) {
		return Result{Status: Unknown, Detail: "The roles are not on the card itself, so cardcheck cannot see whether one of them is at " + code + ".", Evidence: f.identityTrouble(), Next: []string{find}}
	}
	r := Result{
		Status: Warn, Special: true, Detail: fmt.Sprintf("The ODS code %q has an unusual shape: most are a letter and five digits.", code), Evidence: f.identityTrouble(),
		Next: []string{"Compare the ODS code in the set-up file with the one on letters to the practice.", find},
	}
	if mended := code[:1] + slips.Replace(code[1:]); usual.MatchString(mended) {
		r.Next = []string{
			fmt.Sprintf("Was %s meant? Letters such as O stand where digits such as 0 belong.", mended),
			"Put the ODS code right under “Your practice” on cardcheck's page, or in the set-up file, and run cardcheck again.",
		}
	}
	return r
}

// ods is the practice's ODS code as it is compared: without spaces around it, in capitals.
func (s *Setup) ods() string {
	if s == nil {
		return ""
	}
	return strings.ToUpper(strings.TrimSpace(s.ODSCode))
}

// usable reports whether the roles are known; a person can have none.
func (i *Identity) usable() bool { return i != nil && i.Error == "" }

// at is the roles at one organisation.
func (i *Identity) at(code string) []Role {
	var roles []Role
	for _, r := range i.Roles {
		if strings.EqualFold(strings.TrimSpace(r.ODSCode), code) {
			roles = append(roles, r)
		}
	}
	return roles
}

// describe names every role, and whose they are by the last three digits alone.
func (i *Identity) describe() []string {
	lines := make([]string, 0, len(i.Roles)+1)
	for _, r := range i.Roles {
		lines = append(lines, fmt.Sprintf("role at %s: %s", r.ODSCode, r.Name))
	}
	if len(i.Roles) == 0 {
		lines = append(lines, "the profile has no roles")
	}
	for _, line := range i.Unread {
		lines = append(lines, fmt.Sprintf("line %d of the list was not understood", line))
	}
	for _, id := range i.IDs {
		lines = append(lines, "roles of the card "+maskID(id))
	}
	return lines
}

// identityTrouble is why no roles are known, where somebody tried.
func (f *Facts) identityTrouble() []string {
	if f.Identity == nil || f.Identity.Error == "" {
		return nil
	}
	return []string{"identity: " + f.Identity.Error}
}

// identityCounts gives result back unless the roles belong to a card that is not among those of the set-up file: what
// holds for that one says nothing about them.
func (f *Facts) identityCounts(result Result) Result {
	if f.Setup == nil || len(f.Setup.Smartcards) == 0 || len(f.Identity.IDs) == 0 {
		return result
	}
	for _, id := range f.Identity.IDs {
		if slices.ContainsFunc(f.Setup.Smartcards, func(c string) bool { return sameCard(c, id) }) {
			return result
		}
	}
	return Result{
		Status: Unknown, Detail: "The roles belong to a card that is not among the smartcards in the set-up file.", Evidence: f.Identity.describe(),
		Next: []string{"Copy the roles of one of the smartcards in the set-up file from Care Identity Management into a file, and give that to cardcheck with --identity FILE."},
	}
}
