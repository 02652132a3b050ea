package rules

import (
	"testing"

	"signpost/internal/codes"
)

func TestCodeHint(t *testing.T) {
	known := []string{"PAY-1042", "ERR_TAX_001"}
	for code, want := range map[codes.Code]string{
		"PAY-1043": `did you mean "PAY-1042"?`,
		"PAY-9999": `to explain it, run: signpost new error PAY-9999 "MESSAGE" ARTICLE`,
	} {
		if got := codeHint(code, known); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}
