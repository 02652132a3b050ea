package rules

import "signpost/internal/problem"

// BrokenYAML reports front matter and settings that are not YAML. Packages article, config and themes report it, with
// the errors of package strictyaml.
var BrokenYAML = problem.Rule{
	ID:             "SP003",
	Name:           "broken-yaml",
	Severity:       problem.Error,
	SeverityLocked: true,
	Causes:         []string{DeadPage.ID},
}
