package checks

import "fmt"

const softwareTwiceID = "software-twice"

var softwareTwiceCheck = Check{
	ID:    softwareTwiceID,
	Code:  "SU-506",
	Title: "NHS Credential Management is installed only once",
	Good:  "NHS Credential Management is installed only once",
	Wrong: "NHS Credential Management is installed twice",
	Run:   forManagement(checkSoftwareTwice),
}

func checkSoftwareTwice(f *Facts) Result {
	versions := f.managementVersions()
	switch {
	case len(versions) > 1:
		return Result{
			Status: Fail,
			Detail: fmt.Sprintf("%d versions of NHS Credential Management are installed: "+
				"they stop each other from starting.", len(versions)),
			Evidence: f.describeSoftware(),
			Next: []string{
				"Ask your IT team to remove all of them, and then to install only the newest one.",
			},
		}

	case !f.Host.Searched:
		return f.unobserved(
			"cardcheck could not tell which versions of NHS Credential Management are installed.",
			"Ask your IT team which versions are installed.",
		)

	case len(versions) == 0:
		return noManagement
	}

	return Result{
		Status:   Pass,
		Detail:   "NHS Credential Management is installed only once.",
		Evidence: f.describeSoftware(),
	}
}
