package themes_test

import (
	"net/http"
	"strings"
	"testing"
)

// A notice disappears after its last day, although the page was built before.
func TestNoticeEnds(t *testing.T) {
	files := buildSample(t)
	for until, want := range map[string]bool{"2000-01-01": false, "9999-12-31": true} {
		notice := `<aside class="notice" data-until="` + until + `"><p>Outage</p></aside><main`
		page := strings.Replace(string(files["/"+resolvePage+"index.html"]), "<main", notice, 1)
		handler := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(page)) }

		tab := newTab(t)
		tab.open(serve(t, files, map[string]http.HandlerFunc{"/" + resolvePage: handler}) + "/" + resolvePage)
		tab.awaitLoad()
		if shown := value[bool](tab, `document.querySelector(".notice") !== null`); shown != want {
			t.Errorf("until %s: shown is %v", until, shown)
		}
	}
}
