package main

import (
	"path/filepath"
	"testing"

	"signpost/internal/generate"
)

// BenchmarkBuild builds 1,000 articles in memory; with -cpuprofile it shows where the time goes.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	if err := writeCorpus(dir, 1000); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		result, err := generate.Load(b.Context(), generate.Options{ConfigFile: filepath.Join(dir, "config.yaml")})
		if err != nil || result.Failed() {
			b.Fatalf("%v %v", err, result.Problems)
		}
		site, err := result.Output(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		files, err := site.All(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range files {
			if _, err := f.Data(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
