package themes_test

import (
	"context"
	"net/http"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"signpost/internal/testkit/browser"
	"signpost/internal/testkit/need"
)

// state is a page as somebody may come to see it.
type state struct {
	name, page string
	keys       string // typed into the search box
	ready      string // true when the state is reached
}

// states are one of each type of page, with what opens on them.
var states = []state{
	{name: "home", page: "/"},
	{name: "home, search open", page: "/", keys: "role", ready: `document.querySelectorAll("form ol a").length > 1`},
	{name: "collection", page: "/smartcards/"},
	{name: "article", page: "/smartcards/resolve/"},
	{name: "article, section of a code", page: "/smartcards/resolve/#ods-code-not-present"},
	{name: "article, search open", page: "/smartcards/reader-and-card/", keys: "role", ready: `document.querySelectorAll("form ol a").length > 1`},
	{name: "article, nothing found", page: "/smartcards/add-a-role/", keys: "okapi\r", ready: `document.querySelector("form .ways-out a") !== null`},
	{name: "code", page: "/e/id-201/"},
	{name: "error codes", page: "/errors/"},
	{name: "search", page: "/search/?q=emis", ready: `document.querySelector("main ol a") !== null`},
	{name: "search, nothing found", page: "/search/?q=okapi", ready: `document.querySelector("main .ways-out a") !== null`},
	{name: "all articles", page: "/a-z/"},
	{name: "still stuck", page: "/contact/"},
	{name: "accessibility statement", page: "/accessibility/"},
	{name: "not found", page: "/smartcards/resolv/"},
}

func (s state) open(ctx context.Context, t *testing.T, address string) {
	t.Helper()
	do(ctx, t, chromedp.Navigate(address+s.page))
	if s.keys != "" {
		do(ctx, t, chromedp.SendKeys(box, s.keys))
	}
	if s.ready == "" {
		s.ready = `document.readyState === "complete"`
	}
	browser.Await(ctx, t, s.ready)
}

// emulate sets what the reader's system prefers: "prefers-color-scheme", "dark".
func emulate(ctx context.Context, t *testing.T, media string, namesAndValues ...string) {
	t.Helper()
	params := emulation.SetEmulatedMediaParams{Media: media}
	for i := 0; i < len(namesAndValues); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: namesAndValues[i], Value: namesAndValues[i+1]})
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, params); err != nil {
		t.Fatal(err)
	}
}

// axe holds what is open in a tab against WCAG 2.2 A and AA and what axe-core counts as best practice.
func axe(ctx context.Context, t *testing.T, where string) {
	t.Helper()
	source, err := os.ReadFile(need.Tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Evaluate[chromedp.Void](string(source)))
	type finding struct{ ID, Help, HTML string }
	found := value[[]finding](ctx, t, `axe.run({
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
		rules: {"target-size": {enabled: true}, "label-content-name-mismatch": {enabled: true}},
	}).then(r => r.violations.flatMap(v => v.nodes.map(n => ({ID: v.id, Help: v.help, HTML: n.html}))))`)
	for _, f := range found {
		t.Errorf("%s: %s: %s: %s", where, f.ID, f.Help, f.HTML)
	}
}

func TestAxe(t *testing.T) {
	address := startOwn(t, nil)
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			ctx := browser.New(t)
			emulate(ctx, t, "", "prefers-color-scheme", scheme)
			for _, s := range states {
				s.open(ctx, t, address)
				axe(ctx, t, s.name)
			}
			untroubled(ctx, t, "404 "+address+"/smartcards/resolv/")
		})
	}
}

// What is shown when something fails is no less accessible.
func TestAxeWithErrorsShown(t *testing.T) {
	fails := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	address := start(t, map[string]http.HandlerFunc{"/search/index.idx": fails, "/answers": fails})
	ctx := browser.New(t)
	state{page: "/smartcards/resolve/", keys: "emis\r", ready: `document.querySelector("form .ways-out a") !== null`}.open(ctx, t, address)
	axe(ctx, t, "search that fails")
	do(ctx, t, chromedp.Navigate(address+"/smartcards/resolve/"), chromedp.Focus(chromedp.CSS("[data-asks]")), chromedp.KeyEvent(kb.Enter+kb.Tab+kb.Enter))
	browser.Await(ctx, t, `document.querySelector(".feedback [role=status]").textContent !== ""`)
	axe(ctx, t, "answer that cannot be sent")
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`Object.defineProperty(navigator, "clipboard", {value: undefined}); document.execCommand = () => false; document.querySelector(".copy").click()`))
	browser.Await(ctx, t, `document.querySelector(".address") !== null`)
	axe(ctx, t, "link that cannot be copied")
	untroubled(ctx, t, "500")
}
