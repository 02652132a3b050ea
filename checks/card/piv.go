package card

import (
	"fmt"
	"slices"
	"time"
)

// PIV is what the PIV application of a card gives to everybody. NHS series 9 is described as such a card.
type PIV struct {
	GUID         string        `json:"guid,omitempty"`        // of the card, in hex
	Expires      time.Time     `json:"expires,omitzero"`      // of the card, not of its certificates
	PINTries     *int          `json:"pin_tries,omitempty"`   // how many wrong PINs are left; nil when the card does not say
	PINBlocked   bool          `json:"pin_blocked,omitempty"` //
	PINEntered   bool          `json:"pin_entered,omitempty"` // a program has entered it, and the card counts no tries
	Certificates []Certificate `json:"certificates"`
}

// The name of the PIV application: the part without the version first, as SELECT allows.
var (
	pivName      = SelectPIV[5:14]
	pivWholeName = append(append([]byte{}, pivName...), 0x01, 0x00)
)

// slots are the certificates of a PIV card, the one for signing in first.
var slots = []struct {
	place  string
	object [3]byte
}{
	{"9A", [3]byte{0x5F, 0xC1, 0x05}},
	{"9C", [3]byte{0x5F, 0xC1, 0x0A}},
	{"9D", [3]byte{0x5F, 0xC1, 0x0B}},
	{"9E", [3]byte{0x5F, 0xC1, 0x01}},
}

var cardHolder = [3]byte{0x5F, 0xC1, 0x02} // CHUID

// selectPIV selects the application by part of its name, which every card should know, or else by the whole.
func (c *conversation) selectPIV() (bool, error) {
	found, err := c.application(pivName)
	if found || err != nil {
		return found, err
	}
	return c.application(pivWholeName)
}

// piv reads the PIV application. It calls progress after each step.
func (c *conversation) piv(p *PIV, progress func() error) error {
	if err := c.tries(p); err != nil {
		return err
	}
	for _, slot := range slots {
		if err := c.slot(p, slot.place, slot.object); err != nil {
			return err
		}
		if err := progress(); err != nil {
			return err
		}
	}
	return c.holder(p)
}

// The PINs of a PIV card: its own, and one for the whole card that can stand in for it.
var pins = []byte{0x80, 0x00}

// tries asks how many wrong PINs are left: VERIFY without a PIN spends none.
func (c *conversation) tries(p *PIV) error {
	var sw StatusWord
	for _, pin := range pins {
		var err error
		if _, sw, err = c.once([]byte{0x00, 0x20, 0x00, pin}); err != nil {
			return err
		}
		if sw != noReference {
			break
		}
	}
	switch {
	case sw == OK:
		p.PINEntered = true
	case sw == blocked, sw == 0x63C0:
		p.PINBlocked = true
	case sw&0xFFF0 == 0x63C0:
		left := int(sw & 0x0F)
		p.PINTries = &left
	}
	return nil
}

// slot reads one certificate. An object that is not there, or is empty, is no certificate and no mistake.
func (c *conversation) slot(p *PIV, place string, object [3]byte) error {
	data, sw, err := c.object(object)
	if err != nil {
		return err
	}
	empty := data != nil && len(data) == 0
	raw, there := find(objects(data), 0x70)
	switch {
	case sw == NotFound, sw == noReference, sw.Good() && empty, there && len(raw) == 0:
	case sw.Good() && there:
		p.Certificates = append(p.Certificates, holders(readCertificate(place, raw)))
	default:
		p.Certificates = append(p.Certificates, Certificate{Place: place, Error: refusal(sw)})
	}
	return nil
}

// somethingElse is what is wrong with an object that the card gives and that is none of PIV.
const somethingElse = "there is something else in its place"

// saysYes reports whether the card gave every object and none was one: then it has no PIV application, and only
// says yes to everything.
func (p *PIV) saysYes() bool {
	return len(p.Certificates) == len(slots) &&
		!slices.ContainsFunc(p.Certificates, func(c Certificate) bool { return c.Error != somethingElse })
}

// refusal says why there is no certificate where one could be.
func refusal(sw StatusWord) string {
	switch {
	case sw.Good():
		return somethingElse
	case sw == needsPIN:
		return "the card wants a PIN for it"
	}
	return "the card answered " + sw.String()
}

// holders is a certificate in a place that is for the holder's: whatever it says of itself, it is no authority's.
func holders(c Certificate) Certificate {
	c.Authority = false
	return c
}

// readCertificate keeps a certificate that cannot be read, with the reason.
func readCertificate(place string, raw []byte) Certificate {
	certificate, err := parseCertificate(raw)
	if err != nil {
		certificate.Error = err.Error()
	}
	certificate.Place = place
	return certificate
}

// holder reads the card's own number and its last day.
func (c *conversation) holder(p *PIV) error {
	data, _, err := c.object(cardHolder)
	if err != nil {
		return err
	}
	list := objects(data)
	if guid, ok := find(list, 0x34); ok && len(guid) <= 16 {
		p.GUID = fmt.Sprintf("%X", guid)
	}
	if expires, ok := find(list, 0x35); ok {
		if day, err := time.Parse("20060102", string(expires)); err == nil {
			p.Expires = day
		}
	}
	return nil
}

// object is the content of a data object, nil where there is none: in pieces or, where the card cannot do that, in
// one long answer.
func (c *conversation) object(tag [3]byte) ([]byte, StatusWord, error) {
	short := command(0xCB, 0x3F, 0xFF, 0x5C, 0x03, tag[0], tag[1], tag[2])
	data, sw, err := c.ask(short)
	if err != nil {
		return nil, 0, err
	}
	if sw == wrongLength || sw>>8 == 0x6C || sw.Good() && cutShort(data) {
		if data, sw, err = c.ask(extended(short)); err != nil {
			return nil, 0, err
		}
	}
	content, _ := find(objects(data), 0x53)
	return content, sw, nil
}

// cutShort reports whether an answer announces more than it holds.
func cutShort(data []byte) bool {
	size, ok := wholeSize(data)
	return ok && size > len(data)
}
