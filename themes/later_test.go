package themes_test

import (
	"net/http"
	"strings"
	"testing"
)

// laterRequests counts the requests for the script of what is needed after a click.
func laterRequests(b *tab) (n int) {
	for _, address := range b.requests() {
		if strings.Contains(address, "/assets/later-") {
			n++
		}
	}

	return n
}

// TestLaterIsLoadedOnceAndOnlyAfterAClick expects that any page can load the script, under the strict policy.
func TestLaterIsLoadedOnceAndOnlyAfterAClick(t *testing.T) {
	answers := make(chan feedbackAnswer, 1)
	address := serveSample(t, feedbackEndpoint(t, answers, http.StatusNoContent))
	tab := newTab(t)
	tab.open(address + "/smartcards/resolve/")
	tab.await(copyButtonsShown)
	if n := laterRequests(tab); n != 0 {
		t.Errorf("%d requests before a click", n)
	}

	pressFeedback(tab, "No")
	tab.await(`document.activeElement.matches("textarea")`)
	pressFeedback(tab, "Send")
	<-answers
	if n := laterRequests(tab); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}

	tab.open(address + "/no/such/page/")
	if !value[bool](tab, `signpost.load().then(later => "answer" in later)`) {
		t.Error("the script cannot send feedback")
	}
	tab.expectNoErrors("404")
}

// TestLaterIsMissing expects that the reader learns why nothing happens, and gets another way.
func TestLaterIsMissing(t *testing.T) {
	tab := newTab(t)
	tab.open(serveSample(t, map[string]http.HandlerFunc{"/assets/later-": http.NotFound}) + "/smartcards/resolve/")
	pressFeedback(tab, "No")
	tab.await(feedbackStatus + ` === "Your answer could not be sent. Please try again later."`)
	links := value[[]string](tab, `[...document.querySelectorAll(".by-email a")]
		.filter(a => a.checkVisibility()).map(a => a.dataset.answer)`)
	if len(links) != 1 || links[0] != "no" {
		t.Errorf("links for the answers %q", links)
	}

	tab.run(withoutClipboard + `document.querySelector("#cdb + .copy-row button").click()`)
	tab.await(`document.querySelector("#cdb + .copy-row").textContent.endsWith("/e/em-302/")`)
	tab.expectNoErrors("404", "MIME")
}
