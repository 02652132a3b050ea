package themes_test

import (
	"cmp"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// task is something that a receptionist wants to do, beginning on the home page.
type task struct {
	name  string
	width int64
	// Each action is a click, or text that is typed into the search box and Enter.
	actions []action
	// The address in the end, and words of the section that the window shows.
	address, shown string
	withoutScript  bool
}

// action is a click on the first element that a selector matches, or a search.
type action struct{ click, search string }

// firstResult is the answer or the first result on the search page.
const firstResult = ".found .answer a, .found .results a"

// maxActions is the number of actions that a task may need.
const maxActions = 2

var tasks = []task{
	{
		name:    "My card is locked",
		actions: []action{{search: "my card is locked"}, {click: firstResult}},
		address: "/smartcards/locked-cards/#card-blocked",
		shown:   "Smartcard is blocked",
	},
	{
		name:    "A message, pasted with what the colleague wrote around it",
		actions: []action{{search: "it says Insufficient permission to perform registrations!!"}, {click: firstResult}},
		address: "/smartcards/resolve/#insufficient-permission",
		shown:   "Insufficient permission to perform registrations",
	},
	{
		name:    "A message with typos",
		actions: []action{{search: "sing in to emsi faild"}, {click: firstResult}},
		address: "/smartcards/resolve/#sign-in-to-emis-failed",
		shown:   "Sign in to EMIS failed",
	},
	{
		name:    "A code, read out over the telephone",
		actions: []action{{search: "I D two oh one"}, {click: firstResult}},
		address: "/smartcards/resolve/#ods-code-not-present",
		shown:   "ODS code not present",
	},
	{
		name:    "A code on paper",
		actions: []action{{search: "em 302"}},
		address: "/smartcards/resolve/#emis-cdb-did-not-match",
		shown:   "EMIS CDB did not match set up",
	},
	{
		name:    "A message that is on the home page",
		actions: []action{{click: `.messages a[href*="systmone"]`}},
		address: "/smartcards/resolve/#systmone-profile-error",
		shown:   "SystmOne profile error",
	},
	{
		name:    "What is wrong with this computer?",
		actions: []action{{click: ".beside .action a"}},
		address: "/checking-a-computer/run-cardcheck/#run-cardcheck",
		shown:   "Run cardcheck",
	},
	{
		name:    "A suggested search, on a phone",
		width:   390,
		actions: []action{{click: ".suggested li:nth-child(2) a"}, {click: firstResult}},
		address: "/smartcards/renew/",
		shown:   "Renew a smartcard before or after it expires",
	},
	{
		name:    "Whom can I ask?",
		actions: []action{{click: `.footer a[href*="contact"]`}},
		address: "/contact/",
		shown:   "Still stuck?",
	},
	{
		name:          "Find an article without JavaScript",
		actions:       []action{{search: "card"}, {click: `main a[href*="locked-cards"]`}},
		address:       "/smartcards/locked-cards/",
		shown:         "Locked cards and passcodes",
		withoutScript: true,
	},
	{
		name:    "An old card, on a small phone",
		width:   320,
		actions: []action{{search: "smartcard series blocked"}, {click: firstResult}},
		address: "/smartcards/blocked-series/#series-blocked",
		shown:   "series has been blocked",
	},
}

// A receptionist solves each task in at most two actions from the home page.
func TestTasksOfReceptionists(t *testing.T) {
	address := serveOwn(t, nil)
	for _, task := range tasks {
		t.Run(task.name, func(t *testing.T) {
			if len(task.actions) > maxActions {
				t.Errorf("%d actions", len(task.actions))
			}

			tab := newTab(t)
			if task.withoutScript {
				tab = newTabWithoutScript(t)
			}

			tab.resize(cmp.Or(task.width, 1280), 844)
			tab.open(address + "/")
			for _, a := range task.actions {
				a.perform(tab)
			}

			tab.await(`location.pathname + location.hash === ` + quoted(task.address))
			tab.await(`[...document.querySelectorAll("h1, h2, h3")].some(h => {
				const {top, bottom} = h.getBoundingClientRect();
				return top >= 0 && bottom <= innerHeight && h.textContent.includes(` + quoted(task.shown) + `);
			})`)
			tab.expectNoErrors()
		})
	}
}

func (a action) perform(tab *tab) {
	tab.t.Helper()
	if a.search != "" {
		tab.search(a.search + kb.Enter)
		return
	}

	tab.await(`document.querySelector(` + quoted(a.click) + `) !== null`)
	tab.click(a.click)
}
