package checks

const credentialManagementID = "credential-management"

var credentialManagementCheck = Check{
	ID:    credentialManagementID,
	Code:  "NW-604",
	Title: "NHS Credential Management is running",
	Good:  "NHS Credential Management is running",
	Wrong: "NHS Credential Management is not running",
	Run:   forManagement(checkCredentialManagement),
}

// managementAbsent reports whether NHS Credential Management is neither installed nor running.
func (f *Facts) managementAbsent() bool {
	return f.Host.Searched && len(f.managementVersions()) == 0 && len(f.Host.managementRunning()) == 0
}

func checkCredentialManagement(f *Facts) Result {
	running := f.Host.managementRunning()
	versions := f.managementVersions()
	switch {
	case len(running) > 0:
		return Result{
			Status:   Pass,
			Detail:   "NHS Credential Management is running.",
			Evidence: running,
		}

	case f.Host.Processes == nil || f.Host.Ports == nil:
		return f.unobserved(
			"cardcheck could not tell whether NHS Credential Management is running.",
			"Look for NHS Credential Management among the icons beside the Windows clock.",
		)

	case len(versions) == 0 && !f.Host.Searched:
		return f.unobserved(
			"cardcheck could not tell whether NHS Credential Management is installed.",
			"Ask your IT team if NHS Credential Management is installed.",
		)

	case len(versions) == 0:
		return Result{
			Status:  Fail,
			Special: true,
			Heading: "No smartcard software was found",
			Detail: "Neither NHS Credential Management nor Identity Agent was found on this computer: " +
				"without one of them, you cannot sign in with a smartcard.",
			Evidence: []string{"no such program is installed or running", describeClosedPort()},
			Next:     []string{"Ask your IT team which of the two this computer needs, and to install it."},
		}
	}

	return Result{
		Status:   Fail,
		Detail:   "NHS Credential Management is installed, but it is not running.",
		Evidence: append(f.describeSoftware(), describeClosedPort()),
		Next: []string{
			"Sign out of Windows and sign in again: it starts when someone signs in, not when it is installed.",
			"Restart the computer.",
			"If it is still not running, ask your IT team.",
		},
	}
}
