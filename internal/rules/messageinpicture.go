package rules

import "signpost/internal/problem"

// MessageInPicture is the rule SP072.
var MessageInPicture = problem.Rule{ID: "SP072", Name: "message-in-picture", Severity: problem.Warning}
