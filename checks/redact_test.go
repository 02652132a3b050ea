package checks

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"signpost/checks/card"
)

// The secrets in the facts of these tests.
const (
	secretName   = "Jo Nosuchperson"
	secretDoctor = "S NOSUCHDOCTOR"
	secretID     = "987654321123"
	secretUser   = "jnosuch"
)

// Card IDs and names can appear in many places; none of them may leave the computer.
func TestRedactRemovesSecrets(t *testing.T) {
	f := factsWithSecrets()
	original := encode(t, f)
	redacted := encode(t, Redact(f))

	for _, secret := range []string{secretID, secretName, secretDoctor, secretID[:9]} {
		if strings.Contains(redacted, secret) {
			t.Errorf("%q is left in %s", secret, redacted)
		}

		if !strings.Contains(original, secret) {
			t.Errorf("%q was never in %s", secret, original)
		}
	}

	if encode(t, f) != original {
		t.Error("Redact changed its argument")
	}

	if !strings.Contains(redacted, `"*********123"`) {
		t.Errorf("the last three digits are missing: %s", redacted)
	}
}

func factsWithSecrets() *Facts {
	return &Facts{
		Setup: &Setup{
			File:       `C:\Users\` + secretName + `\practice.yaml`,
			Smartcards: []string{secretID},
			EMIS:       EMIS{Accounts: []string{secretName}},
			Mistakes:   []Mistake{{Text: `there is no key "` + secretName + `"`, Hint: secretID}},
		},
		Identity: &Identity{
			File:  "/home/" + secretName + "/userinfo.json",
			Error: `cannot read '` + secretName + `'`,
			IDs:   []string{secretID},
			Name:  secretName,
			Roles: []Role{{Organisation: "MILL SURGERY (" + secretDoctor + ")"}},
		},
		Asked:  []Answer{{Answer: `"` + secretName + `"`}},
		Errors: []ObservationError{{Text: `open "` + secretName + `": ` + secretID}},
	}
}

func encode(t *testing.T, f *Facts) string {
	t.Helper()

	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}

	return string(data)
}

// A secret can appear in any text: none may leave the computer, neither in the facts nor in the findings.
func TestRedactRemovesSecretsFromEveryField(t *testing.T) {
	eachTextField(t, func(name string, f *Facts, field reflect.Value) {
		addition := " for " + secretName + ", card " + secretID + `, in C:\Users\` + secretUser +
			`\practice.yaml`
		field.SetString(field.String() + addition)

		redacted := Redact(f)
		all := encode(t, redacted) + text(Run(redacted, noCodes))
		for _, secret := range []string{
			secretName,
			strings.ToUpper(secretName),
			secretID,
			secretID[:9],
			secretUser,
		} {
			if strings.Contains(all, secret) {
				t.Errorf("%s: %q is left in %s", name, secret, all)
			}
		}
	})
}

// eachTextField calls visit for each text field that facts can have, each time with facts of their own.
func eachTextField(t *testing.T, visit func(name string, f *Facts, field reflect.Value)) {
	t.Helper()

	count := len(textFields(reflect.ValueOf(fullFacts()).Elem(), "facts"))
	if count < 70 {
		t.Fatalf("only %d text fields", count)
	}

	for i := range count {
		f := fullFacts()
		field := textFields(reflect.ValueOf(f).Elem(), "facts")[i]
		visit(field.name, f, field.value)
	}
}

// fullFacts returns facts with one of everything, so that every field can be reached. As in real facts, the secrets
// can be recognised by the fields that contain nothing else.
func fullFacts() *Facts {
	return &Facts{
		Service: &Service{},
		Readers: []Reader{{Exchanges: []Exchange{{}}, Content: fullCard()}},
		Host:    fullHost(),
		Setup: &Setup{
			File:       `C:\Users\` + secretUser + `\practice.yaml`,
			Smartcards: []string{secretID},
			EMIS:       EMIS{Accounts: []string{"user.of.emis"}},
			Mistakes:   []Mistake{{}},
		},
		Identity: &Identity{
			Name:  secretName,
			IDs:   []string{secretID},
			Roles: []Role{{ActivityCodes: []string{""}}},
		},
		Asked:  []Answer{{}},
		Errors: []ObservationError{{}},
	}
}

func fullCard() *card.Content {
	tries := 3
	owned := card.Certificate{Subject: "CN=" + secretName + ", O=nhs", ID: secretID}

	return &card.Content{
		PIV:    &card.PIV{PINTries: &tries, Certificates: []card.Certificate{owned}},
		PKCS15: &card.PKCS15{Certificates: []card.Certificate{{}}},
		CAC:    &card.CAC{Certificates: []card.Certificate{{}}},
	}
}

func fullHost() *Host {
	return &Host{
		Software:  []Software{{}},
		Services:  &Services{List: []WindowsService{{}}},
		Processes: &Processes{List: []Process{{}}},
		Ports:     &Ports{},
		DotNet:    &DotNet{},
		Policies:  &Policies{List: []BrowserPolicy{{Values: []string{""}}}},
		Localhost: &Localhost{},
		Browser:   &Browser{},
		Session:   &Session{},
		Clock:     &Clock{},
		Network:   &Network{Addresses: []Reach{{}}},
		Directory: &Directory{Roles: []string{""}},
	}
}

type textField struct {
	name  string
	value reflect.Value
}

// textFields returns every field in v that is a string, with its path.
func textFields(v reflect.Value, name string) []textField {
	switch v.Kind() {
	case reflect.String:
		return []textField{{name, v}}
	case reflect.Pointer:
		if !v.IsNil() {
			return textFields(v.Elem(), name)
		}

	case reflect.Slice:
		return elementFields(v, name)
	case reflect.Struct:
		return structFields(v, name)
	}

	return nil
}

func elementFields(v reflect.Value, name string) []textField {
	var list []textField
	for i := range v.Len() {
		list = append(list, textFields(v.Index(i), fmt.Sprintf("%s[%d]", name, i))...)
	}

	return list
}

func structFields(v reflect.Value, name string) []textField {
	if v.Type() == timeType {
		return nil
	}

	var list []textField
	for i := range v.NumField() {
		list = append(list, textFields(v.Field(i), name+"."+v.Type().Field(i).Name)...)
	}

	return list
}

// factsOfANetwork contain names of computers, which identify a practice: the computer's own, a server's, a proxy's.
const factsOfANetwork = `{
	"schema": 1,
	"readers": [{"name": "reader at DESK-7F3, port 1", "state": "0x0012"}],
	"setup": {"file": "\\\\srv-oakfield\\share\\practice.yaml"},
	"host": {
		"os": "windows",
		"name": "desk-7f3",
		"user": "jnosuch",
		"processes": {"list": [{
			"name": "IdentityAgent.exe",
			"path": "\\\\SRV-OAKFIELD\\apps\\IdentityAgent.exe",
			"version": "2.4.10.0"
		}]},
		"network": {
			"proxy": "http://jo:hunter2@proxy.oakfield.example:3128",
			"addresses": [{
				"host": "am.nhsidentity.spineservices.nhs.uk",
				"stage": "connect",
				"error": "dial tcp 10.20.30.40:443 from [fe80::1%eth0]:5, through \"proxy.oakfield.example\""
			}]
		},
		"directory": {
			"code": "B81012",
			"error": "proxyconnect tcp: lookup proxy.oakfield.example on 10.20.30.40:53: no such host"
		}
	},
	"errors": [{"source": "host", "text": "open \\\\srv-oakfield\\x: JNOSUCH may not"}]
}`

func TestRedactRemovesNamesOfComputers(t *testing.T) {
	f := parseFacts(t, factsOfANetwork)
	redacted := Redact(f)
	all := strings.ToLower(encode(t, redacted) + text(Run(redacted, noCodes)))
	for _, secret := range []string{"oakfield", "desk-7f3", "jnosuch", "hunter2", "10.20.30.40", "fe80"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is left in %s", secret, all)
		}
	}

	for _, needed := range []string{
		"am.nhsidentity.spineservices.nhs.uk: no connection",
		"through the proxy ...",
		"2.4.10.0",
	} {
		if !strings.Contains(all, needed) {
			t.Errorf("%q is missing from %s", needed, all)
		}
	}
}

// A name can be a word that the checks look for. Such a word identifies no one, and removing it would change
// statuses.
func TestRedactKeepsWordsThatChecksNeed(t *testing.T) {
	for _, name := range []string{
		"emis", "localhost", "Smartcard", "identity agent", "chrome", "active", "nhs.uk", "Windows", "transaction",
	} {
		eachScenario(t, func(t *testing.T, s scenario) {
			if s.Facts.Host == nil {
				s.Facts.Host = &Host{}
			}

			s.Facts.Host.Name, s.Facts.Host.User = name, name

			want := statusLine(Run(s.Facts, noCodes))
			if got := statusLine(Run(Redact(s.Facts), noCodes)); got != want {
				t.Errorf("%s: redacted: %s\nwant: %s", name, got, want)
			}
		})
	}
}

// The most common name of a proxy is also the name of a stage.
func TestRedactKeepsTheStageProxy(t *testing.T) {
	f := &Facts{Host: &Host{Network: &Network{
		Proxy: "http://proxy:3128",
		Addresses: []Reach{{
			Host:  "gas.example",
			Stage: StageProxy,
			Error: "the proxy answered 403",
		}},
	}}}

	got := text(Run(Redact(f), noCodes))
	if want := "gas.example: the proxy refuses (the proxy answered 403)"; !strings.Contains(got, want) {
		t.Errorf("%q not found in:\n%s", want, got)
	}
}
