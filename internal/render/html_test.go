package render

import "testing"

func TestHTMLBufferEscapesAllButRaw(t *testing.T) {
	const special = `<b>"&'`
	got := buildHTML(func(b *htmlBuffer) {
		b.raw("<a")
		b.attr("title", special)
		b.raw(">")
		b.text(special)
		b.raw("</a>")
	})

	const want = `<a title="&lt;b&gt;&#34;&amp;&#39;">&lt;b&gt;&#34;&amp;&#39;</a>`
	if got != want {
		t.Errorf("html = %s, want %s", got, want)
	}
}
