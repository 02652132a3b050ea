package compare

import (
	"slices"

	"signpost/internal/snapshot"
)

// Codes are the differences of error codes.
type Codes struct {
	Added   []Code        `json:"added"`
	Moved   []MovedCode   `json:"moved"`
	Retired []RetiredCode `json:"retired"`
	Lost    []Code        `json:"lost"`
}

// Code is an error code with the address of its section.
type Code struct {
	Code    string `json:"code"`
	Title   string `json:"title"`
	Address string `json:"address"`
}

// MovedCode is a code that another section explains.
type MovedCode struct {
	Code
	From string `json:"from"`
}

// RetiredCode is a code that no longer occurs.
type RetiredCode struct {
	Code
	Successor string `json:"successor,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

func newCode(c snapshot.Code) Code {
	return Code{c.Code, c.Title, c.Address}
}

// compareCodes compares the error codes.
func (c *comparer) compareCodes() {
	list := &c.report.Codes
	for key, before := range c.old.Codes {
		if after, ok := c.new.Codes[key]; ok {
			c.compareCode(before, after)
		} else {
			c.findCode(before)
		}
	}

	for key, after := range c.new.Codes {
		if _, ok := c.old.Codes[key]; !ok {
			list.Added = append(list.Added, newCode(after))
		}
	}

	byCode := func(a, b Code) int { return compareCodeOrder(a.Code, b.Code) }
	slices.SortFunc(list.Added, byCode)
	slices.SortFunc(list.Lost, byCode)
	slices.SortFunc(list.Moved, func(a, b MovedCode) int { return byCode(a.Code, b.Code) })
	slices.SortFunc(list.Retired, func(a, b RetiredCode) int { return byCode(a.Code, b.Code) })
}

// compareCode compares a code that both sites list.
func (c *comparer) compareCode(before, after snapshot.Code) {
	list := &c.report.Codes
	if after.IsRetired && !before.IsRetired {
		retired := RetiredCode{Code: newCode(after), Successor: after.Successor}
		list.Retired = append(list.Retired, retired)
	}

	if after.Address != before.Address {
		list.Moved = append(list.Moved, MovedCode{newCode(after), before.Address})
	}
}

// findCode looks for a code that the new site does not list at its short link.
func (c *comparer) findCode(before snapshot.Code) {
	list := &c.report.Codes
	found := c.new.Find(before.Short)
	switch {
	case found.Kind == snapshot.Retired:
		list.Retired = append(list.Retired, RetiredCode{Code: newCode(before), Reason: found.Reason})
	case found.Kind == snapshot.Moved:
		code := newCode(before)
		code.Address = found.To
		list.Moved = append(list.Moved, MovedCode{code, before.Address})
	case found.Kind == snapshot.Lost:
		list.Lost = append(list.Lost, newCode(before))
	}
}
