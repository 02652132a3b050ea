package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Names, addresses and numbers of people in the user's files are in none of the forms in which results leave the
// computer.
func TestNoPersonalDataInExports(t *testing.T) {
	const setup = `ods_code: Y02345
name: Dr Featherstonehaugh & Partners
icb: NHS Featherstonehaugh ICB
clinical_system: systmone
systmone:
  profile: Featherstonehaugh FULL
software: Identity Agent 2.4.10.0 on PC-RECEPTION7 for Featherstonehaugh
`
	const roles = `Y02345 - Admin/Clerical - Mary Featherstonehaugh 943 476 5919 07700 900123
Y02345 - Nurse jane.doe@nhs.net NHS 943-476-5919
Y02345 - Practice manager for Jane O'Doherty, 12 High Street, LS1 4AP
`
	folder := t.TempDir()
	files := []string{
		"--setup", filepath.Join(folder, "featherstonehaugh.yaml"),
		"--identity", filepath.Join(folder, "featherstonehaugh.txt"),
	}
	must(t, os.WriteFile(files[1], []byte(setup), 0o600))
	must(t, os.WriteFile(files[3], []byte(roles), 0o600))
	report := filepath.Join(folder, "report.zip")

	for _, command := range [][]string{
		{"run", "--format", "json"},
		{"run", "--format", "junit"},
		{"facts"},
		{"report", "--preview"},
		{"report", report},
	} {
		var stdout, stderr bytes.Buffer
		runArgs(t.Context(), &stdout, &stderr, append(command, files...)...)
		if !strings.Contains(stdout.String(), "Y02345") {
			t.Errorf("%s: no result: %s", command, &stderr)
		}

		expectNoPersonalData(t, strings.Join(command, " "), stdout.String())
	}

	archive, err := zip.OpenReader(report)
	must(t, err)
	defer archive.Close()
	for _, file := range archive.File {
		r, err := file.Open()
		must(t, err)
		data, err := io.ReadAll(r)
		must(t, err)
		expectNoPersonalData(t, file.Name, string(data))
	}
}

func expectNoPersonalData(t *testing.T, name, text string) {
	t.Helper()
	for _, value := range []string{
		"featherstonehaugh", "jane", "doherty", "reception7", "@nhs.net", "943 476", "943-476", "900123", "ls1 4ap",
	} {
		if strings.Contains(strings.ToLower(text), value) {
			t.Errorf("%s: %q is left", name, value)
		}
	}
}
