package problem

// Rule identifies a kind of problem. Its ID is permanent: it is never reused and never gets another meaning.
type Rule struct {
	ID       string   // "SP020"
	Name     string   // "dead-page"
	Severity Severity // the default, which config.yaml can change

	// Fixed is set for rules that keep their severity: without them, no working site can be written.
	Fixed bool
}
