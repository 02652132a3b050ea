package checks

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/checks/card"
	"signpost/internal/codes"
)

// scenario is a file of testdata: facts, what they show, and what the checks must make of them.
type scenario struct {
	Scenario string
	Expect   map[string]Status
	Says     []string // each stands in a detail, a piece of evidence or a step
}

func scenarios(t *testing.T, visit func(t *testing.T, s scenario, f *Facts)) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios: ", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var s scenario
			if err := json.Unmarshal(data, &s); err != nil {
				t.Fatal(err)
			}
			f, err := ReadFacts(data)
			if err != nil {
				t.Fatal(err)
			}
			visit(t, s, f)
		})
	}
}

var noCodes = codes.New("https://help.example/", nil)

func statusOf(findings []Finding) map[string]Status {
	statuses := map[string]Status{}
	for _, f := range findings {
		statuses[f.Check] = f.Status
	}
	return statuses
}

func words(findings []Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&b, f.Detail)
		fmt.Fprintln(&b, strings.Join(slices.Concat(f.Evidence, f.Fix), "\n"))
	}
	return b.String()
}

// With SIGNPOST_UPDATE=1 a scenario gets a line for each check that it does not name yet; what it expects of the others stays.
func TestScenarios(t *testing.T) {
	scenarios(t, func(t *testing.T, s scenario, f *Facts) {
		findings := Run(f, noCodes)
		if os.Getenv("SIGNPOST_UPDATE") == "1" {
			enrol(t, s, findings)
		}
		if diff := cmp.Diff(s.Expect, statusOf(findings)); diff != "" {
			t.Errorf("%s: %s", s.Scenario, diff)
		}
		for _, want := range s.Says {
			if !strings.Contains(words(findings), want) {
				t.Errorf("%s: nothing says %q:\n%s", s.Scenario, want, words(findings))
			}
		}
	})
}

// What a scenario says, people get to read: it does not give way to the steps of an article.
func TestScenariosSayTheSameWithArticles(t *testing.T) {
	articles := stepsForAll("read the article")
	scenarios(t, func(t *testing.T, s scenario, f *Facts) {
		for _, want := range s.Says {
			if told := words(Run(f, articles)); !strings.Contains(told, want) {
				t.Errorf("%s: nothing says %q where there is an article:\n%s", s.Scenario, want, told)
			}
		}
	})
}

// enrol writes a line for each check that a scenario does not name, after that of the check before it.
func enrol(t *testing.T, s scenario, findings []Finding) {
	t.Helper()
	file := "testdata/" + path.Base(t.Name()) + ".json"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, before, between := string(data), `"expect": {`, "\n    "
	for _, f := range findings {
		status, named := s.Expect[f.Check]
		if !named {
			status = f.Status
			s.Expect[f.Check] = status
		}
		line := fmt.Sprintf("%q: %q", f.Check, status)
		if !named {
			added := before + between + line
			if between == "\n    " {
				added += "," // it is the first
			}
			text = strings.Replace(text, before, added, 1)
		}
		before, between = line, ",\n    "
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// Every finding must be usable by itself: what is wrong or unknown says what to do, and what is bad has a link.
func TestFindingsAreComplete(t *testing.T) {
	scenarios(t, func(t *testing.T, _ scenario, f *Facts) {
		for _, finding := range Run(f, noCodes) {
			if finding.Detail == "" || finding.Evidence == nil || finding.Fix == nil {
				t.Errorf("%s: incomplete: %+v", finding.Check, finding)
			}
			if (finding.Bad() || finding.Status == Unknown) && len(finding.Fix) == 0 {
				t.Errorf("%s is %s and says nothing to do", finding.Check, finding.Status)
			}
			if len(finding.Fix) > maxSteps {
				t.Errorf("%s: %d steps", finding.Check, len(finding.Fix))
			}
			if want := codes.URL("https://help.example/", finding.Code); finding.URL != want {
				t.Errorf("%s: link %q, want %q", finding.Check, finding.URL, want)
			}
		}
	})
}

// Support sees redacted facts: the checks must come to the same end.
func TestRedactedFactsDecideTheSame(t *testing.T) {
	scenarios(t, func(t *testing.T, s scenario, f *Facts) {
		if diff := cmp.Diff(s.Expect, statusOf(Run(Redact(f), noCodes))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestListIsConsistent(t *testing.T) {
	ids, seen := map[string]bool{}, map[codes.Code]bool{}
	for _, c := range List() {
		if !c.Code.Valid() || seen[c.Code] || ids[c.ID] || c.Title == "" {
			t.Errorf("%s: bad or double: %+v", c.ID, c)
		}
		for _, before := range c.After {
			if !ids[before] {
				t.Errorf("%s comes after %q, which does not come before it", c.ID, before)
			}
		}
		ids[c.ID], seen[c.Code] = true, true
	}
}

// Ids and codes are permanent: articles and bookmarks hold them. Lines are added here, never changed.
func TestCodesArePermanent(t *testing.T) {
	want := "service SC-101, reader SC-102, card SC-103, card-answers SC-104, card-shared SC-105, card-series SC-106, card-blank SC-109, " +
		"certificate-expired SC-107, certificate-expiring SC-108, pin-blocked SC-110, pin-tries SC-111, clock SU-511, " +
		"software-blocked SU-502, software-ending SU-503, software-conflict SU-504, agent-running NW-606, " +
		"credential-management NW-604, software-twice SU-506, dotnet SU-505, port-service SU-507, " +
		"browser-settings SU-512, localhost NW-608, default-browser SU-514, setup SU-501, network NW-611, ods-directory SU-513, " +
		"ods-code ID-201, permission ID-202, emis-accounts EM-301, emis-cdb EM-302, systmone-profile SO-401"
	var got []string
	for _, c := range List() {
		got = append(got, fmt.Sprint(c.ID, " ", c.Code))
	}
	if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
		t.Error(diff)
	}
}

func TestStepsComeFromTheRegistry(t *testing.T) {
	steps := []string{"one", "two", "three", "four", "five", "six"}
	registry := codes.New("https://help.example/", []codes.Entry{
		{Code: "SC-102", Steps: steps},
		{Code: "ID-202", Steps: steps},
	})
	for _, f := range Run(&Facts{Service: &Service{}}, registry) {
		fromRegistry := slices.Equal(f.Fix, steps[:maxSteps])
		if want := f.Check == "reader"; fromRegistry != want || (f.More == 1) != want { // the permission is unknown: its steps say how to find out
			t.Errorf("%s: steps %q", f.Check, f.Fix)
		}
	}
}

// stepsForAll is a registry in which the article of every check has these steps.
func stepsForAll(steps ...string) *codes.Registry {
	var entries []codes.Entry
	for _, c := range List() {
		entries = append(entries, codes.Entry{Code: c.Code, Steps: steps})
	}
	return codes.New("https://help.example/", entries)
}

func TestReadFactsRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`nonsense`:                                       "not a facts file",
		`{"schema": 2}`:                                  "facts have schema 2",
		`{"schema": 1, "readers": {}}`:                   "not a facts file",
		`{"schema":1,"service":{"error":1}}`:             "not a facts file",
		`{"schema":1,"service":{"error":"0x123456789"}}`: `"0x123456789" is not a number`,
	} {
		if _, err := ReadFacts([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestFactsSurviveTheWay(t *testing.T) {
	scenarios(t, func(t *testing.T, _ scenario, f *Facts) {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadFacts(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, again); diff != "" {
			t.Error(diff)
		}
	})
}

// Card ids and names may stand in many places; none of them may leave the computer.
func TestRedactTakesSecretsOut(t *testing.T) {
	const id, name, doctor = "987654321123", "Jo Nosuchperson", "S NOSUCHDOCTOR"
	f := &Facts{
		Setup: &Setup{
			File: `C:\Users\` + name + `\practice.yaml`, Smartcards: []string{id}, EMIS: EMIS{Accounts: []string{name}},
			Mistakes: []Mistake{{Text: `there is no key "` + name + `"`, Hint: id}},
		},
		Identity: &Identity{File: "/home/" + name + "/userinfo.json", Error: `cannot read '` + name + `'`, IDs: []string{id}, Name: name, Roles: []Role{{Organisation: "MILL SURGERY (" + doctor + ")"}}},
		Asked:    []Answer{{Answer: `"` + name + `"`}},
		Errors:   []Trouble{{Text: `open "` + name + `": ` + id}},
	}
	original, _ := json.Marshal(f)
	data, err := json.Marshal(Redact(f))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{id, name, doctor, id[:9]} {
		if strings.Contains(string(data), secret) {
			t.Errorf("%q is left in %s", secret, data)
		}
		if !strings.Contains(string(original), secret) {
			t.Errorf("%q was never in %s", secret, original)
		}
	}
	if after, _ := json.Marshal(f); string(after) != string(original) {
		t.Error("the original was changed")
	}
	if !strings.Contains(string(data), `"*********123"`) {
		t.Errorf("the last three digits are gone: %s", data)
	}
}

// everyText calls visit for each text field that facts can have, with one that is empty elsewhere.
func everyText(t *testing.T, visit func(name string, f *Facts, text reflect.Value)) {
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

// fullFacts has one of everything, so that every field can be reached; and whose secrets it holds is known, as in life.
func fullFacts() *Facts {
	tries := 3
	return &Facts{
		Service: &Service{}, Host: fullHost(), Asked: []Answer{{}}, Errors: []Trouble{{}},
		Readers: []Reader{{Exchanges: []Exchange{{}}, Content: &card.Content{
			PIV:    &card.PIV{PINTries: &tries, Certificates: []card.Certificate{{Subject: "CN=" + secretName + ", O=nhs", ID: secretID}}},
			PKCS15: &card.PKCS15{Certificates: []card.Certificate{{}}},
			CAC:    &card.CAC{Certificates: []card.Certificate{{}}},
		}}},
		Setup:    &Setup{File: `C:\Users\` + secretUser + `\practice.yaml`, Smartcards: []string{secretID}, EMIS: EMIS{Accounts: []string{"user.of.emis"}}, Mistakes: []Mistake{{}}},
		Identity: &Identity{Name: secretName, IDs: []string{secretID}, Roles: []Role{{ActivityCodes: []string{""}}}},
	}
}

func fullHost() *Host {
	return &Host{
		Software: []Software{{}}, Services: &Services{List: []WindowsService{{}}}, Processes: &Processes{List: []Process{{}}}, Ports: &Ports{}, DotNet: &DotNet{},
		Policies: &Policies{List: []BrowserPolicy{{Values: []string{""}}}}, Localhost: &Localhost{}, Browser: &Browser{}, Session: &Session{}, Clock: &Clock{},
		Network: &Network{Addresses: []Reach{{}}}, Directory: &Directory{Roles: []string{""}},
	}
}

const secretName, secretID, secretUser = "Jo Nosuchperson", "987654321123", "jnosuch"

type textField struct {
	name  string
	value reflect.Value
}

func textFields(v reflect.Value, name string) []textField {
	var list []textField
	switch v.Kind() {
	case reflect.String:
		return []textField{{name, v}}
	case reflect.Pointer:
		if !v.IsNil() {
			return textFields(v.Elem(), name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			list = append(list, textFields(v.Index(i), fmt.Sprintf("%s[%d]", name, i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type() != timeType {
				list = append(list, textFields(v.Field(i), name+"."+v.Type().Field(i).Name)...)
			}
		}
	}
	return list
}

// A secret may turn up in any text: none may leave the computer, in the facts nor in what the checks say of them.
func TestRedactTakesSecretsOutOfEveryField(t *testing.T) {
	everyText(t, func(name string, f *Facts, text reflect.Value) {
		text.SetString(text.String() + " for " + secretName + ", card " + secretID + `, in C:\Users\` + secretUser + `\practice.yaml`)
		redacted := Redact(f)
		data, err := json.Marshal(redacted)
		if err != nil {
			t.Fatal(err)
		}
		all := string(data) + words(Run(redacted, noCodes))
		for _, secret := range []string{secretName, strings.ToUpper(secretName), secretID, secretID[:9], secretUser} {
			if strings.Contains(all, secret) {
				t.Errorf("%s: %q is left in %s", name, secret, all)
			}
		}
	})
}

// Names of computers tell which practice it is: its own, that of a server, that of a proxy, and addresses.
func TestRedactTakesComputersOut(t *testing.T) {
	f, err := ReadFacts([]byte(`{"schema": 1, "readers": [{"name": "reader at DESK-7F3, port 1", "state": "0x0012"}], "setup": {"file": "\\\\srv-oakfield\\share\\practice.yaml"},
		"host": {"os": "windows", "name": "desk-7f3", "user": "jnosuch",
			"processes": {"list": [{"name": "IdentityAgent.exe", "path": "\\\\SRV-OAKFIELD\\apps\\IdentityAgent.exe", "version": "2.4.10.0"}]},
			"network": {"proxy": "http://jo:hunter2@proxy.oakfield.example:3128", "addresses": [{"host": "am.nhsidentity.spineservices.nhs.uk", "stage": "connect", "error": "dial tcp 10.20.30.40:443 from [fe80::1%eth0]:5, through \"proxy.oakfield.example\""}]},
			"directory": {"code": "B81012", "error": "proxyconnect tcp: lookup proxy.oakfield.example on 10.20.30.40:53: no such host"}},
		"errors": [{"source": "host", "text": "open \\\\srv-oakfield\\x: JNOSUCH may not"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	redacted := Redact(f)
	data, err := json.Marshal(redacted)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.ToLower(string(data) + words(Run(redacted, noCodes)))
	for _, secret := range []string{"oakfield", "desk-7f3", "jnosuch", "hunter2", "10.20.30.40", "fe80"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is left in %s", secret, all)
		}
	}
	for _, needed := range []string{"am.nhsidentity.spineservices.nhs.uk: nobody takes the call", "through the proxy ...", "2.4.10.0"} {
		if !strings.Contains(all, needed) {
			t.Errorf("%q is gone from %s", needed, all)
		}
	}
}

// A name can be a word that the checks look for. The word tells of nobody, and without it they would decide otherwise.
func TestNamesThatAreCommonWords(t *testing.T) {
	for _, name := range []string{"emis", "localhost", "Smartcard", "identity agent", "chrome", "active", "nhs.uk", "Windows", "transaction"} {
		scenarios(t, func(t *testing.T, s scenario, f *Facts) {
			if f.Host == nil {
				f.Host = &Host{}
			}
			f.Host.Name, f.Host.User = name, name
			if diff := cmp.Diff(statusOf(Run(f, noCodes)), statusOf(Run(Redact(f), noCodes))); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		})
	}
}

// The most common name of a proxy is what a stage is called too.
func TestProxyThatIsCalledProxy(t *testing.T) {
	f := &Facts{Host: &Host{Network: &Network{Proxy: "http://proxy:3128", Addresses: []Reach{{Host: "gas.example", Stage: StageProxy, Error: "the proxy answered 403"}}}}}
	if said := words(Run(Redact(f), noCodes)); !strings.Contains(said, "gas.example: the proxy refuses (the proxy answered 403)") {
		t.Error(said)
	}
}

func TestPolicyIsComplete(t *testing.T) {
	p := currentPolicy()
	if len(p.ActivityCodes.Required) != 9 || p.ActivityCodes.Source == "" || p.ActivityCodes.Position == "" || p.Updated.IsZero() {
		t.Errorf("activity codes: %+v", p.ActivityCodes)
	}
	for _, b := range p.BlockedSeries {
		if b.Historical == "" || b.From.IsZero() || b.Source == "" {
			t.Errorf("blocked series: %+v", b)
		}
	}
	for _, s := range p.Software {
		if s.Name == "" || s.Least == "" || s.Ends.IsZero() || s.Successor == "" || s.Source == "" {
			t.Errorf("software: %+v", s)
		}
	}
	if p.SelfRenewal.Days == 0 || p.SelfRenewal.Source == "" {
		t.Errorf("self-renewal: %+v", p.SelfRenewal)
	}
	if m := p.Management; len(m.Names) == 0 || m.Service == "" || m.Port == 0 || m.DotNet == 0 || m.Source == "" {
		t.Errorf("NHS Credential Management: %+v", m)
	}
	if p.Browsers.Source == "" || p.Addresses.Source == "" || len(p.Addresses.List) < 4 || p.Directory.Source == "" || !strings.HasPrefix(p.Directory.URL, "https://") {
		t.Errorf("browsers, addresses or directory: %+v %+v %+v", p.Browsers, p.Addresses, p.Directory)
	}
	for _, a := range p.Addresses.List {
		if a.Host == "" || a.Purpose == "" {
			t.Errorf("address: %+v", a)
		}
	}
	for _, e := range p.ExemptICBs {
		if e.Code == "" || e.Name == "" || e.Source == "" {
			t.Errorf("exempt ICB: %+v", e)
		}
	}
}

// Facts come from strangers: whatever they hold, every check gives an answer.
func FuzzFacts(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, err := ReadFacts(data)
		if err != nil {
			return
		}
		for _, finding := range append(Run(facts, noCodes), Run(Redact(facts), noCodes)...) {
			if finding.Status == "" || finding.Detail == "" {
				t.Errorf("%s says nothing", finding.Check)
			}
		}
	})
}
