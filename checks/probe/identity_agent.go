package probe

import (
	"errors"
	"html"
	"regexp"
	"strings"

	"signpost/checks"
)

// The elements of an Identity Agent's response. It resembles XML but is not well formed: names of roles contain a
// bare "&".
var (
	agentParam     = regexp.MustCompile(`(?is)<gpPARAM\b([^>]*)>([^<]*)</gpPARAM\s*>`)
	agentAttribute = regexp.MustCompile(`(?i)\b([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// parseAgentAnswer parses the response to authvalidate. It uses only the roles, the name and the number of the
// user, and ignores the sign-in tickets.
func parseAgentAnswer(text string) (*checks.Identity, error) {
	params := agentParam.FindAllStringSubmatch(text, -1)
	if len(params) == 0 {
		return nil, errors.New("the identity document begins like XML " +
			"but is not a response of an Identity Agent with roles")
	}

	i := &checks.Identity{
		Form:         checks.FormAgent,
		NoActivities: true,
		IDs:          []string{},
		Roles:        []checks.Role{},
	}

	for _, p := range params {
		attributes, value := attributesOf(p[1]), strings.TrimSpace(html.UnescapeString(p[2]))
		switch name := strings.ToLower(attributes["name"]); {
		case strings.HasPrefix(name, "nhsjobrole") && attributes["orgcode"] != "":
			i.Roles = append(i.Roles, agentRole(attributes["orgcode"], value))
		case name == "cn":
			i.Name = value
		case name == "uid" && card12.MatchString(value):
			i.IDs = append(i.IDs, value)
		}
	}

	return i, nil
}

// agentRole splits organisation and role: STIRLING MEDICAL CENTRE, "Admin & Clerical":"Admin":"Clerk".
func agentRole(org, value string) checks.Role {
	organisation, name, found := strings.Cut(value, `, "`)
	if !found {
		return checks.Role{
			ODSCode:       org,
			Name:          value,
			ActivityCodes: []string{},
		}
	}

	return checks.Role{
		ODSCode:       org,
		Organisation:  organisation,
		Name:          `"` + name,
		ActivityCodes: []string{},
	}
}

func attributesOf(text string) map[string]string {
	attributes := map[string]string{}
	for _, a := range agentAttribute.FindAllStringSubmatch(text, -1) {
		attributes[strings.ToLower(a[1])] = strings.TrimSpace(html.UnescapeString(a[2] + a[3]))
	}

	return attributes
}
