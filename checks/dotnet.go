package checks

import "fmt"

const dotNetID = "dotnet"

var dotNetCheck = Check{
	ID:    dotNetID,
	Code:  "SU-505",
	Title: ".NET Framework for NHS Credential Management",
	Good:  "The .NET Framework is new enough",
	Wrong: "The .NET Framework is missing or too old",
	Run:   forManagement(checkDotNet),
}

func checkDotNet(f *Facts) Result {
	rule := currentPolicy().Management
	next := []string{
		"Ask your IT team to install .NET Framework 4.8 or later.",
		"Restart the computer after that.",
	}

	switch d := f.Host.DotNet; {
	case d == nil:
		return f.unobserved(
			"cardcheck could not tell which version of the .NET Framework is installed.",
			"Ask your IT team if .NET Framework 4.8 or later is installed.",
		)

	case d.Release < rule.DotNet && f.managementAbsent():
		return Result{
			Status:   Skip,
			Detail:   "Does not apply yet: NHS Credential Management is not installed, and nothing else needs it.",
			Evidence: []string{d.describe()},
		}

	case d.Release == 0:
		return Result{
			Status:   Fail,
			Detail:   "The .NET Framework is not installed: NHS Credential Management needs version 4.8 or later.",
			Evidence: []string{"source: " + rule.Source},
			Next:     next,
		}

	case d.Release < rule.DotNet:
		return Result{
			Status: Fail,
			Detail: "The .NET Framework is older than version 4.8, which NHS Credential Management needs.",
			Evidence: []string{
				d.describe(),
				fmt.Sprintf("4.8 is release %d", rule.DotNet),
				"source: " + rule.Source,
			},
			Next: next,
		}

	default:
		return Result{
			Status:   Pass,
			Detail:   "The .NET Framework is version 4.8 or later.",
			Evidence: []string{d.describe()},
		}
	}
}

func (d *DotNet) describe() string {
	return fmt.Sprintf("%s: release %d of the .NET Framework", d.Source, d.Release)
}
