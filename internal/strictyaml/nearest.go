package strictyaml

import (
	"fmt"
	"slices"
	"strings"

	"signpost/internal/limit"
)

// Suggest returns a hint for a name that is not among the known ones: the most similar one, or else all of them.
func Suggest(got string, known []string) string {
	if nearest, ok := Nearest(got, known); ok {
		return fmt.Sprintf("did you mean %q?", nearest)
	}

	sorted := slices.Sorted(slices.Values(known))
	return "the keys are " + strings.Join(sorted, ", ")
}

// Nearest returns the known name that is most similar to got, which may be a typo. It returns false if none is similar.
func Nearest(got string, known []string) (string, bool) {
	best, least := "", Tolerance(got)
	for _, k := range known {
		if d := Distance(strings.ToLower(got), k, least); d < least {
			best, least = k, d
		}
	}

	return best, best != ""
}

// Tolerance returns the least distance at which another name is no longer similar.
func Tolerance(name string) int {
	return len(name)/3 + 2
}

// Distance returns the Levenshtein distance in bytes, or the bound as soon as it is certain not to be less. It does not
// compare names longer than limit.Compared.
func Distance(a, b string, bound int) int {
	longer, shorter := max(len(a), len(b)), min(len(a), len(b))
	if longer > limit.Compared || longer-shorter >= bound {
		return bound
	}

	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}

	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}

			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}

		if least >= bound {
			return bound
		}
	}

	return row[len(b)]
}
