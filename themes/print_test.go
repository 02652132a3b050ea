package themes_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// paper prints what is open in a tab, and reads it back.
func paper(ctx context.Context, t *testing.T) string {
	t.Helper()
	reply, err := chromedp.Call(ctx, cdp.PrintToPDF, cdp.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, reply.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(program(t, "pdftotext", "poppler-utils"), "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// On paper stands what the article says, where its links lead and where the page stands, and nothing to press.
func TestPaper(t *testing.T) {
	address := startOwn(t, nil)
	ctx := browser.New(t)
	for where, wanted := range map[string][]string{
		"/smartcards/resolve/": {
			"Resolve smartcard issues", "ODS code not present on smartcard Identity Agent", "Check that it worked:",
			"Hub (https://hub.ht1.uk/)", "(" + address + "/onboarding/", "Last reviewed 22 November 2026",
			"This page: http://127.0.0.1:8080/smartcards/resolve/",
		},
		"/e/id-201/": {"ID-201", "Check that it worked:", "(" + address + "/onboarding/", "This page: http://127.0.0.1:8080/e/id-201/"},
		"/errors/":   {"EM-302", "EMIS CDB did not match set up", "(" + address + "/e/em-302/)"},
	} {
		do(ctx, t, chromedp.Navigate(address+where))
		browser.Await(ctx, t, `document.readyState === "complete"`)
		text := paper(ctx, t)
		for _, want := range wanted {
			if !strings.Contains(text, want) {
				t.Errorf("%s: on paper %q is missing:\n%s", where, want, text)
			}
		}
		for _, unwanted := range []string{"Copy link", "Search", "On this page", "Skip to", "More in", "All articles", "Did this answer"} {
			if strings.Contains(text, unwanted) {
				t.Errorf("%s: on paper there is %q", where, unwanted)
			}
		}
	}
}
