package render

import "testing"

func TestHTMLBufferEscapesAllButRaw(t *testing.T) {
	const hostile = `<b>"&'`
	got := buildHTML(func(b *htmlBuffer) {
		b.raw("<a")
		b.attr("title", hostile)
		b.raw(">")
		b.text(hostile)
		b.raw("</a>")
	})

	const want = `<a title="&lt;b&gt;&#34;&amp;&#39;">&lt;b&gt;&#34;&amp;&#39;</a>`
	if got != want {
		t.Errorf("html = %s, want %s", got, want)
	}
}
