package checks

import (
	"fmt"
	"slices"
	"strings"
)

const permissionID = "permission"

var permissionCheck = Check{
	ID:    permissionID,
	Code:  "ID-202",
	Title: "Permission to register patients",
	Good:  "The role may register patients",
	Wrong: "The role may not be enough to register patients",
	Run:   checkPermission,
}

func checkPermission(f *Facts) Result {
	if !f.Identity.usable() {
		return Result{
			Status: Unknown,
			Detail: "The permissions of a card are not stored on it, " +
				"so cardcheck cannot see whether they are sufficient.",
			Evidence: f.identityError(),
			Next: []string{
				lookAtPosition(),
				"Or copy the roles and activity codes from there into a file, " +
					"and open it in cardcheck with --identity FILE.",
			},
		}
	}

	roles, where := f.rolesHere()
	switch {
	case len(roles) == 0 && f.Setup.ods() == "":
		return Result{
			Status: Unknown,
			Detail: "The profile has roles at several organisations, " +
				"and cardcheck does not know which one is the practice.",
			Evidence: f.Identity.describe(),
			Next:     giveODS,
		}

	case len(roles) == 0:
		return Result{
			Status:   Unknown,
			Detail:   "The profile has no role " + where + ", so there is nothing to check.",
			Evidence: f.Identity.describe(),
			Next:     []string{"First add a role for the ODS code, then run cardcheck again."},
		}

	case f.Identity.NoActivities: // names of positions are chosen locally, so they decide nothing
		return Result{
			Status:   Unknown,
			Detail:   "The profile has a role " + where + ", but the document does not list its permissions.",
			Evidence: f.Identity.describe(),
			Next:     []string{lookAtPosition()},
		}
	}

	return f.ifOwnCard(checkRoles(roles))
}

func lookAtPosition() string {
	return "Look at the position of the card in Care Identity Management: it must have the activity codes " +
		strings.Join(requiredCodes(), ", ") + "."
}

// rolesHere returns the roles at the practice. Without an ODS code they are known only if all roles are at one
// organisation.
func (f *Facts) rolesHere() (roles []Role, where string) {
	if code := f.Setup.ods(); code != "" {
		return f.Identity.at(code), "at " + code
	}

	for _, r := range f.Identity.Roles {
		if r.ODSCode != f.Identity.Roles[0].ODSCode {
			return nil, "that is known to be at the practice (there is no ODS code)"
		}
	}

	return f.Identity.Roles, "at all"
}

// checkRoles decides by the role that lacks the fewest permissions.
func checkRoles(roles []Role) Result {
	policy := currentPolicy().ActivityCodes
	required := len(policy.Required)
	evidence := []string{"source: " + policy.Source}
	for _, r := range roles {
		evidence = append(evidence, fmt.Sprintf("role %s at %s has %d of the %d activity codes",
			r.Name, r.ODSCode, required-len(r.missing()), required))
	}

	best := slices.MinFunc(roles, func(a, b Role) int { return len(a.missing()) - len(b.missing()) })
	missing := best.missing()
	if len(missing) == 0 {
		return Result{
			Status: Pass,
			Detail: fmt.Sprintf("The role %s has all %d activity codes that registrations need.",
				best.Name, required),
			Evidence: evidence,
		}
	}

	for _, a := range missing {
		evidence = append(evidence, "missing: "+a.Code+" "+a.Name)
	}

	return best.tooWeak(evidence)
}

// tooWeak warns rather than fails: the identity document does not list activity codes that are part of the role
// itself.
func (r Role) tooWeak(evidence []string) Result {
	position := currentPolicy().ActivityCodes.Position
	if strings.Contains(r.Name, position) {
		return Result{
			Status: Warn,
			Detail: fmt.Sprintf("The role is called %q but lacks activity codes: "+
				"the Registration Authority (RA) set it up incorrectly.", position),
			Evidence: evidence,
			Next: []string{
				"Email your Registration Authority and ask them to create the position again, " +
					"as in the original email.",
			},
		}
	}

	return Result{
		Status: Warn,
		Detail: fmt.Sprintf("The role %s may be insufficient to register patients: "+
			"it does not list all activity codes that are needed. Some can be part of the role itself.", r.Name),
		Evidence: evidence,
		Next: []string{
			"Ask your Registration Authority to remove this role first: it interferes with a stronger role.",
			"Ask them to add a role that may register patients (it may be called \"Higher Level Admin\").",
		},
	}
}

// missing returns the required activity codes that the role does not list.
func (r Role) missing() []activity {
	return slices.DeleteFunc(slices.Clone(currentPolicy().ActivityCodes.Required), func(a activity) bool {
		return slices.ContainsFunc(r.ActivityCodes, func(code string) bool {
			return strings.EqualFold(strings.TrimSpace(code), a.Code)
		})
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
