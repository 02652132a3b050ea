package themes_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

const (
	openDialog = `document.querySelector("dialog[open]")`
	pictureAt  = `document.querySelector("a.picture")`
)

// TestEnlargePicture expects a dialog with the picture that works with the keyboard and gives the focus back.
func TestEnlargePicture(t *testing.T) {
	address := serveOwn(t, nil) + "/smartcards/resolve/"
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			tab := newTab(t)
			tab.emulate("", "prefers-color-scheme", scheme)
			tab.resize(1280, 900)
			tab.open(address)
			tab.await(copyButtonsShown)
			tab.run(pictureAt + ".focus()")
			tab.press(kb.Enter)
			tab.await(openDialog+`?.querySelector("img").naturalWidth > 0`,
				`document.activeElement.textContent === "Close"`)

			if got := value[string](tab, openDialog+".ariaLabel"); !strings.HasPrefix(got, "A smartcard in") {
				t.Errorf("name of the dialog %q", got)
			}

			tab.expectAccessible("enlarged picture")
			tab.press(kb.Escape)
			tab.await(`document.querySelector("dialog") === null`, `document.activeElement === `+pictureAt)
			tab.expectNoErrors()
		})
	}
}

// TestEnlargePictureOnAPhone expects the picture at its full size, because it fills the width of the page already.
func TestEnlargePictureOnAPhone(t *testing.T) {
	tab := newTab(t)
	tab.resize(320, 600)
	tab.open(serveOwn(t, nil) + "/smartcards/resolve/")
	tab.await(copyButtonsShown)
	tab.run(pictureAt + ".click()")
	tab.await(openDialog + `?.querySelector("img").clientWidth >= 640`)
	tab.expectAccessible("enlarged picture")
	tab.run(openDialog + `.querySelector("[aria-pressed=true]").click()`)
	tab.await(openDialog + `.querySelector("img").clientWidth === 320`)
	tab.run(openDialog + `.querySelector("img").click()`)
	tab.await(openDialog + `.querySelector("img").clientWidth >= 640`)
	tab.run(openDialog + `.querySelector("button:last-of-type").click()`)
	tab.await(`document.querySelector("dialog") === null`)
	tab.expectNoErrors()
}

// TestPictureWithoutDialog expects the file of the picture if it cannot be enlarged.
func TestPictureWithoutDialog(t *testing.T) {
	tab := newTab(t)
	const picture = "/smartcards/where-to-look-ods-code.svg"
	address := serveOwn(t, map[string]http.HandlerFunc{
		"/assets/later-": http.NotFound,
		picture: func(w http.ResponseWriter, _ *http.Request) { // a page, because a drawing has no body to wait for
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<body>the picture")
		},
	})
	tab.open(address + "/smartcards/resolve/")
	tab.await(copyButtonsShown)
	tab.run(pictureAt + ".click()")
	tab.await(locationIs(picture))
	tab.expectNoErrors("404", "MIME")

	tab = newTabWithoutScript(t)
	tab.open(address + "/smartcards/resolve/")
	tab.click("a.picture")
	tab.await(locationIs(picture))
}

// TestCopyCode expects the code in the clipboard, or in a field, with its line breaks.
func TestCopyCode(t *testing.T) {
	address := serveOwn(t, nil)
	for name, status := range map[string]string{
		"clipboard": "Code copied",
		"by hand":   "Press Ctrl and C to copy the code.",
	} {
		t.Run(name, func(t *testing.T) {
			method := copyMethods[name]
			method.status = status
			tab := newTab(t)
			const page = "/support/write-an-error-section/"
			tab.open(address + page)
			tab.await(copyButtonsShown)
			want := value[string](tab, `document.querySelector(".text pre").textContent.trimEnd()`)
			if !strings.Contains(want, "\n") {
				t.Fatalf("the code %q has one line", want)
			}

			method.check(tab, page, "pre", "Copy code", want)
		})
	}
}
