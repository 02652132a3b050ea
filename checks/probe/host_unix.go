//go:build !windows

package probe

import "signpost/checks"

// These parts of the computer are observed only on Windows, because only there does the NHS smartcard software run.

func (c computer) software() (installation, error)       { return installation{}, nil }
func (c computer) files() (*checks.Files, error)         { return nil, nil }
func (c computer) services() (*checks.Services, error)   { return nil, nil }
func (c computer) ports() (*checks.Ports, error)         { return nil, nil }
func (c computer) dotNet() (*checks.DotNet, error)       { return nil, nil }
func (c computer) policies() (*checks.Policies, error)   { return nil, nil }
func (c computer) localhost() (*checks.Localhost, error) { return nil, nil }
func (c computer) browser() (*checks.Browser, error)     { return nil, nil }
func (c computer) session() (*checks.Session, error)     { return nil, nil }
