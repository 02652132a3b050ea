package probe

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"signpost/checks"
)

var (
	// practiceCode is the usual shape of a practice's ODS code, wherever it stands in a line.
	practiceCode = regexp.MustCompile(`(?i)\b[A-HJ-NPV-Y][0-9]{5}\b`)
	// leadingCode is any other ODS code, which is known by its place: first, with a mark after it. It has three
	// letters, or digits in it.
	leadingCode = regexp.MustCompile(`^([A-Z]{3}|[A-Z0-9]*(?:[A-Z][0-9]|[0-9][A-Z])[A-Z0-9]*)\s*(?:[-–—:;,|\t]|\s-\s)`)
	// activityCode is what a role may do. It has a digit less than an ODS code.
	activityCode = regexp.MustCompile(`(?i)\bB[0-9]{4}\b`)
	// ownNumber is a line that gives the number of the person or the card. Roles have numbers of 12 digits too.
	ownNumber  = regexp.MustCompile(`(?i)(?:uuid|uid|user id|smart ?card|card)\D*\b([0-9]{12})\b`)
	anyDigit   = regexp.MustCompile(`[0-9]`)
	marks      = " \t-–—:;,|•*·"
	roleNumber = regexp.MustCompile(`\b[0-9]{12}\b`)
)

// parseList reads roles as a person copies them: one a line with its ODS code, such as "B81012 - Admin/Clerical".
// Activity codes belong to the role before them. Lines with digits that are none of this are written down as not
// understood.
func parseList(text string) (*checks.Identity, error) {
	i := &checks.Identity{
		Form:         checks.FormList,
		NoActivities: true,
		IDs:          []string{},
		Roles:        []checks.Role{},
	}
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); anyDigit.MatchString(line) && !addLine(i, line) {
			i.Unread = append(i.Unread, n+1)
		}
	}

	if len(i.Roles) == 0 {
		return nil, errors.New("identity document names no role: write each on a line of its own, such as B81012 - Admin/Clerical")
	}
	return i, nil
}

// addLine takes from one line what it says. It reports false when that is nothing.
func addLine(i *checks.Identity, line string) bool {
	if m := ownNumber.FindStringSubmatch(line); m != nil {
		if !slices.Contains(i.IDs, m[1]) {
			i.IDs = append(i.IDs, m[1])
		}
		return true
	}

	activities := activityCode.FindAllString(line, -1)
	role, isRole := roleOf(activityCode.ReplaceAllString(line, ""))
	if isRole {
		i.Roles = append(i.Roles, role)
	}
	if len(activities) > 0 && len(i.Roles) > 0 {
		last := &i.Roles[len(i.Roles)-1]
		for _, a := range activities {
			last.ActivityCodes = append(last.ActivityCodes, strings.ToUpper(a))
		}
		i.NoActivities = false
		return true
	}

	return isRole
}

// roleOf takes the ODS code out of a line; what is left is the name of the role.
func roleOf(line string) (checks.Role, bool) {
	line = strings.Trim(line, marks)
	code := practiceCode.FindString(line)
	if code == "" {
		m := leadingCode.FindStringSubmatch(line)
		if m == nil || len(m[1]) < 3 || len(m[1]) > 8 {
			return checks.Role{}, false
		}
		code = m[1]
	}

	name := strings.Replace(line, "("+code+")", " ", 1)
	name = roleNumber.ReplaceAllString(strings.Replace(name, code, "", 1), "")
	return checks.Role{
		ODSCode:       strings.ToUpper(code),
		Name:          strings.Join(strings.Fields(strings.Trim(name, marks)), " "),
		ActivityCodes: []string{},
	}, true
}
