package checks

import (
	"fmt"
	"slices"
	"strings"
)

var permissionCheck = Check{
	ID: "permission", Code: "ID-202", Title: "Permission to register patients",
	Run: func(f *Facts) Result {
		if !f.Identity.usable() {
			return Result{
				Status: Unknown, Detail: "What a card may do is not on the card itself, so cardcheck cannot see whether it is enough.", Evidence: f.identityTrouble(),
				Next: []string{
					"Look at the position of the card in Care Identity Management: it must carry " + strings.Join(requiredCodes(), ", ") + ".",
					"Or copy the roles and activity codes from there into a file, and give it to cardcheck with --identity FILE.",
				},
			}
		}
		roles, where := f.rolesHere()
		if len(roles) == 0 && f.Setup.ods() == "" {
			return Result{Status: Unknown, Detail: "The profile has roles at several organisations, and which of them is the practice is not known.", Evidence: f.Identity.describe(), Next: giveODS}
		}
		if len(roles) == 0 {
			return Result{Status: Unknown, Detail: "The profile has no role " + where + ", so there is nothing to judge.", Evidence: f.Identity.describe(), Next: []string{"See to the role for the ODS code first, then run cardcheck again."}}
		}
		if f.Identity.NoActivities {
			return f.namesOnly(where)
		}
		return f.identityCounts(judge(roles))
	},
}

// namesOnly is the result where what the roles may do is not known: names of positions are given locally, and say little.
func (f *Facts) namesOnly(where string) Result {
	return Result{
		Status: Unknown, Detail: "The profile has a role " + where + ", but the document does not list what it may do.", Evidence: f.Identity.describe(),
		Next: []string{"Look at the position of the card in Care Identity Management: it must carry " + strings.Join(requiredCodes(), ", ") + "."},
	}
}

// rolesHere is the roles at the practice. Without an ODS code they are known only where all roles are at one organisation.
func (f *Facts) rolesHere() (roles []Role, where string) {
	if code := f.Setup.ods(); code != "" {
		return f.Identity.at(code), "at " + code
	}
	for _, r := range f.Identity.Roles {
		if r.ODSCode != f.Identity.Roles[0].ODSCode {
			return nil, "that is known to be at the practice (no ODS code was given)"
		}
	}
	return f.Identity.Roles, "at all"
}

// judge looks at the strongest of the roles.
func judge(roles []Role) Result {
	best := slices.MinFunc(roles, func(a, b Role) int { return len(a.missing()) - len(b.missing()) })
	missing := best.missing()
	policy := currentPolicy().ActivityCodes
	evidence := []string{"source: " + policy.Source}
	for _, r := range roles {
		evidence = append(evidence, fmt.Sprintf("role %s at %s has %d of the %d activity codes", r.Name, r.ODSCode, len(policy.Required)-len(r.missing()), len(policy.Required)))
	}
	if len(missing) == 0 {
		return Result{Status: Pass, Detail: fmt.Sprintf("The role %s carries all %d activity codes that registrations need.", best.Name, len(policy.Required)), Evidence: evidence}
	}
	for _, a := range missing {
		evidence = append(evidence, "missing: "+a.Code+" "+a.Name)
	}
	return best.tooWeak(evidence)
}

// tooWeak warns and does not fail: activity codes that come with the role itself are not listed in the identity document.
func (r Role) tooWeak(evidence []string) Result {
	if position := currentPolicy().ActivityCodes.Position; strings.Contains(r.Name, position) {
		return Result{
			Status: Warn, Detail: fmt.Sprintf("The role is called %q but lacks activity codes: the Registration Authority (RA) created it wrongly.", position), Evidence: evidence,
			Next: []string{"Email your Registration Authority again and ask them to create the position anew, as in the original email."},
		}
	}
	return Result{
		Status: Warn, Detail: fmt.Sprintf("The role %s may be too weak to register patients: it does not list all the activity codes needed. Some can come with the role itself.", r.Name), Evidence: evidence,
		Next: []string{"Ask your Registration Authority to remove this role first: it gets in the way.", "Have a role added that may register patients (it may be called \"Higher Level Admin\")."},
	}
}

// missing is the required activity codes that the role does not list.
func (r Role) missing() []activity {
	return slices.DeleteFunc(slices.Clone(currentPolicy().ActivityCodes.Required), func(a activity) bool {
		return slices.ContainsFunc(r.ActivityCodes, func(code string) bool { return strings.EqualFold(strings.TrimSpace(code), a.Code) })
	})
}

func requiredCodes() []string {
	required := currentPolicy().ActivityCodes.Required
	list := make([]string, len(required))
	for i, a := range required {
		list[i] = a.Code
	}
	return list
}
