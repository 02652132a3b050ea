package checks

import (
	"fmt"
	"slices"
	"strings"
)

const odsDirectoryID = "ods-directory"

var odsDirectoryCheck = Check{
	ID:    odsDirectoryID,
	Code:  "SU-513",
	Title: "ODS code in the national directory",
	Good:  "The ODS code is in the national directory",
	Wrong: "The ODS code in the national directory does not fit",
	After: []string{setupID},
	Run:   checkODSDirectory,
}

func checkODSDirectory(f *Facts) Result {
	code := f.Setup.ods()
	d := f.Host.directory()
	switch {
	case code == "":
		return noODSCode
	case d == nil || !strings.EqualFold(d.Code, code):
		return Result{
			Status: Unknown,
			Detail: "cardcheck did not look up " + code + " in the national directory.",
			Next:   askNetwork,
		}

	case d.Error != "":
		return Result{
			Status:   Unknown,
			Detail:   "cardcheck could not reach the national directory.",
			Evidence: []string{d.Error},
			Next:     []string{"Run cardcheck --online again later, or on a computer with internet access."},
		}
	}

	return d.check(code)
}

// check decides by the directory's entry for an ODS code.
func (d *Directory) check(code string) Result {
	rule := currentPolicy().Directory
	result := Result{
		Status:   Fail,
		Evidence: d.describe(),
		Next:     []string{"Compare the ODS code in the set-up file with the one on letters to the practice."},
	}

	switch {
	case d.Missing:
		result.Detail = code + " is not in the national directory."
		result.Evidence = []string{"source: " + rule.Source}

	case !strings.EqualFold(d.Status, "Active"):
		result.Detail = code + " is no longer active in the national directory."
	case !slices.Contains(d.Roles, rule.Role):
		result.Status = Warn
		result.Detail = code + " is in the national directory, but not as a GP practice."

	default:
		result.Status = Pass
		result.Detail = code + " is an active GP practice in the national directory."
		result.Next = nil
	}

	return result
}

func (h *Host) directory() *Directory {
	if h == nil {
		return nil
	}

	return h.Directory
}

func (d *Directory) describe() []string {
	lines := []string{
		fmt.Sprintf("directory: %s, %s, %s", d.Code, d.Name, d.Status),
		"roles: " + strings.Join(d.Roles, ", "),
	}

	if d.ICB != "" {
		lines = append(lines, d.describeICB())
	}

	return append(lines, "source: "+currentPolicy().Directory.Source)
}

// describeICB returns the evidence for the practice's ICB.
func (d *Directory) describeICB() string {
	return fmt.Sprintf("directory: %s is commissioned by %s, which belongs to the ICB %s", d.Code,
		d.SubICB, d.ICB)
}
