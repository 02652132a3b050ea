package probe

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"signpost/checks"
)

// practice is a shortened response of the directory.
const practice = `{"Organisation": {
	"Name": "STIRLING MEDICAL CENTRE",
	"Status": "Active",
	"OrgId": {"extension": "B81012"},
	"Roles": {"Role": [
		{"id": "RO177", "primaryRole": true, "Status": "Active"},
		{"id": "RO76", "Status": "Active"},
		{"id": "RO80", "Status": "Inactive"}
	]}
}}`

func TestOnline(t *testing.T) {
	var requested []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Sun, 22 Nov 2026 09:42:00 GMT")
		if code, ok := strings.CutPrefix(r.URL.Path, "/ORD/"); ok {
			requested = append(requested, code)
			_, _ = w.Write([]byte(practice))
		}
	}))
	defer server.Close()

	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	p := &prober{
		now:     now,
		options: Options{Now: func() time.Time { return now }},
		facts: &checks.Facts{
			Host:  &checks.Host{Clock: &checks.Clock{}},
			Setup: &checks.Setup{ODSCode: " b81012"},
		},
	}

	p.online(t.Context(), Online{
		Addresses: []string{"https://no-such-name.invalid/", server.URL},
		Directory: server.URL + "/ORD/",
	})

	h := p.facts.Host
	want := &checks.Host{
		Network: &checks.Network{
			Addresses: []checks.Reach{
				{Host: "no-such-name.invalid", Stage: checks.StageName},
				{Host: strings.TrimPrefix(server.URL, "http://"), Status: 200},
			},
		},
		Directory: &checks.Directory{
			Code:   "B81012",
			Name:   "STIRLING MEDICAL CENTRE",
			Status: "Active",
			Roles:  []string{"RO177", "RO76"},
		},
		Clock: &checks.Clock{Server: now.Add(12 * time.Minute), Asked: now},
	}

	if diff := cmp.Diff(want, h, cmpopts.IgnoreTypes(checks.Origin{}),
		cmpopts.IgnoreFields(checks.Reach{}, "Error"), cmpopts.IgnoreFields(checks.Network{}, "Proxy")); diff != "" {
		t.Error(diff)
	}

	if diff := cmp.Diff([]string{"B81012"}, requested); diff != "" {
		t.Error("requested from the directory: ", diff)
	}
}

// Nothing except ODS codes is sent to the directory.
func TestOnlineSendsOnlyODSCodes(t *testing.T) {
	for code, want := range map[string]string{
		"B81012":      "B81012",
		"a9a5a ":      "A9A5A",
		"../secret":   "",
		"B81012?x=1":  "",
		"":            "",
		"B8":          "",
		"B8101200000": "",
	} {
		if got := practiceODS(&checks.Setup{ODSCode: code}); got != want {
			t.Errorf("%q: %q", code, got)
		}
	}
}

func TestOrganisation(t *testing.T) {
	for body, want := range map[string]string{
		practice:   "",
		`nonsense`: "invalid data",
		`{}`:       "another organisation",
		strings.Replace(practice, "B81012", "B81013", 1): "another organisation",
	} {
		_, err := readOrganisation([]byte(body), "B81012")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
}

// related returns a response of the directory about an organisation with one more relation.
func related(code, relation, status, target, role string) string {
	return `{"Organisation": {"Name": "X", "Status": "Active", "OrgId": {"extension": "` + code +
		`"}, "Rels": {"Rel": [
		{"id": "RE6", "Status": "Active", "Target": {"OrgId": {"extension": "999"}, "PrimaryRoleId": {"id": "RO177"}}},
		{"id": "RE4", "Status": "Inactive", "Target": {"OrgId": {"extension": "00T"}, "PrimaryRoleId": {"id": "RO98"}}},
		{"id": "` + relation + `", "Status": "` + status + `", "Target": {"OrgId": {"extension": "` + target +
		`"}, "PrimaryRoleId": {"id": "` + role + `"}}}]}}}`
}

// The ICB of a practice is two relations away. If one of them is ambiguous, the ICB is unknown, and there are never
// more than two requests.
func TestICBInTheDirectory(t *testing.T) {
	location := related("B81012", "RE4", "Active", "01G", "RO98")
	icb := related("01G", "RE5", "Active", "QOP", "RO318")
	for name, tt := range map[string]struct {
		answers map[string]string
		named   string
		want    checks.Directory
		sent    string
	}{
		"two steps": {
			map[string]string{"B81012": location, "01G": icb},
			"",
			checks.Directory{SubICB: "01G", ICB: "QOP"},
			"B81012 01G",
		},
		"named in the set-up": {
			map[string]string{"B81012": location, "01G": icb},
			"NHS Example ICB",
			checks.Directory{},
			"B81012",
		},
		"not commissioned by a location": {
			map[string]string{"B81012": related("B81012", "RE4", "Active", "X24", "RO209")},
			"",
			checks.Directory{},
			"B81012",
		},
		"no longer commissioned": {
			map[string]string{"B81012": related("B81012", "RE4", "Inactive", "01G", "RO98")},
			"",
			checks.Directory{},
			"B81012",
		},
		"two locations": {
			map[string]string{"B81012": strings.Replace(location, "Inactive", "Active", 1)},
			"",
			checks.Directory{},
			"B81012",
		},
		"invalid code": {
			map[string]string{"B81012": related("B81012", "RE4", "Active", "../x", "RO98")},
			"",
			checks.Directory{},
			"B81012",
		},
		"unknown location": {
			map[string]string{"B81012": location},
			"",
			checks.Directory{SubICB: "01G"},
			"B81012 01G",
		},
		"location without ICB": {
			map[string]string{"B81012": location, "01G": related("01G", "RE5", "Active", "Y62", "RO209")},
			"",
			checks.Directory{SubICB: "01G"},
			"B81012 01G",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var requested []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				code := strings.TrimPrefix(r.URL.Path, "/")
				requested = append(requested, code)
				if tt.answers[code] == "" {
					http.NotFound(w, r)
				}

				_, _ = w.Write([]byte(tt.answers[code]))
			}))
			defer server.Close()

			p := &prober{
				options: Options{Now: time.Now},
				facts: &checks.Facts{
					Host:  &checks.Host{},
					Setup: &checks.Setup{ODSCode: "B81012", ICB: tt.named},
				},
			}

			p.online(t.Context(), Online{Directory: server.URL + "/"})
			got := checks.Directory{SubICB: p.facts.Host.Directory.SubICB, ICB: p.facts.Host.Directory.ICB}
			if diff := cmp.Diff(tt.want, got); diff != "" || strings.Join(requested, " ") != tt.sent {
				t.Errorf("requested %q\n%s", requested, diff)
			}
		})
	}
}
