package page

import (
	"errors"
	"testing"

	"signpost/internal/cli"
)

func TestErrorsSayWhatToDo(t *testing.T) {
	err := errors.New("the disk is full")
	if got := withHint(err); got != "the disk is full" {
		t.Errorf("error without a hint: %q", got)
	}

	err = cli.WithHint(err, "delete what you do not need")
	if got := withHint(err); got != "the disk is full; delete what you do not need" {
		t.Errorf("error with a hint: %q", got)
	}
}
