package card

import (
	"fmt"
	"slices"
	"time"
)

// PIV contains the data that a card's PIV application reveals without a PIN. NHS England describes series 9 as such a
// card.
type PIV struct {
	// GUID is the number of the card, in hex.
	GUID string `json:"guid,omitempty"`
	// Expires is the last day of the card itself, not of its certificates.
	Expires time.Time `json:"expires,omitzero"`
	// PINTries is the number of PIN attempts left, or nil if the card does not reveal it.
	PINTries   *int `json:"pin_tries,omitempty"`
	PINBlocked bool `json:"pin_blocked,omitempty"`
	// PINEntered means that a program has entered the PIN, so the card does not reveal the attempts left.
	PINEntered   bool          `json:"pin_entered,omitempty"`
	Certificates []Certificate `json:"certificates"`
}

// The name of the PIV application: first without its version, which SELECT allows.
var (
	pivName      = SelectPIV[5:14]
	pivWholeName = append(append([]byte{}, pivName...), 0x01, 0x00)
)

// slots lists the certificates of a PIV card, the one for signing in first.
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

// selectPIV selects the application by part of its name, which every card should support, or else by the complete
// name.
func (c *session) selectPIV() (bool, error) {
	found, err := c.application(pivName)
	if found || err != nil {
		return found, err
	}

	return c.application(pivWholeName)
}

// piv reads the PIV application and calls progress after each step.
func (c *session) piv(p *PIV, progress func() error) error {
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

// The PINs of a PIV card: its own, and the global PIN of the card that can be used instead.
var pins = []byte{0x80, 0x00}

// tries reads how many PIN attempts are left: VERIFY without a PIN uses none.
func (c *session) tries(p *PIV) error {
	var sw StatusWord
	for _, pin := range pins {
		var err error
		if _, sw, err = c.send([]byte{0x00, 0x20, 0x00, pin}); err != nil {
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

// slot reads one certificate. An object that is missing or empty is neither a certificate nor an error.
func (c *session) slot(p *PIV, place string, object [3]byte) error {
	data, sw, err := c.object(object)
	if err != nil {
		return err
	}

	empty := data != nil && len(data) == 0
	raw, there := find(objects(data), 0x70)
	switch {
	case sw == NotFound, sw == noReference, sw.Good() && empty, there && len(raw) == 0:
	case sw.Good() && there:
		c := ofHolder(readCertificate(place, raw))
		c.SignIn = place == slots[0].place // SP 800-73: the others sign documents, encrypt, or identify the card
		p.Certificates = append(p.Certificates, c)
	default:
		p.Certificates = append(p.Certificates, Certificate{
			Place: place, Error: refusal(sw), SignIn: place == slots[0].place,
		})
	}

	return nil
}

// reasonNotCertificate explains an object that is not a PIV certificate.
const reasonNotCertificate = "this is not a certificate"

// hasCertificates reports whether a certificate could be read.
func (p *PIV) hasCertificates() bool {
	return p != nil && slices.ContainsFunc(p.Certificates, Certificate.Readable)
}

// acceptsEverything reports whether the card returned every object but no certificate. Such a card has no PIV
// application; it accepts any command.
func (p *PIV) acceptsEverything() bool {
	return len(p.Certificates) == len(slots) &&
		!slices.ContainsFunc(p.Certificates, func(c Certificate) bool { return c.Error != reasonNotCertificate })
}

// refusal returns why there is no certificate in a slot.
func refusal(sw StatusWord) string {
	switch {
	case sw.Good():
		return reasonNotCertificate
	case sw == needsPIN:
		return "it needs a PIN"
	}

	return "the card returned status " + sw.String()
}

// ofHolder returns a certificate from a slot for the cardholder: it does not belong to an authority, whatever it
// states.
func ofHolder(c Certificate) Certificate {
	c.Authority = false
	return c
}

// readCertificate parses a certificate. If that fails, it returns a certificate with the error.
func readCertificate(place string, raw []byte) Certificate {
	certificate, err := parseCertificate(raw)
	if err != nil {
		certificate.Error = err.Error()
	}

	certificate.Place = place

	return certificate
}

// holder reads the number and the last day of the card itself.
func (c *session) holder(p *PIV) error {
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

// object returns the content of a data object, or nil if there is none: in pieces or, on cards that do not support
// that, in one long response.
func (c *session) object(tag [3]byte) ([]byte, StatusWord, error) {
	short := command(0xCB, 0x3F, 0xFF, 0x5C, 0x03, tag[0], tag[1], tag[2])
	data, sw, err := c.request(short)
	if err != nil {
		return nil, 0, err
	}

	if sw == wrongLength || sw>>8 == 0x6C || sw.Good() && cutShort(data) {
		if data, sw, err = c.request(extended(short)); err != nil {
			return nil, 0, err
		}
	}

	content, _ := find(objects(data), 0x53)

	return content, sw, nil
}

// cutShort reports whether a response is shorter than it states.
func cutShort(data []byte) bool {
	size, ok := wholeSize(data)
	return ok && size > len(data)
}
