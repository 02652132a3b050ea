package probe

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"signpost/checks"
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
