package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/problem"
)

// proseProblems is what the rules of prose say of a text, a line each, without the file's name.
func proseProblems(src string) string {
	_, problems := Parse("a.md", []byte(src), Options{Prose: true})
	var lines []string
	for _, p := range problem.Sort(problems) {
		lines = append(lines, strings.TrimPrefix(p.String(), "a.md:"))
	}
	return strings.Join(lines, "\n")
}

const front = "---\ntitle: T\n---\n"

func TestProse(t *testing.T) {
	long := strings.Repeat("word ", 41)
	tests := []struct{ name, src, want string }{
		{"link that says nothing", "See [here](#x) and [these instructions](#x), [Click](#x).", `4:5: warning SP023: the link text "here" does not say where it leads` + "\n" +
			`4:20: warning SP023: the link text "these instructions" does not say where it leads` + "\n" + `4:46: warning SP023: the link text "Click" does not say where it leads`},
		{"link without a word", "[👉](#x)", "4:1: warning SP023: the link text \"👉\" does not say where it leads\n4:2: warning SP055: the emoji 👉 carries meaning"},
		{"bare address", "Go to https://help.example/ now, <https://b.example>, [www.c.example](https://c.example).",
			"4:7: warning SP023: the link text is the bare address \"https://help.example/\"\n4:34: warning SP023: the link text is the bare address \"https://b.example\"\n" +
				"4:55: warning SP023: the link text is the bare address \"www.c.example\""},
		{"alt that is a file name", "![roles.PNG](r.png) ![IMG_12](r.png)", "4:1: warning SP044: the text in place of the picture is the name of a file: \"roles.PNG\"\n" +
			"4:21: warning SP044: the text in place of the picture is the name of a file: \"IMG_12\""},
		{"alt that says picture", "![Screenshot 2026-11-22 at 10.15](r.png)", `4:1: warning SP044: the text "Screenshot 2026-11-22 at 10.15" does not say what is in the picture`},
		{"level left out", "## A\n\n#### B", `6: warning SP053: the heading "B" is of level 4 and stands below one of level 2`},
		{"first level left out", "### A", `4: warning SP053: the heading "A" is of level 3 and stands below one of level 1`},
		{"see above", "Ŵy: see above.", `4:10: warning SP054: "see above" points at something that not every reader sees there`},
		{"the table below", "Look at the table below.", `4:19: warning SP054: "table below" points at something that not every reader sees there`},
		{"a colour alone", "Press the\n*red* button.", `5:2: warning SP054: "the red button" points at something that not every reader sees there`},
		{"a side", "The menu is on the right. It is at the top left of the page.", `4:20: warning SP054: "the right" points at something that not every reader sees there` + "\n" +
			`4:44: warning SP054: "top left of" points at something that not every reader sees there`},
		{"emoji alone in a cell", "| A | B |\n|---|---|\n| x | ⚠️ |", "6:7: warning SP055: the emoji ⚠️ carries meaning"},
		{"emoji in many cells", "| A | B |\n|---|---|\n| ✔ | ✔ |\n\n| C |\n|---|\n| ✔ |", "6:3: warning SP055: the emoji ✔ carries meaning\n10:3: warning SP055: the emoji ✔ carries meaning"},
		{"emoji in place of a word", "Click ⚙️ to begin.", "4:7: warning SP055: the emoji ⚙️ carries meaning"},
		{"emoji made of several", "Click 👩‍👩‍👧🏽 to begin. A flag: in 🇬🇧 only.", "4:7: warning SP055: the emoji 👩‍👩‍👧🏽 carries meaning"},
		{"flag", "Only in 🇬🇧 now.", "4:9: warning SP055: the emoji 🇬🇧 carries meaning"},
		{"emoji for right and wrong", "- ✅ Do this.", "4:3: warning SP055: the emoji ✅ carries meaning"},
		{"long sentence", "Short. " + long + "end.", "4:8: warning SP056: the sentence has 42 words"},
		{"long sentence without a stop", long, "4:1: warning SP056: the sentence has 41 words"},
		{"callout of Docusaurus", ":::note Title\nText.\n:::", `4:1: warning SP061: ":::note" is how another program writes it, and is shown as it stands here`},
		{"callout of MkDocs", "!!! warning\n    Text.", `4:1: warning SP061: "!!! warning" is how another program writes it, and is shown as it stands here`},
		{"tab of MkDocs", "=== \"Windows\"", `4:1: warning SP061: "=== \"Windows\"" is how another program writes it, and is shown as it stands here`},
		{"import of MDX", "import Tabs from '@theme/Tabs';", `4:1: warning SP061: "import Tabs from '@theme/Tabs'" is how another program writes it, and is shown as it stands here`},
		{"tag of Jekyll in a list", "- See {% link a.md %}.", `4:7: warning SP061: "{% link a.md %}" is how another program writes it, and is shown as it stands here`},
		{"link of a wiki", "See [[Add a role]] or `[[code]]`.", `4:5: warning SP061: "[[Add a role]]" is how another program writes it, and is shown as it stands here`},
		{"snippet of MkDocs", "--8<-- \"contact.md\"", `4:1: warning SP061: "--8<-- \"" is how another program writes it, and is shown as it stands here`},
		{"abbreviation of MkDocs", "*[ODS]: Organisation data service", `4:1: warning SP061: "*[ODS]: " is how another program writes it, and is shown as it stands here`},
		{"icon of MkDocs", "Press :material-check: now.", `4:7: warning SP061: ":material-check:" is how another program writes it, and is shown as it stands here`},
		{"emoji of GitHub", "Well done :white_check_mark: all.", `4:11: warning SP061: ":white_check_mark:" is how another program writes it, and is shown as it stands here`},
		{"emoji of GitHub with a sign", "It works :+1:", `4:10: warning SP061: ":+1:" is how another program writes it, and is shown as it stands here`},
		{"title of code", "```yaml title=\"a b.yaml\"\na: b\n```", `4:9: warning SP061: "title=\"a b.yaml\"" is how another program writes it, and does nothing here`},
		{"marked lines of code", "```js {1,3-5} showLineNumbers\na\n```", `4:7: warning SP061: "{1,3-5}" is how another program writes it, and does nothing here`},
		{"name behind the language", "```yaml config.yaml\na: b\n```\n\n```\n:smile: ==a==\n```", ""},
		{"keys of MkDocs", "Press ++ctrl+alt+del++ now.", `4:7: warning SP061: "++ctrl+alt+del++" is how another program writes it, and is shown as it stands here`},
		{"marker of MkDocs", "It is ==very important==.", `4:7: warning SP061: "==very important==" is how another program writes it, and is shown as it stands here`},
		{"looks of MkDocs", "[Add a role](#x){ .md-button }", `4:17: warning SP061: "{ .md-button }" is how another program writes it, and is shown as it stands here`},
		{"width of a picture", "![The list of roles](r.png){ width=\"300\" }", `4:28: warning SP061: "{ width=\"300\" }" is how another program writes it, and is shown as it stands here`},
		{"remark of MDX", "Text {/* to do */} ends.", `4:6: warning SP061: "{/* to do */}" is how another program writes it, and is shown as it stands here`},
		{"what only looks like it, too", "C++ and c++. a == b == c. A set {a, b}, {.} and { x }. Time: 10:30:15. A::b::c, urn:nhs:x: y, x:y:z. --8 < 9", ""},
		{"what programs say", "With {.data.password}, if a==b and c==d, with [[ -f x ]] or [[:alpha:]], the element x[[1]].", ""},
		{"what only looks like it", "Note ::: this!!! Import it from \"home\". [[1]](#x) [a [b]](#x)", ""},
		{"long paragraph", strings.Repeat("A sentence of five words. ", 25), "4:1: warning SP057: the paragraph has 125 words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, proseProblems(front+tt.src)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSoundProse(t *testing.T) {
	for _, text := range []string{
		"See [Add a role to a smartcard](#x), [find out what the Hub is](#x) and <help@help.example>.",
		"[Go](#x), [TAP](#x) and [`it()`](#x).",
		"| Can it? |\n|---|\n| ✅ Yes |",
		"[![The list of roles](r.png)](#x)",
		"![The list of roles, with a picture of each](r.png) ![SystmOne](r.png) ![e-Referral](r.png)",
		"## A\n\n### B\n\n## C\n\n### D\n\n#### E",
		"You must be above 18. Temperatures below zero. What is left is right. Choose the right role, and go to the right page.",
		"The red Delete button. A red herring. The card is blue.",
		"`see above` and\n\n    see above\n\n```\nsee above 👉\n```\n\n[the roles](see-above.md)",
		"## 💳 Cards\n\nWell done 🎉\n\nOpen Settings → Users ➔ Roles.",
		"It has 2.4.10.0 words. " + strings.Repeat("Six words stand in this sentence. ", 19),
		strings.Repeat("word ", 30) + "\\\n" + strings.Repeat("word ", 30),
		"Un texte *français* : « voir ci-dessous ».",
	} {
		if got := proseProblems(front + text); got != "" {
			t.Errorf("%s\n%s", text, got)
		}
	}
}

func TestProseIsReadOnlyWhenAsked(t *testing.T) {
	a, problems := Parse("a.md", []byte(front+"See above: ID-201."), Options{})
	if problems != nil || a.Mentions != nil {
		t.Error(problems, a.Mentions)
	}
}

func TestMentions(t *testing.T) {
	a, _ := Parse("a.md", []byte(front+"## On ID-201 {#x code=ID-202}\n\n| Ŵ EM-301's |\n|--|\n\n`SC-101` id-201 ID-2011 [SO-401](x.md), XID-201 ID-20"), Options{Prose: true})
	want := []Mention{{"ID-201", problem.Place{File: "a.md", Line: 4, Column: 7}}, {"EM-301", problem.Place{File: "a.md", Line: 6, Column: 6}},
		{"SO-401", problem.Place{File: "a.md", Line: 9, Column: 26}}}
	if diff := cmp.Diff(want, a.Mentions); diff != "" {
		t.Error(diff)
	}
}

const soundError = front + `## Card not found {#card code=SC-101}

The reader sees no card.

**Who can fix it:** you.

1. Push the card in.

**Check that it worked:** the light is on.

**If it didn’t work:** contact us.

![The card in the reader](card.svg)
`

func TestErrorSections(t *testing.T) {
	if got := proseProblems(soundError); got != "" {
		t.Error(got)
	}
	tests := []struct{ name, old, new, want string }{
		{"no steps", "1. Push", "- Push", "4: warning SP071: the section of SC-101 has no steps"},
		{"steps below", "1. Push the card in.", "### Steps\n\n1. Push the card in.", ""},
		{"steps in a callout", "1. Push", "> 1. Push", ""},
		{"two parts missing", "**Who can fix it:** you.\n\n1. Push the card in.\n\n**Check that it worked:** the light is on.", "1. Push the card in.",
			"4: off SP074: the section of SC-101 does not say: who can fix it, how to check that it worked"},
		{"check as a heading", "**Check that it worked:** the light", "### Check that it worked\n\nThe light", ""},
		{"steps first", "The reader sees no card.\n\n", "1. Do it.\n\nThe reader sees no card.\n\n", "6:1: warning SP073: in the section of SC-101, the list of steps comes before who can fix it"},
		{"end before check", "**Check that it worked:** the light is on.\n\n**If it didn’t work:** contact us.", "**If it didn’t work:** contact us.\n\n**Check that it worked:** the light is on.",
			"12:1: warning SP073: in the section of SC-101, what to do if it did not work comes before how to check that it worked"},
		{"message in the picture alone", "![The card", "![The error message “Card is dirty” and the card",
			`16:1: warning SP072: the message "Card is dirty" stands in a picture alone`},
		{"message in heading and picture", "![The card", "![The message \"card NOT found!\" and the card", ""},
		{"no message at all", "## Card not found", "## Error SC-101", "16:1: warning SP072: the section of SC-101 shows a picture, and no text says what the message is"},
		{"a message in front matter", "title: T\n---\n## Card not found", "title: T\ncodes: {SC-101: {also: [No card]}}\n---\n## Error SC-101", ""},
		{"picture of an error elsewhere", "## Card not found {#card code=SC-101}", "## Cards\n\n![The error message of the reader](x.svg)\n\n## Card not found {#card code=SC-101}",
			"6:1: warning SP072: the picture shows an error message that the text does not give"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := strings.Replace(soundError, tt.old, tt.new, 1)
			if src == soundError {
				t.Fatal("nothing replaced")
			}
			if diff := cmp.Diff(tt.want, proseProblems(src)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRetiredCodeNeedsNoSteps(t *testing.T) {
	src := "---\ntitle: T\ncodes: {SC-101: {retired: {}}}\n---\n## Old {#old code=SC-101}\n\nIt is gone.\n"
	if got := proseProblems(src); got != "" {
		t.Error(got)
	}
}

func FuzzProse(f *testing.F) {
	f.Add([]byte(soundError))
	f.Add([]byte(front + "see above 👉🏽 ID-201 ![\"a b](x) [](y)\n\n- ✅\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, problems := Parse("a.md", src, Options{Prose: true})
		lines := strings.Count(string(src), "\n") + 1
		for _, p := range problems {
			if p.Line > lines {
				t.Errorf("%s: the file has %d lines", p, lines)
			}
		}
	})
}
