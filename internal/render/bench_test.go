package render

import (
	"bytes"
	"testing"

	"signpost/themes"
)

// BenchmarkArticle renders the page of an article. With -cpuprofile it shows how long the layouts take.
func BenchmarkArticle(b *testing.B) {
	cfg := settings()
	for _, p := range listPages(b, load(b, cfg), cfg, themes.Default()) {
		if p.Path != "smartcards/resolve/index.html" {
			continue
		}

		var page bytes.Buffer
		b.ReportAllocs()

		for b.Loop() {
			page.Reset()
			if err := p.Write(&page); err != nil {
				b.Fatal(err)
			}
		}
	}
}
