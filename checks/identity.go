package checks

import (
	"fmt"
	"slices"
	"strings"
)

// usable reports whether the roles are known; a user can have none.
func (i *Identity) usable() bool { return i != nil && i.Error == "" }

// at returns the roles at an organisation.
func (i *Identity) at(code string) []Role {
	var roles []Role
	for _, r := range i.Roles {
		if strings.EqualFold(strings.TrimSpace(r.ODSCode), code) {
			roles = append(roles, r)
		}
	}

	return roles
}

// describe lists every role, and the last three digits of the IDs that they belong to.
func (i *Identity) describe() []string {
	lines := make([]string, 0, len(i.Roles)+1)
	for _, r := range i.Roles {
		lines = append(lines, fmt.Sprintf("role at %s: %s", r.ODSCode, r.Name))
	}

	if len(i.Roles) == 0 {
		lines = append(lines, "the profile has no roles")
	}

	for _, line := range i.Unread {
		lines = append(lines, fmt.Sprintf("line %d of the list could not be read", line))
	}

	for _, id := range i.IDs {
		lines = append(lines, "roles of the card "+maskID(id))
	}

	return lines
}

// identityError says why no roles are known, if cardcheck tried to read them.
func (f *Facts) identityError() []string {
	if f.Identity == nil || f.Identity.Error == "" {
		return nil
	}

	return []string{"identity: " + f.Identity.Error}
}

// ifOwnCard returns result, unless the roles belong to a card that is not in the set-up file: the roles of another
// card decide nothing.
func (f *Facts) ifOwnCard(result Result) Result {
	if f.Setup == nil || len(f.Setup.Smartcards) == 0 || len(f.Identity.IDs) == 0 {
		return result
	}

	for _, id := range f.Identity.IDs {
		if slices.ContainsFunc(f.Setup.Smartcards, func(c string) bool { return sameCard(c, id) }) {
			return result
		}
	}

	return Result{
		Status:   Unknown,
		Detail:   "The roles belong to a card that is not among the smartcards in the set-up file.",
		Evidence: f.Identity.describe(),
		Next: []string{
			"Copy the roles of one of the smartcards in the set-up file from Care Identity Management into a file, " +
				"and open it in cardcheck with --identity FILE.",
		},
	}
}
