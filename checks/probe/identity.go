package probe

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"signpost/checks"
)

// identity reads the document that --identity names.
func (p *prober) identity() {
	if p.options.Identity == "" {
		return
	}
	i, err := readIdentity(p.options.Identity)
	if err != nil {
		p.trouble("identity", err)
		i = &checks.Identity{Error: err.Error()}
	}
	i.Origin, i.File = p.origin("identity"), p.options.Identity
	p.facts.Identity = i
}

func readIdentity(path string) (*checks.Identity, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("identity document: %w", err)
	}
	return ParseIdentity(data)
}

// userinfo is the part of a CIS2 userinfo document that matters here.
type userinfo struct {
	Sub   string  `json:"sub"`
	UID   string  `json:"uid"`
	User  string  `json:"nhsid_useruid"`
	Name  string  `json:"name"`
	Orgs  []org   `json:"nhsid_user_orgs"`
	Roles *[]role `json:"nhsid_nrbac_roles"`
}

type org struct {
	Code string `json:"org_code"`
	Name string `json:"org_name"`
}

type role struct {
	OrgCode       string   `json:"org_code"`
	Name          string   `json:"role_name"`
	Code          string   `json:"role_code"`
	ActivityCodes []string `json:"activity_codes"`
}

// ParseIdentity reads a CIS2 userinfo document. A person without roles is possible; a document that says nothing of roles
// is not one to judge by.
func ParseIdentity(data []byte) (*checks.Identity, error) {
	var u userinfo
	if err := json.Unmarshal(bytes.TrimPrefix(data, utf8BOM), &u); err != nil {
		return nil, fmt.Errorf("identity document is not CIS2 userinfo in JSON: %w", err)
	}
	if u.Roles == nil {
		return nil, errors.New("identity document says nothing of roles: it was made without the scope nationalrbacaccess")
	}
	i := &checks.Identity{IDs: u.ids(), Name: u.Name, Roles: make([]checks.Role, len(*u.Roles))}
	for n, r := range *u.Roles {
		i.Roles[n] = checks.Role{
			ODSCode: r.OrgCode, Organisation: u.organisation(r.OrgCode), Name: r.Name, Code: r.Code,
			ActivityCodes: append([]string{}, r.ActivityCodes...),
		}
	}
	return i, nil
}

// ids are the numbers by which the person is known; the documents seen give up to two different ones.
func (u userinfo) ids() []string {
	ids := []string{}
	for _, id := range []string{u.User, u.Sub, u.UID} {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (u userinfo) organisation(code string) string {
	for _, o := range u.Orgs {
		if o.Code == code {
			return o.Name
		}
	}
	return ""
}
