package render

import (
	"bytes"
	"testing"

	"signpost/themes"
)

// BenchmarkArticle renders one page of an article again and again; with -cpuprofile it shows what the layouts take.
func BenchmarkArticle(b *testing.B) {
	cfg := settings()
	for _, p := range listed(b, load(b, cfg), cfg, themes.Default()) {
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
