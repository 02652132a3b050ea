package themes_test

import (
	"fmt"
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
	return strings.Join(printedSheets(b), " ")
}

// printedSheets prints the page of a tab and returns the text of each sheet.
func printedSheets(b *tab) []string {
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

	var sheets []string
	for sheet := range strings.SplitSeq(strings.TrimSuffix(string(text), "\f"), "\f") {
		sheets = append(sheets, strings.Join(strings.Fields(sheet), " "))
	}

	return sheets
}

// All articles of a collection are printed at once, each from the top of a sheet, without an empty sheet.
func TestPrintAll(t *testing.T) {
	address := serveOwn(t, nil)
	tab := newTab(t)
	tab.open(address + "/smartcards/")
	tab.click(".print-all a")
	tab.await(`location.href === ` + quoted(address+"/smartcards/print-all/"))
	tab.awaitLoad()
	titles := value[[]string](tab, `[...document.querySelectorAll(".parts li > a:first-child")]
		.map(a => a.textContent)`)

	controls := []string{"Copy link", "Search this", "Skip to", "Did this answer", "Print", "Still stuck"}
	next := 0
	for i, sheet := range printedSheets(tab) {
		if sheet == "" {
			t.Errorf("sheet %d is empty", i+1)
		}

		if i > 0 && next < len(titles) && strings.HasPrefix(sheet, fmt.Sprintf("%d. %s", next+1, titles[next])) {
			next++
		}

		for _, control := range controls {
			if strings.Contains(sheet, control) {
				t.Errorf("sheet %d contains %q", i+1, control)
			}
		}
	}

	if next < 10 || next != len(titles) {
		t.Errorf("%d of %d articles begin with a sheet", next, len(titles))
	}

	tab.expectNoErrors()
}

// The button prints. Without JavaScript, there is none, and everything else works.
func TestPrintButton(t *testing.T) {
	page := serveOwn(t, nil) + "/smartcards/print-all/"
	const isShown = `document.querySelector("button.print").checkVisibility({visibilityProperty: true})`
	tab := newTab(t)
	tab.open(page)
	tab.await(isShown)
	tab.run(`window.print = () => { window.printed = true }`)
	tab.click("button.print")
	tab.await(`window.printed`)
	hidden := value[[]string](tab, `[...document.querySelectorAll(".part details:not([open]), .part img[loading]")]
		.map(e => e.outerHTML)`)
	if len(hidden) > 0 {
		t.Errorf("not on paper: %q", hidden)
	}

	missing := value[[]string](tab, `[...document.querySelectorAll("main a[href^='#']")]
		.filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.outerHTML)`)
	if len(missing) > 0 {
		t.Errorf("links lead nowhere: %q", missing)
	}

	tab.expectNoErrors()

	plain := newTabWithoutScript(t)
	plain.open(page)
	plain.awaitLoad()
	if value[bool](plain, isShown) {
		t.Error("the button is shown without JavaScript")
	}
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
