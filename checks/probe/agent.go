package probe

import (
	"errors"
	"html"
	"regexp"
	"strings"

	"signpost/checks"
)

// The parts of an Identity Agent's answer. It looks like XML and is not well formed: names of roles hold a bare
// "&".
var (
	agentParam     = regexp.MustCompile(`(?is)<gpPARAM\b([^>]*)>([^<]*)</gpPARAM\s*>`)
	agentAttribute = regexp.MustCompile(`(?i)\b([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// parseAgentAnswer reads the answer to authvalidate. Of everything in it only roles, name and number of the person
// are taken: the tickets for signing in, which are in there too, are not looked at.
func parseAgentAnswer(text string) (*checks.Identity, error) {
	params := agentParam.FindAllStringSubmatch(text, -1)
	if len(params) == 0 {
		return nil, errors.New("identity document begins like XML, but is neither XML nor a page of an Identity Agent that names roles")
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

// agentRole takes organisation and role apart: STIRLING MEDICAL CENTRE, "Admin & Clerical":"Admin":"Clerk".
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
