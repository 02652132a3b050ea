package render

import (
	"bytes"
	"testing"
)

func TestReplaceForbidden(t *testing.T) {
	for text, want := range map[string]string{
		"a\tb\r\n\fc é 日本 🎉 \u00a0\ufffd": "a\tb\r\n\fc é 日本 🎉 \u00a0\ufffd",
		"a\x00\x01\x0b\x1b[1m\x7f":        "a\ufffd\ufffd\ufffd\ufffd[1m\ufffd",
		"\u0085 \ufdd0 \ufffe \U0001ffff": "\ufffd \ufffd \ufffd \ufffd",
	} {
		b := bytes.NewBufferString(text)
		ReplaceForbidden(b)
		if got := b.String(); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func BenchmarkReplaceForbidden(b *testing.B) {
	page := bytes.NewBuffer(bytes.Repeat([]byte("<p>Ein Satz mit Umlauten: für, über.</p>\n"), 1000))
	b.SetBytes(int64(page.Len()))
	for b.Loop() {
		ReplaceForbidden(page)
	}
}
