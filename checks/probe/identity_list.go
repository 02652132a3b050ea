package probe

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"signpost/checks"
)

var (
	// practiceCode matches the usual ODS code of a practice anywhere in a line.
	practiceCode = regexp.MustCompile(`(?i)\b[A-HJ-NPV-Y][0-9]{5}\b`)
	// leadingCode matches any other ODS code by its position: at the beginning, with punctuation after it. It has
	// three letters, or contains digits.
	leadingCode = regexp.MustCompile(
		`^([A-Z]{3}|[A-Z0-9]*(?:[A-Z][0-9]|[0-9][A-Z])[A-Z0-9]*)\s*(?:[-–—:;,|\t]|\s-\s)`,
	)
	// activityCode matches an activity code. It has one digit fewer than an ODS code.
	activityCode = regexp.MustCompile(`(?i)\bB[0-9]{4}\b`)
	// ownNumber matches a line with the number of the user or the card. Roles also have 12-digit numbers.
	ownNumber   = regexp.MustCompile(`(?i)(?:uuid|uid|user id|smart ?card|card)\D*\b([0-9]{12})\b`)
	anyDigit    = regexp.MustCompile(`[0-9]`)
	punctuation = " \t-–—:;,|•*·"
	roleNumber  = regexp.MustCompile(`\b[0-9]{12}\b`)
)

// parseList parses roles that a user copied: one per line with its ODS code, such as "B81012 - Admin/Clerical".
// Activity codes belong to the role before them. Any other line with digits is recorded as unread.
func parseList(text string) (*checks.Identity, error) {
	i := &checks.Identity{
		Form:         checks.FormList,
		NoActivities: true,
		IDs:          []string{},
		Roles:        []checks.Role{},
	}

	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if anyDigit.MatchString(line) && !addLine(i, line) {
			i.Unread = append(i.Unread, n+1)
		}
	}

	if len(i.Roles) == 0 {
		return nil, errors.New("the identity document contains no role " +
			"(write each role on a line of its own, such as B81012 - Admin/Clerical)")
	}

	return i, nil
}

// addLine adds the content of one line. It reports false if the line contains nothing that is known.
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

// roleOf splits a line into the ODS code and the name of the role.
func roleOf(line string) (checks.Role, bool) {
	line = strings.Trim(line, punctuation)
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
		Name:          strings.Join(strings.Fields(strings.Trim(name, punctuation)), " "),
		ActivityCodes: []string{},
	}, true
}
