package markdown

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/yuin/goldmark/util"
)

// Labels are the texts of callouts, notes and sizes of files in one language, by kind of callout or by one of the keys
// below. A theme defines them below the key "words" of its strings.yaml.
type Labels map[string]string

// Keys of labels other than kinds of callouts.
const (
	notesLabel     = "notes"     // name of the list of notes
	referenceLabel = "reference" // of a link to a note; contains {number}
	backLabel      = "back"      // of the link back from a note; contains {number}
)

// English is used where a language has no labels.
var English = englishLabels()

func englishLabels() Labels {
	labels := Labels{
		notesLabel:     "Notes",
		referenceLabel: "Note {number}",
		backLabel:      "Back from note {number}",
		kilobytesLabel: "{number} KB",
		megabytesLabel: "{number} MB",
		gigabytesLabel: "{number} GB",
		decimalLabel:   ".",
	}
	for _, c := range callouts {
		labels[c.Kind] = c.English
	}

	return labels
}

// Missing returns the keys without a text.
func (l Labels) Missing() []string {
	keys := slices.Sorted(maps.Keys(English))

	return slices.DeleteFunc(keys, func(key string) bool {
		return l[key] != ""
	})
}

// Unknown returns the keys that do not exist.
func (l Labels) Unknown() []string {
	keys := slices.Sorted(maps.Keys(l))

	return slices.DeleteFunc(keys, func(key string) bool {
		return English[key] != ""
	})
}

// Title returns the title of a kind of callout, for the layouts of themes. An unknown kind is an error.
func (l Labels) Title(kind string) (string, error) {
	c, known := calloutByKind(kind)
	if !known {
		return "", fmt.Errorf("there is no callout %q", kind)
	}

	return l.get(c.Kind), nil
}

func (l Labels) get(key string) string {
	return cmp.Or(l[key], English[key])
}

// numbered returns a label with a number in place of {number}, as an attribute contains it.
func (l Labels) numbered(key, number string) string {
	return escapeHTML(strings.ReplaceAll(l.get(key), "{number}", number))
}

// labelsOf returns the labels of the document that is rendered to w.
func labelsOf(w util.BufWriter) Labels {
	return w.(*htmlWriter).doc.options.Labels
}
