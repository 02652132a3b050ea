package probe

import (
	"encoding/binary"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"signpost/checks"
	"signpost/internal/testkit/limited"
)

const agentFile = `<?xml version="1.0"?>
<gpOBJECT><gpPARAM name="service">AUTHENTICATION</gpPARAM>
<gpPARAM name="cn">Jo Nosuchperson</gpPARAM><gpPARAM name='uid'>000123456789</gpPARAM>
<gpPARAM name="sso_ticket">AAECAwQ-secret</gpPARAM><gpPARAM name="sso_max_session_time">600</gpPARAM>
<gpPARAM name="nhsjobrole0" id="887389426511"
orgcode="B81012">STIRLING MEDICAL CENTRE (S KUMAR), "Admin & Clerical":"Admin":"Demographic Administrator"</gpPARAM>
<GPPARAM id="887389426512" orgcode='X09'
name="nhsjobrole1">SERVICE DESK &amp; MORE, "Admin &amp; Clerical":"Admin":"Systems Support"</GPPARAM>
<gpPARAM name="nhsjobrole2" id="887389426513" orgcode="AA999">No organisation</gpPARAM>
</gpOBJECT>`

func TestParseAgentAnswer(t *testing.T) {
	got, err := ParseIdentity([]byte(agentFile))
	if err != nil {
		t.Fatal(err)
	}

	want := &checks.Identity{
		Form:         checks.FormAgent,
		NoActivities: true,
		Name:         "Jo Nosuchperson",
		IDs:          []string{"000123456789"},
		Roles: []checks.Role{
			{
				ODSCode:       "B81012",
				Organisation:  "STIRLING MEDICAL CENTRE (S KUMAR)",
				Name:          `"Admin & Clerical":"Admin":"Demographic Administrator"`,
				ActivityCodes: []string{},
			},
			{
				ODSCode:       "X09",
				Organisation:  "SERVICE DESK & MORE",
				Name:          `"Admin & Clerical":"Admin":"Systems Support"`,
				ActivityCodes: []string{},
			},
			{
				ODSCode:       "AA999",
				Name:          "No organisation",
				ActivityCodes: []string{},
			},
		},
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	if data, _ := json.Marshal(got); strings.Contains(string(data), "secret") {
		t.Errorf("contains the ticket: %s", data)
	}
}

func TestParseList(t *testing.T) {
	for text, want := range map[string]string{
		"B81012 - Admin/Clerical":                                        "B81012=Admin/Clerical",
		"b81012 – Admin/Clerical\r\nA9A5A - Nurse":                       "B81012=Admin/Clerical A9A5A=Nurse",
		"Roles of this card\n\n  • B81012: Higher Level Admin":           "B81012=Higher Level Admin",
		"Stirling Medical Centre (B81012)\tReceptionist":                 "B81012=Stirling Medical Centre Receptionist",
		"Receptionist, B81012":                                           "B81012=Receptionist",
		"887389426511 B81012 Admin":                                      "B81012=Admin",
		"B81012 - Admin\n  B0020, B0264\n  B8009 Register\nX09 - Other":  "B81012=Admin[B0020 B0264 B8009] X09=Other",
		"B81012 | Admin | b0020":                                         "B81012=Admin[B0020]",
		"B81012 - Admin\nsmartcard 555057896106\nsee page 3\nUUID: 1234": "B81012=Admin card 555057896106 unread 3 4",
	} {
		i, err := ParseIdentity([]byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}

		if got := summary(i); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}

		if i.NoActivities == strings.Contains(want, "[") {
			t.Errorf("%q: no activities is %v", text, i.NoActivities)
		}
	}
}

// summary returns an identity on one line.
func summary(i *checks.Identity) string {
	var parts []string
	for _, r := range i.Roles {
		text := r.ODSCode + "=" + r.Name
		if len(r.ActivityCodes) > 0 {
			text += "[" + strings.Join(r.ActivityCodes, " ") + "]"
		}

		parts = append(parts, text)
	}

	for _, id := range i.IDs {
		parts = append(parts, "card "+id)
	}

	if len(i.Unread) > 0 {
		parts = append(parts, "unread "+strings.Trim(strings.Join(strings.Fields(jsonOf(i.Unread)), " "), "[]"))
	}

	return strings.ReplaceAll(strings.Join(parts, " "), ",", " ")
}

func jsonOf(v any) string {
	data, _ := json.Marshal(v) // numbers always marshal
	return string(data)
}

// Redirection in PowerShell writes UTF-16.
func TestParseIdentityInUTF16(t *testing.T) {
	for name, order := range map[string]binary.AppendByteOrder{
		"little": binary.LittleEndian,
		"big":    binary.BigEndian,
	} {
		data := order.AppendUint16(nil, 0xFEFF)
		for _, unit := range utf16.Encode([]rune("B81012 – Admin\r\n")) {
			data = order.AppendUint16(data, unit)
		}

		i, err := ParseIdentity(data)
		if err != nil || summary(i) != "B81012=Admin" {
			t.Errorf("%s: %+v, %v", name, i, err)
		}
	}
}

func TestIdentityFromStandardInput(t *testing.T) {
	facts := Collect(t.Context(), Options{
		Child:    []string{"true"},
		Identity: "-",
		Stdin:    strings.NewReader("B81012 - Admin"),
		Timeout:  time.Second,
		Now:      time.Now,
	})

	if facts.Identity.Error != "" || len(facts.Identity.Roles) != 1 {
		t.Errorf("%+v", facts.Identity)
	}
}

const userinfoFile = `{"sub":"123456789012","uid":"555057896106","nhsid_useruid":"123456789012","name":"Nurse Test",
 "nhsid_user_orgs":[{"org_name":"LAVENDER TOWN HEALTH","org_code":"A9A5A"}],
 "nhsid_nrbac_roles":[{"person_orgid":"1111222233334444","person_roleid":"5555666677778888","org_code":"A9A5A",
   "role_name":"\"Clinical\":\"Clinical Provision\":\"Nurse Access Role\"","role_code":"S8000:G8000:R8001",
   "activities":[],"activity_codes":["B0020"],"workgroups":[]},{"org_code":"B81012"}]}`

func TestParseIdentity(t *testing.T) {
	got, err := ParseIdentity([]byte("\xEF\xBB\xBF" + userinfoFile))
	if err != nil {
		t.Fatal(err)
	}

	want := &checks.Identity{
		Form: checks.FormUserinfo,
		IDs:  []string{"123456789012", "555057896106"},
		Name: "Nurse Test",
		Roles: []checks.Role{
			{
				ODSCode:       "A9A5A",
				Organisation:  "LAVENDER TOWN HEALTH",
				Name:          `"Clinical":"Clinical Provision":"Nurse Access Role"`,
				Code:          "S8000:G8000:R8001",
				ActivityCodes: []string{"B0020"},
			},
			{ODSCode: "B81012", ActivityCodes: []string{}},
		},
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	if none, err := ParseIdentity([]byte(`{"nhsid_nrbac_roles":[]}`)); err != nil || none.Roles == nil {
		t.Errorf("a user without roles: %+v, %v", none, err)
	}
}

func TestIdentityThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	for name, tt := range map[string]struct{ text, want string }{
		"html":  {"<html>", "is not a response of an Identity Agent"},
		"setup": {"ods_code: B81012\n", "open it with --setup"},
		"words": {"Dear all,\nsee you at 9", "contains no role"},
		"kinds": {`{"nhsid_nrbac_roles":"R8001"}`, "is not CIS2 userinfo in JSON"},
		"scope": {`{"sub":"123456789012"}`, "without the scope nationalrbacaccess"},
		"null":  {`null`, "without the scope nationalrbacaccess"},
	} {
		path := filepath.Join(dir, name)
		write(t, path, tt.text)
		facts := Collect(t.Context(), Options{
			Child:    []string{"true"},
			Identity: path,
			Timeout:  time.Second,
			Now:      time.Now,
		})

		if !strings.Contains(facts.Identity.Error, tt.want) || facts.Errors[0].Source != "identity" {
			t.Errorf("%s: %+v, %+v", name, facts.Identity, facts.Errors)
		}
	}
}

func FuzzParseIdentity(f *testing.F) {
	f.Add([]byte(userinfoFile))
	f.Add([]byte(`{"nhsid_nrbac_roles":[null]}`))
	f.Add([]byte(agentFile))
	f.Add([]byte("B81012 - Admin/Clerical\nB0020, B0264\ncard 555057896106"))
	f.Add([]byte("\xFF\xFEB\x00"))
	f.Add([]byte("\xFF\xFE"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		i, err := ParseIdentity(data)
		if (i == nil) == (err == nil) {
			t.Errorf("want either a document or an error: %v, %v", i, err)
		}
	})
}
