package config

import (
	"os"
	"reflect"
	"regexp"
	"testing"
)

func TestManualListsEverySetting(t *testing.T) {
	manual, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}

	settings := reflect.TypeFor[Config]()
	for i := range settings.NumField() {
		key := settings.Field(i).Tag.Get("yaml")
		row := regexp.MustCompile("(?m)^\\| [^|]*`" + key + "`")
		if !row.Match(manual) {
			t.Errorf("docs/writing.md has no table row for %q", key)
		}
	}
}
