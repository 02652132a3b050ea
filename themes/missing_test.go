package themes_test

import (
	"slices"
	"testing"
)

// The page for unknown addresses suggests pages with similar addresses.
func TestSimilarAddresses(t *testing.T) {
	address := serveSample(t, nil)
	for unknown, want := range map[string]string{
		"/e/em-303":                   "/e/em-302/",
		"/EM312/":                     "/e/em-302/",
		"/smartcards/resolv/":         "/smartcards/resolve/",
		"/old/add_a_role.html":        "/smartcards/add-a-role/",
		"/smartcards/add%20a%20role/": "/smartcards/add-a-role/",
	} {
		tab := newTab(t)
		tab.open(address + unknown)
		tab.await(`document.querySelector(".nearest:not([hidden]) a") !== null`)
		got := value[[]string](tab, `[...document.querySelectorAll(".nearest a")].map(a => a.pathname)`)
		if !slices.Contains(got[:min(2, len(got))], want) {
			t.Errorf("%s: suggestions %q do not start with %s", unknown, got, want)
		}

		tab.expectNoErrors("404 " + address + unknown)
	}
}

// Codes of other forms have other spellings, too.
func TestOtherSpellingsOfLongCodes(t *testing.T) {
	address := serveSample(t, nil)
	for unknown, want := range map[string]string{
		"/e/ERR-TAX-001/": "/e/err_tax_001/",
		"/e/0X80070005":   "/e/0x80070005/",
		"/pay1042.html":   "/e/pay-1042/",
	} {
		tab := newTab(t)
		tab.open(address + unknown)
		tab.await(`location.href === ` + quoted(address+want))
		tab.expectNoErrors("404 " + address + unknown)
	}
}

// A code in capitals or with another separator leads to its page at once, and the back button skips the unknown
// address.
func TestOtherSpellingsOfCode(t *testing.T) {
	address := serveSample(t, nil)
	for _, unknown := range []string{"/e/ID-201/", "/e/id201/", "/e/ID201", "/id-201.html", "/Id%20201"} {
		tab := newTab(t)
		tab.open(address + "/a-z/")
		tab.open(address + unknown)
		tab.await(`location.href === ` + quoted(address+"/e/id-201/"))
		tab.await(`document.querySelector("h1 .code").textContent === "ID-201"`)
		tab.back()
		tab.await(`location.href === ` + quoted(address+"/a-z/"))
		tab.expectNoErrors("404 " + address + unknown)
	}
}

func TestUnknownAddressWithoutScript(t *testing.T) {
	address := serveSample(t, nil)
	tab := newTabWithoutScript(t)
	tab.open(address + "/smartcards/resolv/")
	links := value[[]string](tab, `[...document.querySelectorAll("main a")]
		.filter(a => a.checkVisibility()).map(a => a.pathname)`)
	for _, want := range []string{"/", "/errors/", "/a-z/"} {
		if !slices.Contains(links, want) {
			t.Errorf("no visible link to %s", want)
		}
	}

	if value[bool](tab, `document.querySelector(".nearest").checkVisibility({visibilityProperty: true})`) {
		t.Error("the heading of the suggestions is visible without suggestions")
	}
}
