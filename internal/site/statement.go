package site

// StatementPath is the address of the accessibility statement, which accessibility.md in a language's folder
// provides. Every page links to it if it exists.
const StatementPath = "/accessibility/"

// HasStatement reports whether the site has an accessibility statement in this language.
func (s *Site) HasStatement() bool {
	return s.pages[s.AddressOf(StatementPath)] != nil
}
