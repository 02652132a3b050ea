package corpus

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// Published figures are only comparable while these checksums stay the same.

func TestCentreIsStable(t *testing.T) {
	files, queries := Centre(1000)
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s\n%s", name, files[name].Data)
	}

	fmt.Fprintf(h, "%q", queries)

	const want = "cd604b572fc0b0a51c5340a9a2bed4e88337cdca4bc31c4498155c6975086ec7"
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
		t.Errorf("checksum %s, want %s", got, want)
	}
}

func TestArticlesAreStable(t *testing.T) {
	const n = 200
	h := sha256.New()
	for i := range n {
		fmt.Fprintf(h, "%s\n%s", ArticleFile(i), Article(i, n))
	}

	const want = "30f6947560836702491f1c4c0a54eab1b59531b889d8f484cb4653f53242811a"
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
		t.Errorf("checksum %s, want %s", got, want)
	}
}
