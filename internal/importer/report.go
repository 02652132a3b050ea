package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Report lists the work that the import of a help centre leaves to writers. The zero value is an empty list.
type Report struct {
	// Hidden are the files of articles that became drafts, by the reason: "draft", "restricted" or "internal".
	Hidden map[string][]string

	// OldLinks are the files with links that still lead to the old help centre, by the address of the link.
	OldLinks map[string][]string

	// Differences are the articles whose text changed during the conversion.
	Differences []Difference

	// Flat are the files of articles that have lost their lists, tables and headings: elements were nested too deep, or
	// there were too many in a paragraph.
	Flat []string

	// Refused are the reasons why articles cannot be published, by their file.
	Refused map[string]string

	// Media are the reasons why pictures and attachments are missing, by their address.
	Media map[string]string
}

// IsEmpty reports whether nothing is left to do.
func (r *Report) IsEmpty() bool {
	return len(r.Hidden)+len(r.OldLinks)+len(r.Differences)+len(r.Flat)+len(r.Refused)+len(r.Media) == 0
}

// Frequent returns the addresses of OldLinks, the most frequent first.
func (r *Report) Frequent() []string {
	return slices.SortedFunc(maps.Keys(r.OldLinks), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(r.OldLinks[b]), len(r.OldLinks[a])), strings.Compare(a, b))
	})
}

// explanations say why an article became a draft.
var explanations = map[string]string{
	"draft":      "They were drafts.",
	"restricted": "Only some readers could see them.",
	"internal":   "Only the team could see them.",
}

// Markdown returns the report as a document.
func (r *Report) Markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, "# Import report")

	if len(r.Refused) > 0 {
		fmt.Fprint(&b, "\n## Articles that cannot be published\n\nSplit them into several, or write them by hand.\n\n")
		for _, file := range slices.Sorted(maps.Keys(r.Refused)) {
			fmt.Fprintf(&b, "- `%s` %s\n", file, r.Refused[file])
		}
	}

	if len(r.Hidden) > 0 {
		fmt.Fprint(&b, "\n## Drafts\n\nThese articles are not published. To publish one, remove `draft: true`.\n")
		for _, reason := range slices.Sorted(maps.Keys(r.Hidden)) {
			fmt.Fprintf(&b, "\n%s\n\n", explanations[reason])
			for _, file := range r.Hidden[reason] {
				fmt.Fprintf(&b, "- `%s`\n", file)
			}
		}
	}

	if len(r.OldLinks) > 0 {
		fmt.Fprint(&b, "\n## Links to the old help centre\n\n")
		for _, address := range r.Frequent() {
			fmt.Fprintf(&b, "- `%s` in %s\n", address, inCode(r.OldLinks[address]))
		}
	}

	if len(r.Media) > 0 {
		fmt.Fprint(&b, "\n## Missing pictures and attachments\n\n")
		for _, address := range slices.Sorted(maps.Keys(r.Media)) {
			fmt.Fprintf(&b, "- `%s` %s\n", address, r.Media[address])
		}
	}

	if len(r.Flat) > 0 {
		fmt.Fprint(&b, "\n## Articles without lists, tables and headings\n\n"+
			"Their HTML is nested too deep, or has too many elements in a paragraph.\n\n")
		for _, file := range r.Flat {
			fmt.Fprintf(&b, "- `%s`\n", file)
		}
	}

	if len(r.Differences) > 0 {
		fmt.Fprint(&b, "\n## Changed text\n\nCompare these articles with the old help centre.\n\n")
		for _, d := range r.Differences {
			fmt.Fprintf(&b, "- `%s`%s%s%s\n", d.File,
				listed("missing words", d.Missing), listed("new", d.Added), listed("missing links", d.Links))
		}
	}

	return b.Bytes()
}

func listed(what string, items []string) string {
	if len(items) == 0 {
		return ""
	}

	return "; " + what + ": " + inCode(items)
}

func inCode(items []string) string {
	var quoted []string
	for _, item := range items {
		item = strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}

			return r
		}, item)

		fence := "`"
		for strings.Contains(item, fence) {
			fence += "`"
		}

		if len(fence) > 1 {
			item = " " + item + " "
		}

		quoted = append(quoted, fence+item+fence)
	}

	return strings.Join(quoted, ", ")
}
