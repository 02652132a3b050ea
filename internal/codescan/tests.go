package codescan

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// testFolders contain tests, and what they need.
var testFolders = map[string]bool{
	"test": true, "tests": true, "testing": true, "testdata": true, "__tests__": true, "__mocks__": true,
	"__fixtures__": true, "__snapshots__": true, "spec": true, "specs": true, "fixtures": true, "e2e": true,
	"cypress": true, "androidtest": true, "integrationtest": true, "unittest": true, "unittests": true,
	"testfixtures": true, "testhelpers": true, "testkit": true, "testutil": true, "testutils": true, "t": true,
}

// testName matches the names of tests: pay_test.go, test_pay.py, pay.spec.ts, PayTest.java, PayTests.cs, IPayTest.kt.
var testName = regexp.MustCompile(`^(?:test_.*|conftest)\.py$|` +
	`[._-](?:test|tests|spec|specs|e2e|cy|stories|unittest)\.[A-Za-z0-9]+$|` +
	`[A-Za-z0-9](?:Tests?|Specs?|TestCase|IT)\.(?:java|kt|kts|scala|groovy|cs|fs|vb|swift|php|cpp|cc|m|mm|dart)$`)

// isTest reports whether a file is a test, by the usual names. The folders count that are in the one that is scanned.
func isTest(rel string) bool {
	dir, base := path.Split(rel)
	for element := range strings.SplitSeq(strings.ToLower(dir), "/") {
		if testFolders[element] || strings.HasSuffix(element, ".tests") || strings.HasSuffix(element, ".test") ||
			strings.HasSuffix(element, ".unittests") {
			return true
		}
	}

	return testName.MatchString(base)
}

// testModule begins the tests in a file of Rust.
var testModule = regexp.MustCompile(`(?m)^\s*#\[cfg\(test\)\]\s*(?:#\[[^\]\n]*\]\s*)*mod\s`)

// testsFrom returns the position from which a file contains only tests.
func testsFrom(f file, source []byte) int {
	switch {
	case isTest(f.rel):
		return 0
	case strings.HasSuffix(f.rel, ".rs") && bytes.Contains(source, []byte("cfg(test)")):
		if at := testModule.FindIndex(source); at != nil {
			return at[0]
		}
	}

	return len(source)
}
