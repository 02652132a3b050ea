package config

import (
	"os"
	"reflect"
	"regexp"
	"testing"
)

// Whoever sets up a help centre learns of a setting from docs/writing.md alone.
func TestTheManualNamesEverySetting(t *testing.T) {
	manual, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}
	settings := reflect.TypeFor[Config]()
	for i := range settings.NumField() {
		key := settings.Field(i).Tag.Get("yaml")
		if row := regexp.MustCompile("(?m)^\\| [^|]*`" + key + "`"); !row.Match(manual) {
			t.Errorf("no table of the manual has a row for %q", key)
		}
	}
}
