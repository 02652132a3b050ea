package article

import (
	"signpost/internal/limit"
	"signpost/internal/strictyaml"
)

// suggester finds similar names for the first mistakes of an article. Each name is compared with all known ones.
type suggester struct{ count int }

// nearest is like [strictyaml.Nearest]. It calls known only if it compares the name.
func (s *suggester) nearest(name string, known func() []string) (string, bool) {
	if s.count++; s.count > limit.Suggestions {
		return "", false
	}

	return strictyaml.Nearest(name, known())
}
