package verify

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"testing"

	"signpost/internal/generate"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/testkit/corpus"
)

// BenchmarkVerify verifies a site with 10,000 articles over loopback, without loading it.
func BenchmarkVerify(b *testing.B) {
	dir := b.TempDir()
	o := generate.Options{ConfigFile: filepath.Join(dir, "config.yaml")}
	var err error
	if o.Library, err = library.NewTemporary(); err != nil {
		b.Fatal(err)
	}
	defer o.Library.Close(context.WithoutCancel(b.Context()))

	if err := corpus.Write(b.Context(), dir, 10_000); err != nil {
		b.Fatal(err)
	}

	result, err := generate.Load(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}

	built, err := result.Output(b.Context())
	if err != nil {
		b.Fatal(err)
	}

	public := filepath.Join(dir, "public")
	if _, err := output.Write(b.Context(), public, built); err != nil {
		b.Fatal(err)
	}

	server := httptest.NewServer(http.FileServer(http.Dir(public)))
	defer server.Close()

	site := Plan(result, built.Files)
	options := optionsFor(b, server.URL, newClock())
	options.Jobs = 4 * runtime.NumCPU()
	for b.Loop() {
		got, err := Run(b.Context(), options, site)
		if err != nil || len(got.Faults) > 0 {
			b.Fatal(got.Faults, err)
		}
	}
}
