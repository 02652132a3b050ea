package probe

import "signpost/checks"

// processes observes nothing: the NHS smartcard software is for Windows.
func (c computer) processes() (*checks.Processes, error) { return nil, nil }
