package card

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/testkit/limited"
)

// fakeCAC is a Common Access Card: applications with two buffers or, on the oldest cards, only with a certificate.
type fakeCAC struct {
	tags, values map[byte][]byte // by application; tags are the whole buffer
	old          map[byte][]byte // certificates of the oldest cards
	noList       bool            // no application lists the others
	needsPIN     bool            // values can only be read with the PIN

	at   byte
	sent int
}

func lengthLowFirst(b []byte) []byte { return append([]byte{byte(len(b)), byte(len(b) >> 8)}, b...) }

func cacCard(t testing.TB) *fakeCAC {
	card := &fakeCAC{tags: map[byte][]byte{}, values: map[byte][]byte{}}
	for i, der := range [][]byte{issued(t, "DOE.JANE.1234567890", false), gzipped(t, issued(t, id, false))} {
		low, high := byte(len(der)), byte(len(der)>>8)
		card.tags[byte(i)] = lengthLowFirst([]byte{
			0x71, 1,
			0x74, 0xFF, 0x2C, 0x01,
			0x70, 0xFF, low, high,
			0x72, 0,
			0xFE, 0,
		})

		card.values[byte(i)] = lengthLowFirst(slices.Concat(make([]byte, 1+0x12C), der))
	}

	return card
}

const listing = 0xEE // in place of the number of an application

func (p *fakeCAC) transmit(c []byte) ([]byte, error) {
	switch {
	case c[1] == 0xA4 && c[2] == 0x04:
		return p.selectName(c[5 : 5+c[4]]), nil
	case c[0] == 0x80 && c[1] == 0x52:
		return p.readBuffer(int(c[2])<<8|int(c[3]), c[5], int(c[6])), nil
	case c[0] == 0x80 && c[1] == 0x36 && p.old[p.at] != nil:
		part := p.old[p.at][p.sent:]
		if len(part) > int(c[4]) {
			p.sent += int(c[4])
			return append(slices.Clone(part[:c[4]]), 0x63, 0x10), nil
		}

		return good(part), nil
	}

	return status(0x6D00), nil
}

func good(b []byte) []byte { return append(slices.Clone(b), 0x90, 0x00) }

func (p *fakeCAC) selectName(name []byte) []byte {
	at := byte(0xFF)
	if bytes.Equal(name, capabilities) && !p.noList {
		at = listing
	} else if len(name) == 7 && bytes.Equal(name[:6], cacName(1, 0)[:6]) {
		at = name[6]
	}

	if at != listing && p.tags[at] == nil && p.old[at] == nil {
		return status(NotFound)
	}

	p.at, p.sent = at, 0

	return status(OK)
}

func (p *fakeCAC) readBuffer(offset int, which byte, want int) []byte {
	b := p.tags[p.at]
	switch {
	case p.at == listing:
		b = lengthLowFirst([]byte{0xF0, 0x15, 0xF1, 0x01})
	case p.old != nil:
		return status(0x6D00)
	case which == cacValues && p.needsPIN:
		return status(needsPIN)
	case which == cacValues:
		b = p.values[p.at]
	}

	if offset > len(b) {
		return status(0x6A86)
	}

	return good(b[offset:min(offset+want, len(b))])
}

func TestReadCAC(t *testing.T) {
	holder := Certificate{
		Place:     "identity",
		Subject:   "O=nhs, OU=people, CN=DOE.JANE.1234567890",
		Issuer:    "O=nhs, OU=CA, CN=SubCA02",
		NotBefore: validFrom,
		NotAfter:  validTo,
	}

	second := holder
	second.Place, second.Subject, second.ID = "signature", "O=nhs, OU=people, CN="+id, id
	locked := Certificate{Place: "identity", Error: "it needs a PIN, or it does not exist"}
	lockedToo := locked
	lockedToo.Place = "signature"
	old := func(p *fakeCAC) {
		p.old = map[byte][]byte{0: append([]byte{0}, p.values[0][3+0x12C:]...)}
	}

	for name, tt := range map[string]struct {
		change func(*fakeCAC)
		want   *CAC
	}{
		"ordinary":       {func(*fakeCAC) {}, &CAC{[]Certificate{holder, second}}},
		"without a list": {func(p *fakeCAC) { p.noList = true }, &CAC{[]Certificate{holder, second}}},
		"needs a PIN":    {func(p *fakeCAC) { p.needsPIN = true }, &CAC{[]Certificate{locked, lockedToo}}},
		"blank":          {func(p *fakeCAC) { p.tags = nil }, &CAC{[]Certificate{}}},
		"oldest kind":    {old, &CAC{[]Certificate{holder}}},
		"list too long": {func(p *fakeCAC) {
			p.noList = true
			for i, tags := range p.tags {
				p.tags[i] = lengthLowFirst(append(tags[2:], bytes.Repeat([]byte{0xFE, 0}, 200)...))
			}
		}, nil},
		"not a CAC": {func(p *fakeCAC) { p.tags, p.noList = nil, true }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := cacCard(t)
			tt.change(p)
			got, err := Read(p.transmit, ignore)
			if err != nil || !got.Whole {
				t.Fatal(got, err)
			}

			if diff := cmp.Diff(tt.want, got.CAC, withoutNumbers); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Cards without any other application can also return anything.
func FuzzCAC(f *testing.F) {
	f.Add([]byte{0x0A, 0x00, 0x71, 0x01, 0x70, 0xFF, 0x10, 0x01}, byte(8))
	f.Add(lengthLowFirst([]byte{0x70, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00}), byte(2))
	f.Fuzz(func(t *testing.T, script []byte, size byte) {
		limited.Input(t)
		commands := 0
		content, _ := Read(func(c []byte) ([]byte, error) {
			commands++
			if c[1] == 0xA4 && (c[2] != 0x04 || !bytes.Contains(c, capabilities) &&
				!bytes.Contains(c, cacName(1, 0)[:6])) {
				return status(NotFound), nil
			}

			n := min(len(script), int(size))
			answer := script[:n]
			script = append(script[n:len(script):len(script)], answer...) // repeat the script

			return good(answer), nil
		}, ignore)

		if commands > maxCommands || len(content.Certificates()) > cacApplications {
			t.Errorf("%d commands, %d certificates", commands, len(content.Certificates()))
		}
	})
}
