package themes_test

import (
	"net/url"
	"strings"
	"testing"
)

// mail is an email as the reader's email program opens it.
type mail struct{ to, subject, body string }

func mailOf(b *tab) mail {
	b.t.Helper()
	address := value[string](b, `document.querySelector('a[href^="mailto:"]').href`)
	u, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}

	to, _ := url.PathUnescape(u.Opaque)
	query := u.Query()

	return mail{to, query.Get("subject"), query.Get("body")}
}

// The section about an error leads to the contact page, whose email names the error, its page, and the steps that the
// reader ticks.
func TestContactAboutAnError(t *testing.T) {
	address := serveOwn(t, nil)
	tab := newTab(t)
	tab.open(address + "/smartcards/resolve/")
	tab.click(`.stuck a[href$="em-301"]`)
	tab.await(locationIs("/contact/?about=em-301"), `document.querySelectorAll(".tick").length > 3`)
	tab.expectAccessible("contact about an error")

	m := mailOf(tab)
	if m.to != "support@help.example" || m.subject != "EM-301 Sign in to EMIS failed" {
		t.Errorf("email to %q about %q", m.to, m.subject)
	}

	for _, line := range []string{
		"Error code: EM-301 Sign in to EMIS failed\r\n",
		"Page: " + address + "/smartcards/resolve/#sign-in-to-emis-failed\r\n",
		"What I tried:\r\n\r\n",
	} {
		if !strings.Contains(m.body, line) {
			t.Errorf("no %q in %q", line, m.body)
		}
	}

	tab.click(".tick")
	step := value[string](tab, `document.querySelector(".tick").textContent.trim()`)
	if m = mailOf(tab); !strings.Contains(m.body, "What I tried:\r\n- "+step+"\r\n") {
		t.Errorf("no step %q in %q", step, m.body)
	}

	tab.expectNoErrors()
}

// Whatever the address contains, the page shows only codes of the site, as text.
func TestContactIgnoresOtherAddresses(t *testing.T) {
	address := serveOwn(t, nil)
	for _, query := range []string{
		"", "?about=", "?about=id-999", "?about=%", "?about=%3Cimg%20src=x%20onerror=alert(1)%3E",
		"?about=__proto__", "#id-201",
	} {
		tab := newTab(t)
		tab.open(address + "/contact/" + query)
		tab.awaitLoad()
		if value[bool](tab, `document.querySelector(".tick, main img") !== null`) {
			t.Errorf("%s: the page shows an error", query)
		}

		if m := mailOf(tab); !strings.Contains(m.body, "What I see:\r\n\r\nWhat I tried:") {
			t.Errorf("%s: the email has the lines %q", query, m.body)
		}

		tab.expectNoErrors()
	}
}

// An address of an email is short enough for Outlook, even if the reader ticks every step of a long list.
func TestContactEmailIsShort(t *testing.T) {
	tab := newTab(t)
	tab.open(serveOwn(t, nil) + "/contact/?about=em-301")
	tab.await(`document.querySelectorAll(".tick").length > 3`)
	tab.run(`for (const box of document.querySelectorAll(".tick input")) box.click()`)
	if n := value[int](tab, `document.querySelector('a[href^="mailto:"]').href.length`); n > 1900 {
		t.Errorf("the address has %d characters", n)
	}
}
