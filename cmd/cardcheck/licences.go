package main

import _ "embed"

// licences are those of cardcheck and of all software in it.
//
//go:generate env SIGNPOST_UPDATE=1 go test -count 1 -run ^TestLicencesAreCurrent$ .
//go:embed licences.txt
var licences string
