package attack

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// maxBytes is the size up to which files grow.
const maxBytes = 300_000

// byteChange is damage that does not depend on the format of a file.
type byteChange struct {
	name  string
	apply func(m *mutator, data []byte) []byte
}

var byteChanges = []byteChange{
	{"flip bits", flipBits},
	{"cut a part", cutPart},
	{"cut the end", cutEnd},
	{"duplicate a part", duplicatePart},
	{"repeat a part", repeatPart},
	{"swap lines", swapLines},
	{"duplicate a line", duplicateLine},
	{"delete a line", deleteLine},
	{"splice another file", splice},
	{"insert odd bytes", insertOdd},
	{"replace numbers", replaceNumbers},
	{"change line ends", changeLineEnds},
	{"begin with a byte order mark", addMark},
}

// damageBytes damages a file a few times, whatever its format.
func (m *mutator) damageBytes(name string) {
	data := m.read(name)
	for range 1 + m.IntN(3) {
		change := pick(m, byteChanges)
		m.note("%s of %s", change.name, name)
		data = change.apply(m, data)
	}

	m.write(name, data[:min(len(data), maxBytes)])
}

// part returns the bounds of a random part of data.
func (m *mutator) part(data []byte) (from, to int) {
	from = m.IntN(len(data) + 1)
	return from, min(len(data), from+m.many(1000))
}

func flipBits(m *mutator, data []byte) []byte {
	for range m.many(100) {
		if len(data) > 0 {
			data[m.IntN(len(data))] ^= 1 << m.IntN(8)
		}
	}

	return data
}

func cutPart(m *mutator, data []byte) []byte {
	from, to := m.part(data)
	return slices.Delete(data, from, to)
}

func cutEnd(m *mutator, data []byte) []byte {
	return data[:m.IntN(len(data)+1)]
}

func duplicatePart(m *mutator, data []byte) []byte {
	from, to := m.part(data)
	return slices.Insert(data, m.IntN(len(data)+1), data[from:to]...)
}

func repeatPart(m *mutator, data []byte) []byte {
	from, to := m.part(data)
	most := maxBytes / max(1, to-from)
	return slices.Insert(data, from, bytes.Repeat(data[from:to], min(most, m.many(10_000)))...)
}

// damageLines replaces the lines of data.
func damageLines(m *mutator, data []byte, damage func(lines [][]byte, at int) [][]byte) []byte {
	lines := bytes.SplitAfter(data, []byte("\n"))
	return bytes.Join(damage(lines, m.IntN(len(lines))), nil)
}

func swapLines(m *mutator, data []byte) []byte {
	return damageLines(m, data, func(lines [][]byte, at int) [][]byte {
		other := m.IntN(len(lines))
		lines[at], lines[other] = lines[other], lines[at]
		return lines
	})
}

func duplicateLine(m *mutator, data []byte) []byte {
	return damageLines(m, data, func(lines [][]byte, at int) [][]byte {
		return slices.Insert(lines, m.IntN(len(lines)+1), slices.Repeat(lines[at:at+1], m.many(1000))...)
	})
}

func deleteLine(m *mutator, data []byte) []byte {
	return damageLines(m, data, func(lines [][]byte, at int) [][]byte {
		return slices.Delete(lines, at, at+1)
	})
}

// splice inserts a part of another file.
func splice(m *mutator, data []byte) []byte {
	other := m.files[pick(m, m.names)]
	from, to := m.part(other)
	return slices.Insert(data, m.IntN(len(data)+1), other[from:to]...)
}

// odd are bytes that are invalid, invisible or special in some format.
var odd = []string{
	"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x00", "\x01", "\x0b", "\x0c", "\x1b[31m", "\x7f",
	"\u0085", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u2028", "\u202e", "\ufeff", "\ufffe", "\ufdd0", "\U0001f600",
	"\r", "\n\n", "\t", "\n---\n", "\n...\n", "<", ">", "&", "\"", "'", "`", "\\", "{", "}", "{{", "}}", "[", "]", "(",
	")", "#", "*", "|", "%", "!", "&a ", "*a", "!!binary ", "&#0;", "&#x1;", "&#xd800;", "&lt;script&gt;", "<!--",
	"]]>", "<![CDATA[", "<?xml version='1.1'?>",
}

func insertOdd(m *mutator, data []byte) []byte {
	for range m.many(30) {
		data = slices.Insert(data, m.IntN(len(data)+1), []byte(pick(m, odd))...)
	}

	return data
}

var numbers = regexp.MustCompile(`[0-9]+`)

var oddNumbers = []string{
	"0", "-1", "1e99", "00", "0x10", "0.5", ".inf", "255", "65536", "2147483648", "4294967295", "9223372036854775808",
	strings.Repeat("9", 400), "٣",
}

func replaceNumbers(m *mutator, data []byte) []byte {
	return numbers.ReplaceAllFunc(data, func(number []byte) []byte {
		if m.chance(4) {
			return []byte(pick(m, oddNumbers))
		}

		return number
	})
}

func changeLineEnds(m *mutator, data []byte) []byte {
	return bytes.ReplaceAll(data, []byte("\n"), []byte(pick(m, []string{"\r\n", "\r", "\n\r", "\u2028"})))
}

func addMark(m *mutator, data []byte) []byte {
	return slices.Concat([]byte(pick(m, []string{"\ufeff", "\xff\xfe", "\xfe\xff", "\ufeff\ufeff"})), data)
}
