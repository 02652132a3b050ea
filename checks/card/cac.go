package card

import "fmt"

// CAC contains the data that a Common Access Card, used by the United States armed forces, reveals without a PIN. No
// NHS card is known to be one. cardcheck reads it to distinguish it from a broken card. Newer ones also have the PIV
// application, which is read first.
type CAC struct {
	Certificates []Certificate `json:"certificates"`
}

// cacName returns the name of one application of a CAC, as in the Government Smart Card Interoperability
// Specification (GSC-IS 2.1) and on real cards.
func cacName(family, object byte) []byte {
	return []byte{0xA0, 0x00, 0x00, 0x00, 0x79, family, object}
}

// capabilities is the name of the CCC, the application that lists the others.
var capabilities = []byte{0xA0, 0x00, 0x00, 0x01, 0x16, 0xDB, 0x00}

// cacPlaces names the certificates that every CAC can have; a few more can follow.
var cacPlaces = []string{"identity", "signature", "encryption"}

// The limits of a CAC.
const (
	cacApplications = 8
	cacTagBytes     = 256 // length of the list of one application's objects
)

// The buffers of an application: a list of its objects, and their values.
const (
	cacTags   = 0x01
	cacValues = 0x02
)

// cac reads the certificates of a CAC and calls progress after each. It does not call progress if the card is not a
// CAC: a card that accepts every application name returns no list of objects.
func (c *session) cac(progress func(*CAC) error) error {
	listed, err := c.cacLists()
	if err != nil {
		return err
	}

	found := &CAC{Certificates: []Certificate{}}
	if listed {
		if err := progress(found); err != nil {
			return err
		}
	}

	for i := range byte(cacApplications) {
		if !listed && int(i) == len(cacPlaces) && len(found.Certificates) == 0 {
			return nil
		}

		certificate, there, err := c.cacCertificate(i)
		if err != nil {
			return err
		}

		if !there {
			continue
		}

		found.Certificates = append(found.Certificates, certificate)
		if err := progress(found); err != nil {
			return err
		}
	}

	return nil
}

// cacLists reports whether the card lists its applications.
func (c *session) cacLists() (bool, error) {
	found, err := c.application(capabilities)
	if !found || err != nil {
		return false, err
	}

	tags, err := c.cacBuffer(cacTags)

	return len(cacObjects(tags)) > 0, err
}

// cacCertificate reads the certificate of one application: from its buffers or, on the oldest cards, with one
// command.
func (c *session) cacCertificate(i byte) (Certificate, bool, error) {
	found, err := c.application(cacName(0x01, i))
	if !found || err != nil {
		return Certificate{}, false, err
	}

	place := fmt.Sprint("PKI ", i+1)
	if int(i) < len(cacPlaces) {
		place = cacPlaces[i]
	}

	tags, err := c.cacBuffer(cacTags)
	if err != nil {
		return Certificate{}, false, err
	}

	list := cacObjects(tags)
	if len(list) == 0 {
		raw, err := c.oldCertificate()
		return ofHolder(readCertificate(place, raw)), len(raw) > 0, err
	}

	values, err := c.cacBuffer(cacValues)
	if err != nil {
		return Certificate{}, false, err
	}

	raw, there := cacValue(list, values, 0x70)
	if there && len(raw) == 0 {
		return Certificate{Place: place, Error: reasonWithheld}, true, nil
	}

	return ofHolder(readCertificate(place, raw)), there, nil
}

// cacObject is one entry of a list of objects; its value is in the other buffer.
type cacObject struct {
	tag  byte
	size int
}

// cacObjects parses a list of tags and lengths. After a length of FF follow two bytes, the lower one first.
func cacObjects(b []byte) []cacObject {
	var list []cacObject
	for len(b) >= 2 {
		o := cacObject{b[0], int(b[1])}
		b = b[2:]
		if o.size == 0xFF {
			if len(b) < 2 {
				return nil
			}

			o.size = int(b[0]) | int(b[1])<<8
			b = b[2:]
		}

		list = append(list, o)
	}

	return list
}

// cacValue returns the value with a tag. The value is empty if the card lists it but does not return it.
func cacValue(list []cacObject, values []byte, tag byte) ([]byte, bool) {
	for _, o := range list {
		size := min(o.size, len(values))
		if o.tag == tag && o.size > 0 {
			return values[:size], true
		}

		values = values[size:]
	}

	return nil, false
}

// cacBuffer reads a buffer of the selected application. Its first two bytes are the length of the rest.
func (c *session) cacBuffer(which byte) ([]byte, error) {
	head, _, err := c.cacPart(which, 0, 2)
	if err != nil || len(head) != 2 {
		return nil, err
	}

	size := int(head[0]) | int(head[1])<<8
	if which == cacTags && size > cacTagBytes || size > maxObject {
		return nil, nil
	}

	var data []byte
	for len(data) < size {
		part, sw, err := c.cacPart(which, 2+len(data), min(chunk, size-len(data)))
		if err != nil {
			return nil, err
		}

		if !sw.Good() || len(part) == 0 {
			return nil, nil
		}

		data = append(data, part...)
	}

	return data[:size], nil
}

func (c *session) cacPart(which byte, offset, size int) ([]byte, StatusWord, error) {
	read := command(0x52, byte(offset>>8), byte(offset), which, byte(size))
	read[0] = 0x80

	return c.request(read)
}

// oldCertificate reads the certificate of a card without buffers. It is sent in pieces, with status 63xx while
// there is more, and its first byte states whether it is compressed.
func (c *session) oldCertificate() ([]byte, error) {
	var data []byte
	for len(data) <= maxObject {
		part, sw, err := c.request([]byte{0x80, 0x36, 0x00, 0x00, chunk})
		if err != nil {
			return nil, err
		}

		data = append(data, part...)
		if sw>>8 != 0x63 || len(part) == 0 {
			break
		}
	}

	if len(data) < 2 || data[0] > 1 {
		return nil, nil
	}

	return data[1:], nil
}
