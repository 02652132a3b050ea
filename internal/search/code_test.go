package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCodeHeadings(t *testing.T) {
	tests := map[string][]string{
		"ID-201":       {"id201", "201 id201"},
		"E1042":        {"e1042", "1042 e1042"},
		"1046":         {"1046"},
		"ERR_TAX_001":  {"errtax001", "err tax 001", "001 errtax001"},
		"ERR_TAX":      {"errtax"},
		"PAYROLL-1042": {"payroll1042", "payroll 1042", "1042 payroll1042"},
		"0x80070005":   {"0x80070005", "80070005 0x80070005"},
		"1.2.3":        {"123", "1 2 3", "3 123"},
	}

	for code, want := range tests {
		if diff := cmp.Diff(want, codeHeadings(code)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", code, diff)
		}
	}
}

func TestNumberIn(t *testing.T) {
	tests := map[string]string{
		"kb5031234": "5031234", "0x80090016": "80090016", "0x8000ffff": "8000ffff", "ts2345": "2345",
		"2026": "", "id201": "", "0xghijk": "", "0x1": "", "a1b2345": "", "word": "", "12abc": "", "0x": "",
	}

	for word, want := range tests {
		if got := numberIn(word); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
