package probe

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"signpost/checks"
)

// serviceOrSoftware also matches the smartcard service, which is an ordinary program on Linux.
var serviceOrSoftware = regexp.MustCompile(`^pcscd$|` + smartcardSoftware.String())

// processes lists the smartcard software that is running. It skips processes that end meanwhile.
func (c computer) processes() (*checks.Processes, error) {
	names, err := filepath.Glob("/proc/[0-9]*/comm")
	if err != nil {
		return nil, err
	}

	seen := &checks.Processes{Origin: c.origin("/proc"), List: []checks.Process{}}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if text := strings.TrimSpace(string(data)); err == nil && serviceOrSoftware.MatchString(text) {
			seen.List = append(seen.List, checks.Process{Name: text})
		}
	}

	return seen, nil
}
