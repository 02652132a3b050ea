package site

// StatementPath is the address of the accessibility statement, which accessibility.md in a language's folder
// provides. Every page links to it if it exists.
const StatementPath = "/accessibility/"

// HasStatement reports whether the edition has an accessibility statement.
func (e *Edition) HasStatement() bool {
	return e.Site.pages[e.AddressOf(StatementPath)] != nil
}
