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

// practice is what the directory answers of one, shortened.
const practice = `{"Organisation": {"Name": "STIRLING MEDICAL CENTRE", "Status": "Active", "OrgId": {"extension": "B81012"},
	"Roles": {"Role": [{"id": "RO177", "primaryRole": true, "Status": "Active"}, {"id": "RO76", "Status": "Active"}, {"id": "RO80", "Status": "Inactive"}]}}}`

func TestOnline(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Sun, 22 Nov 2026 09:42:00 GMT")
		if code, ok := strings.CutPrefix(r.URL.Path, "/ORD/"); ok {
			asked = append(asked, code)
			_, _ = w.Write([]byte(practice))
		}
	}))
	defer server.Close()
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	p := &prober{now: now, options: Options{Now: func() time.Time { return now }}, facts: &checks.Facts{
		Host: &checks.Host{Clock: &checks.Clock{}}, Setup: &checks.Setup{ODSCode: " b81012"},
	}}
	p.online(t.Context(), Online{Addresses: []string{"https://no-such-name.invalid/", server.URL}, Directory: server.URL + "/ORD/"})
	h := p.facts.Host
	want := &checks.Host{
		Network:   &checks.Network{Addresses: []checks.Reach{{Host: "no-such-name.invalid", Stage: checks.StageName}, {Host: strings.TrimPrefix(server.URL, "http://"), Status: 200}}},
		Directory: &checks.Directory{Code: "B81012", Name: "STIRLING MEDICAL CENTRE", Status: "Active", Roles: []string{"RO177", "RO76"}},
		Clock:     &checks.Clock{Server: now.Add(12 * time.Minute), Asked: now},
	}
	if diff := cmp.Diff(want, h, cmpopts.IgnoreTypes(checks.Origin{}), cmpopts.IgnoreFields(checks.Reach{}, "Error"), cmpopts.IgnoreFields(checks.Network{}, "Proxy")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"B81012"}, asked); diff != "" {
		t.Error("asked the directory for ", diff)
	}
}

// The directory is asked for nothing that is no code.
func TestOnlineAsksForCodesAlone(t *testing.T) {
	for code, want := range map[string]string{"B81012": "B81012", "a9a5a ": "A9A5A", "../secret": "", "B81012?x=1": "", "": "", "B8": "", "B8101200000": ""} {
		if got := practiceODS(&checks.Setup{ODSCode: code}); got != want {
			t.Errorf("%q: %q", code, got)
		}
	}
}

func TestOrganisation(t *testing.T) {
	for body, want := range map[string]string{
		practice:   "",
		`nonsense`: "nobody understands",
		`{}`:       "another organisation",
		strings.Replace(practice, "B81012", "B81013", 1): "another organisation",
	} {
		err := organisation([]byte(body), &checks.Directory{Code: "B81012"})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
}
