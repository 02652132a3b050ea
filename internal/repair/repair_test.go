package repair

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/internal/lock"
)

// parsePages reads pages from a short form: "/a/: intro" begins a page, "#id Title: text" a section of it.
func parsePages(text string) []Page {
	var pages []Page
	for line := range strings.Lines(text) {
		head, body, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case strings.HasPrefix(head, "/"):
			file := strings.Trim(head, "/") + ".md"
			first := []Section{{Title: "", Text: body}}
			pages = append(pages, Page{Address: head, Edition: "/", File: file, Sections: first})
		case head != "":
			id, title, _ := strings.Cut(strings.TrimPrefix(head, "#"), " ")
			page := &pages[len(pages)-1]
			page.Sections = append(page.Sections, Section{ID: id, Title: title, Text: body})
		}
	}

	return pages
}

// planFor returns the plan after old pages have become present ones. All addresses of the old pages were published.
func planFor(t *testing.T, published string, present []Page, versions ...Loader) *Plan {
	t.Helper()
	list, problems := lock.Parse(lock.Name, []byte(published))
	if problems != nil {
		t.Fatal(problems)
	}

	site := newPresentSite(present, nil)
	var lost []string
	for _, e := range list.Entries {
		if e.Live() && !site.exists(e.Address) {
			lost = append(lost, e.Address)
		}
	}

	plan, err := New(t.Context(), Input{Lock: list, Lost: lost, Present: present, Versions: versions})
	if err != nil {
		t.Fatal(err)
	}

	return plan
}

func version(pages []Page) Loader {
	return Loader{Always: true, Read: func(context.Context) (*Version, error) {
		return &Version{Name: "before", Pages: pages}, nil
	}}
}

// addressesOf returns the lock of pages.
func addressesOf(pages []Page) string {
	var b strings.Builder
	for _, page := range pages {
		for i, s := range page.Sections {
			if i == 0 || s.ID != "" {
				fmt.Fprintln(&b, join(page.Address, s.ID))
			}
		}
	}

	return b.String()
}

// describe returns a plan in short form.
func describe(plan *Plan) string {
	var b strings.Builder
	for _, m := range plan.Moves {
		fmt.Fprintf(&b, "%s -> %s; ", m.From, m.To)
	}

	for _, q := range plan.Questions {
		fmt.Fprintf(&b, "%s? ", q.Address)
	}

	return strings.TrimSpace(b.String())
}

func TestMoves(t *testing.T) {
	for _, test := range []struct{ name, old, present, want string }{
		{
			"renamed, in Japanese",
			"/a/: カードを読み取り機に差し込み、緑のランプが点灯するまで待ってください。",
			"/b/: カードを読み取り機に差し込み、緑のランプが点灯するまで待ってください。その後、再起動します。",
			"/a/ -> /b/;",
		},
		{
			"renamed, in Arabic, with vowel signs",
			"/a/: أدخل البطاقة في القارئ وانتظر حتى يضيء الضوء الأخضر ثم أدخل الرمز السري",
			"/b/: أدخل البطاقة في القارئ وانتظر حتى يضيء الضوء الأخضر ثم أدخل الرمز السري مرة أخرى",
			"/a/ -> /b/;",
		},
		{
			"accents in another form",
			"/a/: Réinsérez la carte à puce côté face après la fermeture.",
			"/b/: Re\u0301inse\u0301rez la carte a\u0300 puce co\u0302te\u0301 face apre\u0300s la fermeture.",
			"/a/ -> /b/;",
		},
		{
			"deleted",
			"/a/: Send the form by fax to the office in the town hall.",
			"/b/: Open the settings of the printer and choose another tray for letters.",
			"/a/?",
		},
		{
			"deleted, and a copy of a similar page",
			"/a/: Open the settings of the scanner, choose Advanced, confirm the number and restart it today.\n" +
				"/c/: Open the settings of the printer, choose Advanced, confirm the number and restart it today.",
			"/b/: Open the settings of the printer, choose Advanced, confirm the number and restart it now.\n" +
				"/c/: Open the settings of the printer, choose Advanced, confirm the number and restart it today.",
			"/a/?",
		},
		{
			"two similar pages renamed",
			"/a/: Open the settings of the scanner, choose Advanced, confirm the number and restart it today.\n" +
				"/c/: Open the settings of the printer, choose Advanced, confirm the number and restart it today.",
			"/x/: Open the settings of the scanner, choose Advanced, confirm the number and restart it today.\n" +
				"/y/: Open the settings of the printer, choose Advanced, confirm the number and restart it today.",
			"/a/ -> /x/; /c/ -> /y/;",
		},
		{
			"merged into a page that existed",
			"/a/: Ask the registration authority for the role of sponsor by letter, with both names.\n" +
				"/b/: Every smartcard has a number on its front, below the photograph of its owner.",
			"/b/: Every smartcard has a number on its front, below the photograph of its owner.\n" +
				"#sponsor Sponsors: Ask the registration authority for the role of sponsor by letter, with both names.",
			"/a/ -> /b/#sponsor;",
		},
		{
			"deleted, because another page always said the same",
			"/a/: Ask the registration authority for the role of a sponsor in writing, with two names.\n" +
				"/b/: Ask the registration authority for the role of a sponsor in writing, with two names.",
			"/b/: Ask the registration authority for the role of a sponsor in writing, with two names.",
			"/a/?",
		},
		{
			"split in two halves",
			"/a/: One line.\n" +
				"#one One: Pull the smartcard out of the reader, wait until the light is red and insert it again.\n" +
				"#two Two: Write the name of the user, the code of the role and the date on the paper form.",
			"/x/: First part.\n" +
				"#one One: Pull the smartcard out of the reader, wait until the light is red and insert it again.\n" +
				"/y/: Second part.\n" +
				"#two Two: Write the name of the user, the code of the role and the date on the paper form.",
			"/a/#one -> /x/#one; /a/#two -> /y/#two; /a/?",
		},
		{
			"the path and the heading were reused",
			"/a/: Pull the smartcard out of the reader, wait until the light is red and insert it again.\n",
			"/a/: Opening hours of the service desk are from eight to six, except on public holidays.\n" +
				"/b/: Pull the smartcard out of the reader, wait until the light is red and insert it again.\n",
			"/a/?",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			old := parsePages(test.old)
			plan := planFor(t, addressesOf(old), parsePages(test.present), version(old))
			if got := describe(plan); got != test.want {
				t.Errorf("got %s\nwant %s\n%+v", got, test.want, plan.Questions)
			}
		})
	}
}

// Without earlier texts, names decide only if several of them agree, and only between pages that are new.
func TestMovesByName(t *testing.T) {
	const page = ": Text.\n#first-steps A: Text.\n#next-steps B: Text.\n"
	for _, test := range []struct{ name, lock, present, want string }{
		{"same headings", "/a/\n/a/#first-steps\n/a/#next-steps\n", "/b/" + page,
			"/a/ -> /b/; /a/#first-steps -> /b/#first-steps; /a/#next-steps -> /b/#next-steps;"},
		{"one heading", "/a/\n/a/#first-steps\n", "/b/" + page, "/a/? /a/#first-steps?"},
		{"published before", "/a/\n/a/#first-steps\n/a/#next-steps\n/b/\n", "/b/" + page,
			"/a/? /a/#first-steps? /a/#next-steps?"},
		{"same name", "/x/add-a-role/\n", "/y/add-a-role/: Text.\n", "/x/add-a-role/?"},
		{"folder", "/x/a/\n/x/b/\n/x/c/\n", "/y/a/: A.\n/y/b/: B.\n/y/c/: C.\n",
			"/x/a/ -> /y/a/; /x/b/ -> /y/b/; /x/c/ -> /y/c/;"},
		{"two folders", "/x/a/\n/x/b/\n/x/c/\n", "/y/a/: A.\n/y/b/: B.\n/y/c/: C.\n/z/a/: A.\n/z/b/: B.\n/z/c/: C.\n",
			"/x/a/? /x/b/? /x/c/?"},
		{"another ending", "/a.php\n/b.html#c\n/c.pdf\n", "/a/: A.\n/b/: B.\n#c C: D.\n/c/: C.\n",
			"/a.php -> /a/; /b.html#c -> /b/#c; /c.pdf?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planFor(t, test.lock, parsePages(test.present))
			if got := describe(plan); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// A text that many pages have follows its page; on its own it is found only if it moved once.
func TestSharedTexts(t *testing.T) {
	const before = "#before Before you start: You need an account with rights, a number and about ten minutes.\n"
	const a = "/a/: Pull the smartcard out of the reader, wait until the light is red and insert it again.\n"
	const b = "/b/: Write the name of the user, the code of the role and the date on the paper form.\n"
	const c = "/c/: Opening hours of the service desk are from eight to six, except on public holidays.\n"
	for _, test := range []struct{ name, old, present, want string }{
		{"two pages renamed", a + before + b + before,
			strings.ReplaceAll(strings.ReplaceAll(a+before+b+before, "/a/", "/x/"), "/b/", "/y/"),
			"/a/ -> /x/; /a/#before -> /x/#before; /b/ -> /y/; /b/#before -> /y/#before;"},
		{"moved alone", a + before + b + before + c, a + b + before + c + before, "/a/#before -> /c/#before;"},
		{"moved and copied", a + before + b + before + c, a + b + before + c + before + "/d/: New.\n" + before,
			"/a/#before?"},
		{"deleted, and a new page has it", a + before + b + before, a + b + before + "/d/: New.\n" + before,
			"/a/#before?"},
		{"moved from two pages", a + before + b + before + c, a + b + c + before, "/a/#before? /b/#before?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			old := parsePages(test.old)
			plan := planFor(t, addressesOf(old), parsePages(test.present), version(old))
			if got := describe(plan); got != test.want {
				t.Errorf("got %s\nwant %s\n%+v", got, test.want, plan.Questions)
			}
		})
	}
}

// Ten times as many addresses take about ten times as long, not a hundred times.
func TestManyAddresses(t *testing.T) {
	elapsed := func(pages int) time.Duration {
		var old, present strings.Builder
		for i := range pages {
			text := fmt.Sprintf("Word%d and word%d of the page, with word%d.\n#before Before: The same on all pages.\n",
				i, i*7%pages, i*13%pages)
			fmt.Fprintf(&old, "/old/p%d/: %s", i, text)
			fmt.Fprintf(&present, "/new/p%d/: %s", i, text)
		}

		before := parsePages(old.String())
		start := time.Now()
		plan := planFor(t, addressesOf(before), parsePages(present.String()), version(before))
		if len(plan.Moves) != 2*pages {
			t.Fatalf("%d of %d addresses moved", len(plan.Moves), 2*pages)
		}

		return time.Since(start)
	}

	few := slices.MinFunc([]time.Duration{elapsed(500), elapsed(500)}, cmp.Compare)
	if many := elapsed(5000); many > 40*few+2*time.Second {
		t.Errorf("500 pages take %v, 5000 take %v", few, many)
	}
}

// The text of an address that was never committed may be that of the one that redirects to it, but also only a part of
// it, or that of several.
func TestTextsOfRedirects(t *testing.T) {
	const a = "/a/: Pull the smartcard out of the reader, wait until the light is red and insert it again.\n"
	const b = "/b/: Write the name of the user, the code of the role and the date on the paper form.\n"
	old := parsePages(a + b)
	present := parsePages(strings.ReplaceAll(a, "/a/", "/y/") + b)
	for _, test := range []struct{ name, lock, want string }{
		{"a page of which no heading is known", "/a/ -> /x/\n/x/\n", "/x/?"},
		{"two", "/a/ -> /x/\n/b/ -> /x/\n/x/\n", "/x/?"},
		{"one that became a part of a page", "/a/ -> /x/\n/x/\n/x/#role\n", "/x/? /x/#role?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planFor(t, test.lock, present, version(old))
			if got := describe(plan); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// Most of the text of a page moved to a new one, and then its folder was renamed. Without a commit between the two, the
// page that kept the name and the page that has the text are equally likely.
func TestRenamedRest(t *testing.T) {
	old := parsePages(`/old/cards/: Where to find a smartcard that was left at the surgery.
#lost Lost: Ask the registration authority for another one.
#broken Broken: Put the broken one in an envelope, write your name on it and send it to the sponsor today.
#late Late: Wait until Monday morning, then telephone the help desk and tell them your reference number.
`)
	present := parsePages(`/new/cards/: Where to find a smartcard that was left at the surgery.
#lost Lost: Ask the registration authority for another one.
/forms/post/: How the post collects an envelope.
#broken Broken: Put the broken one in an envelope, write your name on it and send it to the sponsor today.
#late Late: Wait until Monday morning, then telephone the help desk and tell them your reference number.
`)

	const want = "/old/cards/#broken -> /forms/post/#broken; /old/cards/#late -> /forms/post/#late; " +
		"/old/cards/#lost -> /new/cards/#lost; /old/cards/?"
	plan := planFor(t, "/old/cards/\n/old/cards/#broken\n/old/cards/#late\n/old/cards/#lost\n", present, version(old))
	if got := describe(plan); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestStaleText compares with a commit that is older than the last edits. The lock knows more headings of the page than
// the commit, whose text is somewhere else now.
func TestStaleText(t *testing.T) {
	const text = "Pull the smartcard out of the reader, wait until the light is red and insert it again."
	old := parsePages("/a/card/: " + text)
	present := parsePages("/b/other/: " + text + `
/b/card/: Write the name of the user on the form.
#role Role: Choose the role that the sponsor has approved for this user.
`)

	for _, published := range []string{
		"/a/card/\n/a/card/#role\n",
		"/old/ -> /a/card/\n/old/#role -> /a/card/#role\n", // the page itself was never recorded
	} {
		list, problems := lock.Parse(lock.Name, []byte(published))
		if problems != nil {
			t.Fatal(problems)
		}

		lost := []string{"/a/card/", "/a/card/#role"}
		in := Input{Lock: list, Lost: lost, Present: present, Versions: []Loader{version(old)}}
		plan, err := New(t.Context(), in)
		if got := describe(plan); err != nil || strings.Contains(got, "/b/other/") {
			t.Errorf("got %s, %v, want a question about the page", got, err)
		}
	}
}

// TestCopyOfSection moves a page to another folder, with a section whose text another page has got, too.
func TestCopyOfSection(t *testing.T) {
	const section = "#role Role: Choose the role that the sponsor has approved for this user, then save the form.\n"
	old := parsePages("/a/card/: Pull the smartcard out of the reader.\n" + section + "/help/: Call the help desk.\n")
	present := parsePages("/b/card/: Find the number on the back of it.\n#role Role: It is on the form of the user.\n" +
		"/help/: Call the help desk.\n" + section)

	plan := planFor(t, "/a/card/\n/a/card/#role\n/help/\n", present, version(old))
	if got := describe(plan); strings.Contains(got, "/help/#role") {
		t.Errorf("got %s, want a question about the section", got)
	}
}
