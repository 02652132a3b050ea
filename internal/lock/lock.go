// Package lock remembers every address that was published, in the file anchors.lock: published is published.
//
// The file holds a line for each address, sorted, so that two people's changes merge:
//
//	/smartcards/resolve/                                             a page
//	/smartcards/resolve/#ods-code-not-present ID-201                 a heading, and the code that it declares
//	/smartcards/old/#role -> /smartcards/add-a-role/#which-role      moved: leads there from now on
//	/smartcards/fax/ retired Faxes ended in 2026.                    gone, and why: leads to a page that says so
//
// A heading that declared a code keeps the code on its line when it moves or is retired: the code's short link holds too.
// Lines that begin with a number sign, and empty ones, are comments; they stay at the top of the file.
package lock

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Name of the file. It stands beside the settings.
const Name = "anchors.lock"

// Entry is one published address.
type Entry struct {
	Address string     // from the site's root, with the fragment: "/smartcards/resolve/#ods"
	Code    codes.Code // that the heading declares, or empty
	To      string     // where it leads since it moved, or empty
	Reason  string     // why it was retired, or empty
	Line    int        // in the file; 0 for one that is not in it yet
}

// Live reports whether the address is still that of a page or heading.
func (e Entry) Live() bool { return e.To == "" && e.Reason == "" }

// Lock is every published address, sorted.
type Lock struct {
	Comments []string
	Entries  []Entry
}

const header = "# Every address that was published. Written by `signpost lock`; commit it with the articles."

// Parse reads a lock. What cannot be read is reported, and left out.
func Parse(file string, data []byte) (*Lock, []problem.Problem) {
	l := new(Lock)
	var problems []problem.Problem
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] == '#' {
			l.Comments = append(l.Comments, line)
			continue
		}
		e, err := parseLine(line)
		if err != nil {
			problems = append(problems, rules.BrokenLock.At(problem.Place{File: file, Line: number},
				"undo the change to the line, or take the file as it was committed last and run signpost lock", "%v", err))
			continue
		}
		e.Line = number
		if first, twice := l.Lookup(e.Address); twice {
			problems = append(problems, rules.BrokenLock.At(problem.Place{File: file, Line: number},
				"keep the line that is right", "the address %s stands twice, first on line %d", e.Address, first.Line))
			continue
		}
		l.put(e)
	}
	return l, problems
}

func parseLine(line string) (Entry, error) {
	address, rest, _ := strings.Cut(line, " ")
	e := Entry{Address: address}
	if code, after, _ := strings.Cut(rest, " "); codes.Code(code).Valid() {
		e.Code, rest = codes.Code(code), after
	}
	if strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, "=======") || strings.HasPrefix(line, ">>>>>>>") {
		return e, fmt.Errorf("two changes were not merged here: keep the lines of both and delete this one")
	}
	if !Valid(address) {
		return e, fmt.Errorf("%q is not an address: one begins with / and ends with / or has a fragment", address)
	}
	switch to, moved := strings.CutPrefix(rest, "-> "); {
	case rest == "":
	case moved && Valid(to):
		e.To = to
	case moved:
		return e, fmt.Errorf("%q, where %s is to lead, is not an address", to, address)
	case strings.HasPrefix(rest, "retired "):
		e.Reason = strings.TrimSpace(strings.TrimPrefix(rest, "retired "))
	default:
		return e, fmt.Errorf("%q after the address is neither a code, nor -> ADDRESS, nor retired REASON", rest)
	}
	return e, nil
}

// Valid reports whether a text is the address of a page or a heading: "/a/", "/a/#b".
func Valid(address string) bool {
	page, fragment, has := strings.Cut(address, "#")
	return strings.HasPrefix(page, "/") && strings.HasSuffix(page, "/") && !strings.Contains(page, "//") &&
		(!has || fragment != "") && !strings.ContainsAny(address, " \t\r\n") && !strings.Contains(page, "/../") && !strings.Contains(page, "/./")
}

func byAddress(e Entry, address string) int { return cmp.Compare(e.Address, address) }

// Lookup finds an address.
func (l *Lock) Lookup(address string) (Entry, bool) {
	i, found := slices.BinarySearchFunc(l.Entries, address, byAddress)
	if !found {
		return Entry{}, false
	}
	return l.Entries[i], true
}

// Below are the headings of a page.
func (l *Lock) Below(page string) []Entry {
	from, _ := slices.BinarySearchFunc(l.Entries, page+"#", byAddress)
	to := from
	for to < len(l.Entries) && strings.HasPrefix(l.Entries[to].Address, page+"#") {
		to++
	}
	return l.Entries[from:to]
}

// put adds an entry, or replaces that of the same address.
func (l *Lock) put(e Entry) {
	i, found := slices.BinarySearchFunc(l.Entries, e.Address, byAddress)
	if found {
		l.Entries[i] = e
		return
	}
	l.Entries = slices.Insert(l.Entries, i, e)
}

// Record adds the addresses of a build. One that moved or was retired and is there again counts as published anew.
func (l *Lock) Record(present []Entry) (added int) {
	merged := make(map[string]Entry, len(l.Entries)+len(present))
	for _, e := range l.Entries {
		merged[e.Address] = e
	}
	for _, e := range present {
		if _, known := merged[e.Address]; !known {
			added++
		}
		merged[e.Address] = e
	}
	l.Entries = l.Entries[:0]
	for _, e := range merged {
		l.Entries = append(l.Entries, e)
	}
	slices.SortFunc(l.Entries, func(a, b Entry) int { return cmp.Compare(a.Address, b.Address) })
	return added
}

// Move makes an address lead to another from now on. What led to it before leads there too, so that there are no chains. With a page go
// those of its headings that has says the new page has under the same id; the others are returned.
func (l *Lock) Move(from, to string, has func(address string) bool) (left []string, err error) {
	e, ok := l.Lookup(from)
	if !ok {
		return nil, fmt.Errorf("%s was never published: it is not in %s", from, Name)
	}
	if from == to {
		return nil, fmt.Errorf("an address cannot lead to itself")
	}
	l.lead(e, to)
	if strings.Contains(from, "#") {
		return nil, nil
	}
	for _, e := range slices.Clone(l.Entries) {
		fragment, below := strings.CutPrefix(e.Address, from+"#")
		if !below || !e.Live() {
			continue
		}
		page, _, _ := strings.Cut(to, "#")
		if target := page + "#" + fragment; has(target) {
			l.lead(e, target)
		} else {
			left = append(left, e.Address)
		}
	}
	return left, nil
}

func (l *Lock) lead(e Entry, to string) {
	l.put(Entry{Address: e.Address, Code: e.Code, To: to})
	for i := range l.Entries {
		if l.Entries[i].To == e.Address {
			l.Entries[i].To = to
		}
	}
}

// Retire says why an address, and with a page every heading of it, leads to nothing more than that reason. So does what led there.
func (l *Lock) Retire(address, reason string) error {
	if _, ok := l.Lookup(address); !ok {
		return fmt.Errorf("%s was never published: it is not in %s", address, Name)
	}
	for _, e := range slices.Clone(l.Entries) {
		below := strings.HasPrefix(e.Address, address+"#") && e.Live()
		ledThere := e.To == address || strings.HasPrefix(e.To, address+"#")
		if e.Address == address || below || ledThere {
			l.put(Entry{Address: e.Address, Code: e.Code, Reason: reason})
		}
	}
	return nil
}

// Encode writes the lock as the file holds it.
func (l *Lock) Encode() []byte {
	var b bytes.Buffer
	comments := l.Comments
	if comments == nil {
		comments = []string{header}
	}
	for _, c := range comments {
		fmt.Fprintln(&b, c)
	}
	for _, e := range l.Entries {
		fmt.Fprintln(&b, e)
	}
	return b.Bytes()
}

// String is the entry's line.
func (e Entry) String() string {
	line := e.Address
	if e.Code != "" {
		line += " " + string(e.Code)
	}
	switch {
	case e.To != "":
		line += " -> " + e.To
	case e.Reason != "":
		line += " retired " + strings.Join(strings.Fields(e.Reason), " ")
	}
	return line
}
