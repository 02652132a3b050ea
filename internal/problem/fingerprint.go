package problem

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
)

// FingerprintLen is the length of a fingerprint.
const FingerprintLen = 12

var numbers = regexp.MustCompile(`[0-9]+`)

// Fingerprints returns a text for each problem that depends on the line with the problem, but neither on its number nor
// on other lines. The fingerprint of a problem without a line depends on its text, except for numbers, and except for
// dir, the folder of the site, in the paths of other files. Each file is read once if the problems are sorted.
func Fingerprints(problems []Problem, dir string, source Source) []string {
	lines := lineReader{source: source}
	inside := strings.TrimSuffix(filepath.Join(dir, "x"), "x")
	list := make([]string, len(problems))
	for i, p := range problems {
		if inside != "" {
			p.Text = strings.ReplaceAll(p.Text, inside, "")
		}

		list[i] = fingerprint(p, lines.line(p.File, p.Line))
	}

	return list
}

// fingerprint returns the fingerprint of a problem in a line. Two problems in a line differ by their columns.
func fingerprint(p Problem, line []byte) string {
	text := bytes.TrimSpace(line)
	column := 0
	if p.Column > 0 {
		column = p.Column - bytes.Index(line, text)
	}

	if len(text) == 0 {
		text = []byte(numbers.ReplaceAllString(p.Text, "0"))
		column = 0
	}

	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %s", p.Key, column, text))

	return hex.EncodeToString(sum[:])[:FingerprintLen]
}
