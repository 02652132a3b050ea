package main

import (
	"testing"

	linked "signpost/internal/testkit/licences"
)

// TestLicencesAreCurrent fails if a module has no licence, or if licences.txt does not contain it.
func TestLicencesAreCurrent(t *testing.T) {
	linked.Check(t)
}
