// Package lock records every published address in the file anchors.lock, so that addresses stay permanent.
//
// The file has one line per address, sorted, so that changes of several authors merge:
//
//	/smartcards/resolve/                                             a page
//	/smartcards/resolve/#ods-code-not-present ID-201                 a heading, and the code that it declares
//	/smartcards/old/#role -> /smartcards/add-a-role/#which-role      moved: redirects there
//	/smartcards/fax/ retired Faxes ended in 2026.                    retired: shows the reason
//
// The code stays on the line of a heading that was moved or retired, so that its short link continues to
// work. Empty lines are ignored. Lines that begin with a number sign are comments, which are kept at the top
// of the file.
package lock

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	former "signpost/internal/address"
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Name is the name of the file, which is next to the settings.
const Name = "anchors.lock"

// Entry is one published address.
type Entry struct {
	// Address is relative to the root of the site, with the fragment of a heading: "/smartcards/resolve/#ods".
	Address string

	// Code is the code that the heading declares, or "".
	Code codes.Code

	// To is the address to which the page or heading has moved, or "".
	To string

	// Reason says why the address was retired, or is "".
	Reason string

	// Line is the line in the file, or 0.
	Line int
}

// Live reports whether a page or heading is still expected at the address.
func (e Entry) Live() bool {
	return e.To == "" && e.Reason == ""
}

// Lock contains all published addresses.
type Lock struct {
	// Comments are the comment lines of the file.
	Comments []string

	// Entries are sorted by address.
	Entries []Entry
}

const header = "# Every address that was published. Written by `signpost lock`; commit it with the articles."

// Parse reads a lock. It reports and skips lines that it cannot read.
func Parse(file string, data []byte) (*Lock, []problem.Problem) {
	p := parser{file: file, lock: new(Lock)}
	for line := range strings.Lines(string(data)) {
		p.line++
		p.parseLine(strings.TrimSpace(line))
	}

	return p.lock, p.problems
}

// parser reads a lock line by line.
type parser struct {
	file     string
	line     int
	lock     *Lock
	problems []problem.Problem
}

func (p *parser) parseLine(line string) {
	switch {
	case line == "":
		return
	case line[0] == '#':
		p.lock.Comments = append(p.lock.Comments, line)
		return

	case isConflictMarker(line):
		p.report("keep the lines of both sides and delete the conflict markers", "merge conflict")
		return
	}

	e, err := parseEntry(line)
	if err != nil {
		p.report("undo the change of this line, or restore the file and run signpost lock", "%v", err)
		return
	}

	e.Line = p.line
	if first, ok := p.lock.Lookup(e.Address); ok {
		p.report("keep one of the two lines", "the address %s is also on line %d", e.Address, first.Line)
		return
	}

	p.lock.put(e)
}

func (p *parser) report(hint, format string, args ...any) {
	place := problem.Place{File: p.file, Line: p.line}
	p.problems = append(p.problems, rules.BrokenLock.At(place, hint, format, args...))
}

// isConflictMarker reports whether git wrote a line because it could not merge two changes.
func isConflictMarker(line string) bool {
	return strings.HasPrefix(line, "<<<<<<<") ||
		strings.HasPrefix(line, "=======") ||
		strings.HasPrefix(line, ">>>>>>>")
}

func parseEntry(line string) (Entry, error) {
	address, rest, _ := strings.Cut(line, " ")
	if !Valid(address) {
		return Entry{}, fmt.Errorf("invalid address %q: it must begin with / and end with / or a fragment", address)
	}

	e := Entry{Address: address}
	if code, after, _ := strings.Cut(rest, " "); codes.Code(code).Valid() {
		e.Code = codes.Code(code)
		rest = after
	}

	if rest == "" {
		return e, nil
	}

	if to, ok := strings.CutPrefix(rest, "-> "); ok {
		if !Valid(to) {
			return Entry{}, fmt.Errorf("invalid target %q of %s", to, address)
		}

		e.To = to
		return e, nil
	}

	if reason, ok := strings.CutPrefix(rest, "retired "); ok {
		e.Reason = strings.TrimSpace(reason)
		return e, nil
	}

	return Entry{}, fmt.Errorf("%q after the address is neither a code nor -> ADDRESS nor retired REASON", rest)
}

// Valid reports whether a string is the address of a page, a heading or a file, such as "/a/", "/a/#b" or "/a/b.pdf",
// or an earlier address in the form that package address gives it.
func Valid(address string) bool {
	page, fragment, hasFragment := strings.Cut(address, "#")
	if hasFragment && fragment == "" || strings.ContainsAny(address, " \t\r\n") {
		return false
	}

	clean, err := former.Clean(page)
	isPage := clean == page || clean == page+"/" && isFile(address)

	return err == nil && strings.HasPrefix(page, "/") && isPage
}

// isFile reports whether an address belongs to a file: its name has an extension. Files have no fragments.
func isFile(address string) bool {
	name := address[strings.LastIndexByte(address, '/')+1:]
	dot := strings.LastIndexByte(name, '.')

	return dot > 0 && dot < len(name)-1 && !strings.Contains(name, "#")
}

func compareAddress(e Entry, address string) int {
	return cmp.Compare(e.Address, address)
}

// Lookup returns the entry of an address.
func (l *Lock) Lookup(address string) (Entry, bool) {
	i, found := slices.BinarySearchFunc(l.Entries, address, compareAddress)
	if !found {
		return Entry{}, false
	}

	return l.Entries[i], true
}

// Below returns the entries of the headings of a page.
func (l *Lock) Below(page string) []Entry {
	prefix := page + "#"
	from, _ := slices.BinarySearchFunc(l.Entries, prefix, compareAddress)
	to := from
	for to < len(l.Entries) && strings.HasPrefix(l.Entries[to].Address, prefix) {
		to++
	}

	return l.Entries[from:to]
}

// put adds an entry, or replaces the one with the same address.
func (l *Lock) put(e Entry) {
	i, found := slices.BinarySearchFunc(l.Entries, e.Address, compareAddress)
	if found {
		l.Entries[i] = e
		return
	}

	l.Entries = slices.Insert(l.Entries, i, e)
}

// Record adds the addresses of a build, and returns how many of them are new. An address that was moved or
// retired and exists again becomes live.
func (l *Lock) Record(present []Entry) (added int) {
	merged := make(map[string]Entry, len(l.Entries)+len(present))
	for _, e := range l.Entries {
		merged[e.Address] = e
	}

	for _, e := range present {
		if _, ok := merged[e.Address]; !ok {
			added++
		}

		merged[e.Address] = e
	}

	l.Entries = l.Entries[:0]
	for _, e := range merged {
		l.Entries = append(l.Entries, e)
	}

	slices.SortFunc(l.Entries, func(a, b Entry) int {
		return cmp.Compare(a.Address, b.Address)
	})

	return added
}

// Unrecorded returns the addresses of a build that Record would add or change: new ones, those that were moved or
// retired and exist again, and headings that declare another code.
func (l *Lock) Unrecorded(present []Entry) []Entry {
	var list []Entry
	for _, e := range present {
		if known, ok := l.Lookup(e.Address); !ok || known.String() != e.String() {
			list = append(list, e)
		}
	}

	return list
}

// Add adds addresses that another program published, and returns how many of them are new. Of the addresses that the
// lock contains, it changes only live ones, to the redirects in the list.
func (l *Lock) Add(published []Entry) (added int) {
	known := make(map[string]int, len(l.Entries)+len(published))
	for i, e := range l.Entries {
		known[e.Address] = i
	}

	for _, e := range published {
		i, ok := known[e.Address]
		switch {
		case !ok:
			known[e.Address] = len(l.Entries)
			l.Entries = append(l.Entries, e)
			added++
		case e.To != "" && l.Entries[i].Live():
			l.Entries[i].To = e.To
		}
	}

	slices.SortFunc(l.Entries, func(a, b Entry) int {
		return cmp.Compare(a.Address, b.Address)
	})

	return added
}

// recorded returns the form of an address in the lock: "/a/?id=1" for "/a?id=1".
func (l *Lock) recorded(address string) string {
	clean, err := former.Clean(address)
	if _, ok := l.Lookup(clean); ok && err == nil {
		return clean
	}

	return address
}

// errUnpublished is returned for addresses that are not in the lock.
func errUnpublished(address string) error {
	return fmt.Errorf("%s was never published: it is not in %s", address, Name)
}

// Move redirects an address to another. Addresses that were redirected to from are redirected to the new
// target, so that there are no chains.
//
// If from is a page, Move also moves the headings whose IDs exist on the new page, according to exists. It returns the
// addresses of the other headings, which stay live.
func (l *Lock) Move(from, to string, exists func(address string) bool) (left []string, err error) {
	from = l.recorded(from)
	e, ok := l.Lookup(from)
	if !ok {
		return nil, errUnpublished(from)
	}

	if from == to {
		return nil, errors.New("an address cannot redirect to itself")
	}

	l.redirect(e, to)
	if strings.Contains(from, "#") {
		return nil, nil
	}

	page, _, _ := strings.Cut(to, "#")
	for _, e := range slices.Clone(l.Below(from)) {
		if !e.Live() {
			continue
		}

		fragment := strings.TrimPrefix(e.Address, from)
		if target := page + fragment; exists(target) {
			l.redirect(e, target)
		} else {
			left = append(left, e.Address)
		}
	}

	return left, nil
}

// Redirect redirects each address of a map to another one. Unlike Move, it leaves the headings of a page alone. An
// address that is not in the lock is only the target of others. Afterwards no address redirects to one that redirects
// again, unless that exists.
func (l *Lock) Redirect(moves map[string]string, exists func(address string) bool) {
	for i := range l.Entries {
		e := &l.Entries[i]
		if to, ok := moves[e.Address]; ok && e.Live() {
			e.To = to
		} else if to, ok := moves[e.To]; ok {
			e.To = to
		}
	}

	ends := map[string]string{} // of chains, by their first address
	for i := range l.Entries {
		if e := &l.Entries[i]; e.To != "" {
			e.To = l.endOf(e.To, exists, ends)
		}
	}
}

// endOf returns where a chain of redirects ends: at an address that exists, or that redirects nowhere. It returns the
// address itself if the chain is a circle.
func (l *Lock) endOf(address string, exists func(address string) bool, ends map[string]string) string {
	var passed []string
	end := address
	for {
		known, ok := ends[end]
		if ok {
			end = known
			break
		}

		e, locked := l.Lookup(end)
		if !locked || e.To == "" || exists(end) {
			break
		}

		ends[end] = address // if the chain comes back here, it is a circle
		passed = append(passed, end)
		end = e.To
	}

	for _, p := range passed {
		ends[p] = end
	}

	return end
}

func (l *Lock) redirect(e Entry, to string) {
	l.put(Entry{
		Address: e.Address,
		Code:    e.Code,
		To:      to,
	})

	for i := range l.Entries {
		if l.Entries[i].To == e.Address {
			l.Entries[i].To = to
		}
	}
}

// Retire replaces an address with a reason, together with the live headings of a page and all addresses that
// are redirected to it.
func (l *Lock) Retire(address, reason string) error {
	address = l.recorded(address)
	if _, ok := l.Lookup(address); !ok {
		return errUnpublished(address)
	}

	prefix := address + "#"
	for i, e := range l.Entries {
		isHeading := strings.HasPrefix(e.Address, prefix) && e.Live()
		isRedirected := e.To == address || strings.HasPrefix(e.To, prefix)
		if e.Address != address && !isHeading && !isRedirected {
			continue
		}

		l.Entries[i] = Entry{
			Address: e.Address,
			Code:    e.Code,
			Reason:  reason,
		}
	}

	return nil
}

// Encode returns the content of the file.
func (l *Lock) Encode() []byte {
	comments := l.Comments
	if comments == nil {
		comments = []string{header}
	}

	var b bytes.Buffer
	for _, c := range comments {
		fmt.Fprintln(&b, c)
	}

	for _, e := range l.Entries {
		fmt.Fprintln(&b, e)
	}

	return b.Bytes()
}

// String returns the line of an entry.
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
