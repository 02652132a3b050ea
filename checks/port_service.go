package checks

const portServiceID = "port-service"

var portServiceCheck = Check{
	ID:    portServiceID,
	Code:  "SU-507",
	Title: "NHS Port Service is running",
	Good:  "NHS Port Service is running",
	Wrong: "NHS Port Service is not running",
	Run:   forManagement(checkPortService),
}

func checkPortService(f *Facts) Result {
	rule := currentPolicy().Management
	s, found := f.Host.windowsService(rule.Service)
	switch {
	case f.Host.Services == nil:
		return f.unobserved(
			"cardcheck could not tell whether "+rule.Service+" is running.",
			"Ask your IT team if the Windows service "+rule.Service+" is running.",
		)

	case found && s.Running:
		return Result{
			Status:   Pass,
			Detail:   rule.Service + " is running.",
			Evidence: []string{s.describe(f.Host.Services.Source)},
		}

	case found:
		return Result{
			Status:   Fail,
			Detail:   rule.Service + " is not running: a browser cannot use the smartcard without it.",
			Evidence: []string{s.describe(f.Host.Services.Source)},
			Next: []string{
				"Ask your IT team to start " + rule.Service + " and to let Windows start it automatically.",
				"Restart the computer after that.",
			},
		}

	case len(f.managementVersions()) == 0:
		return noManagement
	}

	return Result{
		Status:   Warn,
		Special:  true,
		Heading:  rule.Service + " was not found",
		Detail:   rule.Service + ", which is part of NHS Credential Management, was not found.",
		Evidence: append(f.describeSoftware(), "source: "+rule.Source),
		Next:     []string{"Ask your IT team to install NHS Credential Management again."},
	}
}
