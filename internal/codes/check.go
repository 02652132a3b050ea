package codes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Check describes a check to the help centre: its ID, its title and the code that it reports.
type Check struct {
	ID    string `json:"check"`
	Code  Code   `json:"code"`
	Title string `json:"title"`
}

// checkList is the JSON form of a list of checks. Fields are added, never renamed.
type checkList struct {
	Schema int     `json:"schema"`
	Checks []Check `json:"checks"`
}

// EncodeChecks returns a list of checks as JSON.
func EncodeChecks(list []Check) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(checkList{Schema, list}); err != nil {
		panic(err) // strings always marshal
	}

	return b.Bytes()
}

// DecodeChecks parses a list of checks. It rejects checks without an ID and repeated checks, but does not validate
// their codes.
func DecodeChecks(data []byte) ([]Check, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	var list checkList
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("not a list of checks: %w", err)
	}

	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not a list of checks: unexpected data after it")
	}

	if list.Schema != Schema {
		return nil, fmt.Errorf("the list of checks has schema %d, this program reads schema %d",
			list.Schema, Schema)
	}

	seen := map[string]bool{}
	for i, c := range list.Checks {
		if c.ID == "" || c.ID == Manual {
			return nil, fmt.Errorf("check %d has the invalid ID %q", i+1, c.ID)
		}

		if seen[c.ID] {
			return nil, fmt.Errorf("check %q is repeated", c.ID)
		}

		seen[c.ID] = true
	}

	return list.Checks, nil
}
