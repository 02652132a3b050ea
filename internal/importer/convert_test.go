package importer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConvert(t *testing.T) {
	for _, test := range []struct {
		name string
		html string
		want string
	}{
		{
			name: "heading with ID",
			html: `<h2 id="h_1">Whom to ask</h2>`,
			want: "## Whom to ask {#h_1}",
		},
		{
			name: "invalid ID",
			html: `<h2 id="1 2">Whom to ask</h2>`,
			want: "## Whom to ask",
		},
		{
			name: "headings below an h1",
			html: `<h1>One</h1><h2>Two</h2><h6>Six</h6>`,
			want: "## One\n\n### Two\n\n###### Six",
		},
		{
			name: "video",
			html: `<iframe src="https://video.example/1"></iframe>`,
			want: "[https://video.example/1](https://video.example/1)",
		},
		{
			name: "video with a title",
			html: `<iframe src="https://video.example/1" title="How to pay"></iframe>`,
			want: "[How to pay](https://video.example/1)",
		},
		{
			name: "video without address",
			html: `<video></video>`,
			want: "[to do: describe the video or audio here]",
		},
		{
			name: "variable",
			html: `<p>Type {{name}} or <code>{{name}}</code>.</p>`,
			want: "Type \\{{name}} or `{{name}}`.",
		},
		{
			name: "callout",
			html: `<div class="callout callout--danger"><p>Stop.</p></div>`,
			want: "> [!CAUTION]\n> Stop.",
		},
		{
			name: "callout of an unknown kind",
			html: `<aside class="notice"><p>Look.</p></aside>`,
			want: "> [!NOTE]\n> Look.",
		},
		{
			name: "nested callout",
			html: `<div class="alert"><div class="alert warning"><p>Look.</p></div></div>`,
			want: "> [!NOTE]\n> Look.",
		},
		{
			name: "details",
			html: `<details><summary>If it <b>fails</b></summary><h3>Then</h3><p>Stop.</p></details>`,
			want: "> [!DETAILS] If it fails\n> **Then**\n> \n> Stop.",
		},
		{
			name: "list in a cell",
			html: `<table><tr><th>Role</th></tr><tr><td><ul><li>R1</li><li>R2</li></ul></td></tr></table>`,
			want: "| Role   |\n|--------|\n| R1; R2 |",
		},
		{
			name: "script",
			html: `<p>Look.</p><script>alert(1)</script>`,
			want: "Look.",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := convert(test.html, unchanged)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, strings.TrimSpace(string(got))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConvertResolvesLinks(t *testing.T) {
	resolve := func(address string) string {
		if address == "/articles/1" {
			return "one.md"
		}

		return address
	}

	got, err := convert(`<a href="/articles/1">One</a> <a href="https://x.example/">X</a>`,
		resolver{link: resolve, picture: keepAddress})
	if err != nil {
		t.Fatal(err)
	}

	if want := "[One](one.md) [X](https://x.example/)"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
