package main

import (
	"path/filepath"
	"testing"

	"signpost/internal/generate"
	"signpost/internal/testkit/corpus"
)

// BenchmarkBuild builds 1,000 articles in memory. Use -cpuprofile to see where the time goes.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	if err := corpus.Write(b.Context(), dir, 1000); err != nil {
		b.Fatal(err)
	}

	options := generate.Options{ConfigFile: filepath.Join(dir, "config.yaml")}

	b.ReportAllocs()
	for b.Loop() {
		build(b, options)
	}
}

func build(b *testing.B, options generate.Options) {
	b.Helper()
	result, err := generate.Load(b.Context(), options)
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
