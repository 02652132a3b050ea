package main

import (
	"bytes"
	"io"
	"os"
	"testing"

	"signpost/internal/cli"
)

// The registry that cardcheck carries is made from the articles; this fails while it is older than they are.
func TestTheEmbeddedRegistryIsCurrent(t *testing.T) {
	var want bytes.Buffer
	if code := runArgs(t.Context(), &want, io.Discard, "codes", "--config", "../../config.yaml", "--format", "json"); code != cli.ExitOK {
		t.Fatalf("signpost codes: exit code %d", code)
	}
	got, err := os.ReadFile("../../internal/codes/codes.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("internal/codes/codes.json is older than the articles; run: go generate ./internal/codes")
	}
}
