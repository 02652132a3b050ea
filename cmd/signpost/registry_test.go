package main

import (
	"bytes"
	"io"
	"os"
	"testing"

	"signpost/internal/cli"
)

// TestEmbeddedRegistryIsCurrent compares the registry that is embedded in cardcheck with the articles.
func TestEmbeddedRegistryIsCurrent(t *testing.T) {
	var want bytes.Buffer
	args := []string{"codes", "--config", "../../config.yaml", "--format", "json"}
	if code := runArgs(t.Context(), &want, io.Discard, args...); code != cli.ExitOK {
		t.Fatalf("signpost codes: exit code %d", code)
	}

	got, err := os.ReadFile("../../internal/codes/codes.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("internal/codes/codes.json is out of date: run go generate ./internal/codes")
	}
}
