package main

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestEveryFieldIsDocumented checks that the document names every field.
func TestEveryFieldIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/cardcheck-json.md")
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]bool{}
	jsonFields(reflect.TypeFor[document](), fields)
	if len(fields) < 60 {
		t.Errorf("only %d fields", len(fields))
	}
	for name := range fields {
		forms := []string{
			"`" + name + "`",
			"`" + name + "[]`",
			"." + name + "`",
			"." + name + "[]`",
		}
		for _, form := range forms {
			if strings.Contains(string(text), form) {
				delete(fields, name)
			}
		}
	}
	for name := range fields {
		t.Errorf("docs/cardcheck-json.md does not describe %q", name)
	}
}

func jsonFields(kind reflect.Type, fields map[string]bool) {
	switch kind.Kind() {
	case reflect.Pointer, reflect.Slice:
		jsonFields(kind.Elem(), fields)
	case reflect.Struct:
		if kind == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range kind.NumField() {
			if name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ","); name != "" {
				fields[name] = true
			}
			jsonFields(kind.Field(i).Type, fields)
		}
	}
}
