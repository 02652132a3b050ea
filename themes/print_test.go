package themes_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// printedText prints the page of a tab and returns the text on paper.
func printedText(b *tab) string {
	b.t.Helper()
	const a4Width, a4Height = 8.27, 11.69 // inches
	params := cdp.PrintToPDFParams{PaperWidth: a4Width, PaperHeight: a4Height}
	reply, err := chromedp.Call(b.ctx, cdp.PrintToPDF, params)
	if err != nil {
		b.t.Fatal(err)
	}

	file := filepath.Join(b.t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, reply.Data, 0o600); err != nil {
		b.t.Fatal(err)
	}

	text, err := exec.Command(program(b.t, "pdftotext", "poppler-utils"), "-layout", file, "-").Output()
	if err != nil {
		b.t.Fatal(err)
	}

	return strings.Join(strings.Fields(string(text)), " ")
}

// A printed page contains its text, the addresses of its links and of the page, and no controls.
func TestPrint(t *testing.T) {
	address := serveOwn(t, nil)
	tab := newTab(t)
	controls := []string{
		"Copy link", "Search", "On this page", "Skip to", "More in", "All articles", "Did this answer",
	}

	for page, content := range map[string][]string{
		"/smartcards/resolve/": {
			"Resolve smartcard issues",
			"ODS code not present on smartcard Identity Agent",
			"Check that it worked:",
			"Hub (https://hub.ht1.uk/)",
			"(" + address + "/onboarding/",
			"Last reviewed 22 November 2026",
			"This page: http://127.0.0.1:8080/smartcards/resolve/",
		},
		"/e/id-201/": {
			"ID-201",
			"Check that it worked:",
			"(" + address + "/onboarding/",
			"This page: http://127.0.0.1:8080/e/id-201/",
		},
		"/errors/": {
			"EM-302",
			"EMIS CDB did not match set up",
			"(" + address + "/e/em-302/)",
		},
	} {
		tab.open(address + page)
		tab.awaitLoad()
		text := printedText(tab)
		for _, want := range content {
			if !strings.Contains(text, want) {
				t.Errorf("%s: printed page does not contain %q:\n%s", page, want, text)
			}
		}

		for _, control := range controls {
			if strings.Contains(text, control) {
				t.Errorf("%s: printed page contains %q", page, control)
			}
		}
	}
}
