package card

import (
	"bytes"
	"fmt"
)

// PKCS15 contains the data that a card with PKCS#15 files reveals without a PIN.
type PKCS15 struct {
	Label        string        `json:"label,omitempty"`
	Maker        string        `json:"maker,omitempty"`
	Serial       string        `json:"serial,omitempty"` // of the card, in hex
	Certificates []Certificate `json:"certificates"`
}

// pkcs15Name is the name of the PKCS#15 application.
var pkcs15Name = []byte{0xA0, 0x00, 0x00, 0x00, 0x63, 'P', 'K', 'C', 'S', '-', '1', '5'}

// isoApplet is the name of an open-source Java Card application with PKCS#15 files.
var isoApplet = []byte{0xF2, 0x76, 0xA2, 0x88, 0xBC, 0xFB, 0xA6, 0x9D, 0x34, 0xF3, 0x10, 0x01}

// The files of a PKCS#15 card with fixed names.
var (
	masterFile  = []byte{0x3F, 0x00}
	directory   = []byte{0x3F, 0x00, 0x2F, 0x00} // EF.DIR: lists the applications of the card
	usualFolder = []byte{0x3F, 0x00, 0x50, 0x15}
	tokenInfo   = []byte{0x50, 0x32}
	objectsFile = []byte{0x50, 0x31} // ODF: lists the files with keys, certificates and so on
)

// The limits for a PKCS#15 card. Known cards have one list of two to six certificates.
const (
	maxLists        = 4
	maxCertificates = 16
)

// selectPKCS15 finds the application by its name or through the folders of the card.
func (c *session) selectPKCS15() (f files, found bool, err error) {
	if found, err = c.application(pkcs15Name); found || err != nil {
		return files{c: c, application: pkcs15Name}, found, err
	}

	if f, found, err = c.folderPKCS15(); found || err != nil {
		return f, found, err
	}

	if found, err = c.application(isoApplet); !found || err != nil {
		return f, false, err
	}

	return c.folderPKCS15()
}

// folderPKCS15 finds the application in the list of applications or in its usual folder.
func (c *session) folderPKCS15() (files, bool, error) {
	f := files{c: c}
	data, _, err := f.read(directory)
	if err != nil {
		return f, false, err
	}

	name, path := listedApplication(data)
	if len(name) > 0 {
		if found, err := c.application(name); found || err != nil {
			return files{c: c, application: name}, found, err
		}
	}

	f.folder = usualFolder
	if len(path) > 0 {
		f.folder = path
	}

	found, err := f.open(nil)

	return f, found, err
}

// listedApplication returns the name and the folder of the PKCS#15 application in EF.DIR.
func listedApplication(data []byte) (name, path []byte) {
	for _, entry := range entries(data) {
		parts := objects(entry.value)
		name, _ := find(parts, 0x4F)
		path, _ := find(parts, 0x51)
		if entry.tag == 0x61 && namesPKCS15(name) && len(path)%2 == 0 && len(path) <= 16 {
			return name, path
		}
	}

	return nil, nil
}

// iso7816part15 is the prefix of the names in ISO/IEC 7816-15, the successor of PKCS#15.
var iso7816part15 = []byte{0xE8, 0x28, 0xBD, 0x08, 0x0F}

// namesPKCS15 reports whether an application with this name has PKCS#15 files: its name is one of the standards, or
// one that manufacturers use with a prefix of their own.
func namesPKCS15(name []byte) bool {
	if len(name) < 5 || len(name) > 16 {
		return false
	}

	return bytes.HasPrefix(name, pkcs15Name[:5]) || bytes.HasPrefix(name, iso7816part15) ||
		bytes.HasSuffix(name, []byte("PKCS-15"))
}

// read reads the application that f found, and calls progress after each step. It reports false if the card has no
// list of objects: such a card is not a PKCS#15 card, but accepts any command.
func (p *PKCS15) read(f files, progress func() error) (listed bool, err error) {
	data, there, err := f.read(tokenInfo)
	if err != nil {
		return false, err
	}

	if there {
		p.token(data)
	}

	lists, _, err := f.read(objectsFile)
	if err != nil {
		return false, err
	}

	for _, where := range certificateLists(lists) {
		if err := p.list(f, where, progress); err != nil {
			return true, err
		}
	}

	top := entries(lists)

	return len(top) > 0 && top[0].tag>>4 == 0xA, nil
}

// token parses TokenInfo: version, serial number, manufacturer, label.
func (p *PKCS15) token(data []byte) {
	outer := objects(data)
	if len(outer) == 0 {
		return
	}

	fields := objects(outer[0].value)
	if serial, ok := find(fields, tagOctets); ok && len(serial) <= 32 {
		p.Serial = fmt.Sprintf("%X", serial)
	}

	if maker, ok := find(fields, 0x0C); ok {
		p.Maker = printable(maker)
	}

	if label, ok := find(fields, 0x80); ok {
		p.Label = printable(label)
	}
}

// certificateLists returns the places of the lists of certificates in the object directory. A place is empty if the
// directory does not name a file.
func certificateLists(odf []byte) []place {
	var list []place
	for _, entry := range entries(odf) {
		if entry.tag != 0xA4 || len(list) == maxLists {
			continue
		}

		where, _ := placeIn(entry.value)
		list = append(list, where)
	}

	return list
}

// reasonWithheld explains an object that the card may have but does not return.
const reasonWithheld = "it needs a PIN, or it does not exist"

// list reads every certificate in a list. A list that cannot be read counts as an unreadable certificate, because
// the card may not be blank.
func (p *PKCS15) list(f files, where place, progress func() error) error {
	var data []byte
	var err error
	there := len(where.file) > 0
	if there {
		if data, there, err = f.read(where.file); err != nil {
			return err
		}
	}

	list := entries(where.part(data))
	if !there || len(list) == 0 && !onlyPadding(data) {
		p.Certificates = append(p.Certificates, Certificate{Place: "list", Error: reasonWithheld})
	}

	for _, entry := range list {
		if entry.tag != tagSequence || len(p.Certificates) == maxCertificates {
			continue // certificates other than X.509 have other tags
		}

		certificate, err := f.certificate(entry.value)
		if err != nil {
			return err
		}

		p.Certificates = append(p.Certificates, certificate)
		if err := progress(); err != nil {
			return err
		}
	}

	return nil
}

// certificate reads one entry of a list. Its first part contains the label, its last part the place of the
// certificate or the certificate itself.
func (f files) certificate(entry []byte) (Certificate, error) {
	parts := objects(entry)
	label := ""
	if len(parts) > 0 {
		if text, ok := find(objects(parts[0].value), 0x0C); ok {
			label = printable(text)
		}
	}

	attributes, ok := find(parts, 0xA1)
	value := objects(attributes)
	if !ok || len(value) == 0 {
		return Certificate{Place: label, Error: "the card does not state where it is"}, nil
	}

	value = objects(value[0].value)
	if direct, ok := find(value, 0xA0); ok {
		return readCertificate(label, direct), nil
	}

	path, ok := placeOf(value)
	if !ok {
		return Certificate{Place: label, Error: "the card does not state where it is"}, nil
	}

	data, there, err := f.read(path.file)
	switch {
	case err != nil:
		return Certificate{}, err
	case !there:
		return Certificate{Place: label, Error: reasonWithheld}, nil
	}

	return readCertificate(label, path.part(data)), nil
}

// place is a file on the card, or a part of one.
type place struct {
	file          []byte
	offset, count int // count 0 means all of it
}

// placeIn parses a place that is the only content of an object.
func placeIn(value []byte) (place, bool) {
	for _, t := range objects(value) {
		if t.tag == tagSequence {
			return placeOf(objects(t.value))
		}
	}

	return place{}, false
}

// placeOf parses the parts of a place: a file and, optionally, offset and length. Some cards nest it one level
// deeper.
func placeOf(parts []tlv) (place, bool) {
	file, ok := find(parts, tagOctets)
	if !ok || len(file) < 2 || len(file) > 16 || len(file)%2 != 0 {
		if len(parts) == 1 && parts[0].tag == tagSequence {
			return placeOf(objects(parts[0].value))
		}

		return place{}, false
	}

	p := place{file: file}
	if offset, ok := find(parts, tagInteger); ok {
		p.offset = smallNumber(offset)
	}

	if count, ok := find(parts, 0x80); ok {
		p.count = smallNumber(count)
	}

	return p, true
}

// smallNumber returns a number from a card, or 0 if it is out of range.
func smallNumber(b []byte) int {
	if len(b) > 3 || len(b) > 0 && b[0]&0x80 != 0 {
		return 0
	}

	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}

	return n
}

// part returns the part of a file that a place refers to.
func (p place) part(data []byte) []byte {
	data = data[min(p.offset, len(data)):]
	if p.count == 0 {
		return data
	}

	return data[:min(p.count, len(data))]
}
