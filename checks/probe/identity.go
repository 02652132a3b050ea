package probe

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"signpost/checks"
)

// identity reads the document of --identity.
func (p *prober) identity() {
	if p.options.Identity == "" {
		return
	}

	i, err := p.readIdentity(p.options.Identity)
	if err != nil {
		p.recordError("identity", err)
		i = &checks.Identity{Error: err.Error()}
	}

	i.Origin, i.File = p.origin("identity"), p.options.Identity
	p.facts.Identity = i
}

func (p *prober) readIdentity(path string) (*checks.Identity, error) {
	read := ReadFile
	if path == "-" {
		read = func(string) ([]byte, error) { return readSmall(p.options.Stdin, "standard input") }
	}

	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read identity document: %w", err)
	}

	return ParseIdentity(data)
}

// ParseIdentity parses a document that lists a user's roles, in any of three forms: CIS2 userinfo, the response
// that an Identity Agent receives at sign-in, or a list copied from Care Identity Management. All of them become
// the same roles.
func ParseIdentity(data []byte) (*checks.Identity, error) {
	text := strings.TrimSpace(plainText(data))
	switch {
	case strings.HasPrefix(text, "{"), text == "null":
		return parseUserinfo([]byte(text))
	case strings.HasPrefix(text, "<"):
		return parseAgentAnswer(text)
	case setupKey.MatchString(text):
		return nil, errors.New("the identity document is a set-up file (open it with --setup)")
	}

	return parseList(text)
}

var setupKey = regexp.MustCompile(`(?m)^(ods_code|clinical_system|smartcards|emis|systmone):`)

// plainText decodes UTF-16, which redirection in PowerShell writes, and removes the byte order mark.
func plainText(data []byte) string {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	case !bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return string(bytes.TrimPrefix(data, utf8BOM))
	}

	units := make([]uint16, len(data)/2-1)
	for i := range units {
		units[i] = order.Uint16(data[2*i+2:])
	}

	return string(utf16.Decode(units))
}

// userinfo is the part of a CIS2 userinfo document that this package uses.
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

// parseUserinfo parses a CIS2 userinfo document. A user can have no roles, but a document without the list of roles
// is rejected.
func parseUserinfo(data []byte) (*checks.Identity, error) {
	var u userinfo
	if err := json.Unmarshal(data, &u); err != nil {
		return nil, fmt.Errorf("the identity document is not CIS2 userinfo in JSON: %w", err)
	}

	if u.Roles == nil {
		return nil, errors.New("the identity document has no list of roles: " +
			"it was requested without the scope nationalrbacaccess")
	}

	i := &checks.Identity{
		Form:  checks.FormUserinfo,
		IDs:   u.ids(),
		Name:  u.Name,
		Roles: make([]checks.Role, len(*u.Roles)),
	}

	for n, r := range *u.Roles {
		i.Roles[n] = checks.Role{
			ODSCode:       r.OrgCode,
			Organisation:  u.organisation(r.OrgCode),
			Name:          r.Name,
			Code:          r.Code,
			ActivityCodes: append([]string{}, r.ActivityCodes...),
		}
	}

	return i, nil
}

// ids returns the numbers of the user; known documents contain up to two different ones.
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
