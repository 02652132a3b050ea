package card

import (
	"bytes"
	"fmt"
)

// PKCS15 is what a card with files in the PKCS#15 order gives to everybody.
type PKCS15 struct {
	Label        string        `json:"label,omitempty"`
	Maker        string        `json:"maker,omitempty"`
	Serial       string        `json:"serial,omitempty"` // of the card, in hex
	Certificates []Certificate `json:"certificates"`
}

// pkcs15Name is the name of the PKCS#15 application.
var pkcs15Name = []byte{0xA0, 0x00, 0x00, 0x00, 0x63, 'P', 'K', 'C', 'S', '-', '1', '5'}

// isoApplet is the name of an open application for Java cards whose files are in the PKCS#15 order.
var isoApplet = []byte{0xF2, 0x76, 0xA2, 0x88, 0xBC, 0xFB, 0xA6, 0x9D, 0x34, 0xF3, 0x10, 0x01}

// The files of a PKCS#15 card that have names of their own.
var (
	masterFile  = []byte{0x3F, 0x00}
	directory   = []byte{0x3F, 0x00, 0x2F, 0x00} // EF.DIR: the applications of the card
	usualFolder = []byte{0x3F, 0x00, 0x50, 0x15}
	tokenInfo   = []byte{0x50, 0x32}
	objectsFile = []byte{0x50, 0x31} // ODF: where the lists of keys, certificates and so on are
)

// The limits of a PKCS#15 card. Those known to exist have one list of certificates, with two to six in it.
const (
	maxLists        = 4
	maxCertificates = 16
)

// selectPKCS15 finds the application by its name or through the folders of the card.
func (c *conversation) selectPKCS15() (f files, found bool, err error) {
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

// folderPKCS15 looks in the list of applications, else where the folder usually is.
func (c *conversation) folderPKCS15() (files, bool, error) {
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

// listedApplication is the name and the folder of the PKCS#15 application in EF.DIR.
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

// iso7816part15 begins the names that the standard gives, into which PKCS#15 grew.
var iso7816part15 = []byte{0xE8, 0x28, 0xBD, 0x08, 0x0F}

// namesPKCS15 reports whether an application of this name has files in the PKCS#15 order: by the standards, or as
// makers of cards who use a number of their own say it.
func namesPKCS15(name []byte) bool {
	if len(name) < 5 || len(name) > 16 {
		return false
	}
	return bytes.HasPrefix(name, pkcs15Name[:5]) || bytes.HasPrefix(name, iso7816part15) ||
		bytes.HasSuffix(name, []byte("PKCS-15"))
}

// read reads the application that f found, and calls progress after each step. It reports false when there is no
// list of what is on the card: then it is none of this kind, and only says yes to everything.
func (p *PKCS15) read(f files, progress func() error) (listed bool, err error) {
	if data, there, err := f.read(tokenInfo); err != nil {
		return false, err
	} else if there {
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

// token reads TokenInfo: version, serial number, maker, label.
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

// certificateLists is where the object directory says that the certificates are listed; nowhere if it says so in
// another way than by a file.
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

// withheld is why nothing is known of what a card may have all the same.
const withheld = "the card wants a PIN for it, or it is not there"

// list reads every certificate that a list names. A list that cannot be read is kept with the reason, as the card
// may not be blank.
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
		p.Certificates = append(p.Certificates, Certificate{Place: "list", Error: withheld})
	}
	for _, entry := range list {
		if entry.tag != tagSequence || len(p.Certificates) == maxCertificates {
			continue // other kinds of certificate than X.509 have tags of their own
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

// certificate reads one entry of a list: its label first, and last where the certificate is, or the certificate
// itself.
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
		return Certificate{Place: label, Error: "the card does not say where it is"}, nil
	}
	value = objects(value[0].value)
	if direct, ok := find(value, 0xA0); ok {
		return readCertificate(label, direct), nil
	}
	path, ok := placeOf(value)
	if !ok {
		return Certificate{Place: label, Error: "the card does not say where it is"}, nil
	}
	data, there, err := f.read(path.file)
	switch {
	case err != nil:
		return Certificate{}, err
	case !there:
		return Certificate{Place: label, Error: withheld}, nil
	}
	return readCertificate(label, path.part(data)), nil
}

// place is where something is on the card: a file, and the part of it.
type place struct {
	file          []byte
	offset, count int // count 0 is all of it
}

// placeIn reads a place that is the only content of an object.
func placeIn(value []byte) (place, bool) {
	for _, t := range objects(value) {
		if t.tag == tagSequence {
			return placeOf(objects(t.value))
		}
	}
	return place{}, false
}

// placeOf reads a place from its parts: file, and perhaps offset and length. Some cards put one more level around
// it.
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

// smallNumber is a number of a card; one that makes no sense is 0.
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

// part is the part of a file that a place means.
func (p place) part(data []byte) []byte {
	data = data[min(p.offset, len(data)):]
	if p.count == 0 {
		return data
	}
	return data[:min(p.count, len(data))]
}
