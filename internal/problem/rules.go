package problem

// Rule is a kind of problem. Its ID is permanent: never reused, never given another meaning.
type Rule struct {
	ID       string   // "SP020"
	Name     string   // "dead-page"
	Severity Severity // unless config.yaml sets another
}
