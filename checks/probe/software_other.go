//go:build !windows

package probe

import "signpost/checks"

// software is looked for on Windows alone, where the smartcard software runs.
func software() (list []checks.Software, searched bool, err error) { return nil, false, nil }
