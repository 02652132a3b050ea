package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"signpost/checks"
	"signpost/internal/cli"
)

const schemaFile = "../../docs/cardcheck.schema.json"

// TestSchemaIsCurrent compares the published schema with the types. SIGNPOST_UPDATE=1 updates it.
func TestSchemaIsCurrent(t *testing.T) {
	hex := &jsonschema.Schema{
		Type:    "string",
		Pattern: "^0x[0-9A-F]{4,8}$",
	}
	status := &jsonschema.Schema{
		Type: "string",
		Enum: []any{checks.Pass, checks.Fail, checks.Warn, checks.Unknown, checks.Skip},
	}
	schema, err := jsonschema.For[document](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[checks.Number](): hex,
		reflect.TypeFor[checks.State]():  hex,
		reflect.TypeFor[checks.Status](): status,
	}})
	must(t, err)

	schema.Schema = "https://json-schema.org/draft/2020-12/schema"
	schema.Title = "What cardcheck prints with --format json, and the facts in it"
	schema.Description = "docs/cardcheck-json.md says what each field means. Fields are added, never renamed."
	allowNewFields(schema)

	var b bytes.Buffer
	must(t, cli.WriteJSON(&b, schema))
	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		must(t, os.WriteFile(schemaFile, b.Bytes(), 0o644))
	}
	published, err := os.ReadFile(schemaFile)
	must(t, err)
	if diff := cmp.Diff(string(published), b.String()); diff != "" {
		t.Errorf("%s is out of date (SIGNPOST_UPDATE=1 updates it):\n%s", schemaFile, diff)
	}
}

// allowNewFields allows objects to have fields that the schema does not know.
func allowNewFields(s *jsonschema.Schema) {
	s.AdditionalProperties = nil
	for _, p := range s.Properties {
		allowNewFields(p)
	}
	if s.Items != nil {
		allowNewFields(s.Items)
	}
}

// TestDocumentsMatchTheSchema validates the document of every scenario.
func TestDocumentsMatchTheSchema(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	must(t, err)
	var schema jsonschema.Schema
	must(t, json.Unmarshal(text, &schema))
	resolved, err := schema.Resolve(nil)
	must(t, err)
	files, err := filepath.Glob("../../checks/testdata/*.json")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d scenarios, %v", len(files), err)
	}
	for _, file := range files {
		var stdout, stderr bytes.Buffer
		runArgs(t.Context(), &stdout, &stderr, "run", "--format", "json", "--facts", file)
		var value any
		must(t, json.Unmarshal(stdout.Bytes(), &value))
		if err := resolved.Validate(value); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
