package card

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
)

// Certificate contains the fields of a card's certificate that matter to the cardholder.
type Certificate struct {
	// Place is where the certificate is on the card: a PIV slot such as "9A", or its PKCS#15 label.
	Place   string `json:"place"`
	Subject string `json:"subject,omitempty"`
	Issuer  string `json:"issuer,omitempty"`
	// ID is the 12-digit number in the subject, which can begin with zeros.
	ID        string    `json:"id,omitempty"`
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`
	// Authority means that the certificate belongs to a certificate authority, not to the cardholder.
	Authority bool `json:"authority,omitempty"`
	// SignIn means that the card or the certificate says that it is for signing in.
	SignIn bool `json:"sign_in,omitempty"`
	// Serial is the serial number, and Fingerprint the SHA-256 checksum of the certificate, both in hex.
	Serial      string `json:"serial,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"`
	// Key is the type and the size of the key: "RSA 2048" or "EC P-256".
	Key string `json:"key,omitempty"`
	// Error says why the certificate could not be read.
	Error string `json:"error,omitempty"`
}

// maxSerial is the length of a serial number in bytes: RFC 5280 allows 20.
const maxSerial = 20

// Readable reports whether the certificate could be read.
func (c Certificate) Readable() bool { return c.Error == "" }

// The tags of certificates.
const (
	tagInteger   = 0x02
	tagOctets    = 0x04
	tagOID       = 0x06
	tagSequence  = 0x30
	tagSet       = 0x31
	tagVersion   = 0xA0
	tagExtension = 0xA3
)

var errNoCertificate = errors.New("not a certificate")

// parseCertificate parses an X.509 certificate, compressed or not. It is lenient where [crypto/x509] is strict:
// nothing in the certificate is trusted, and a date is readable even if the serial number is invalid.
func parseCertificate(raw []byte) (Certificate, error) {
	der, err := inflate(raw)
	if err != nil {
		return Certificate{}, err
	}

	outer, _, err := next(der)
	if err != nil {
		return Certificate{}, fmt.Errorf("certificate: %w", err)
	}

	inner, _, err := next(outer.value)
	if err != nil || outer.tag != tagSequence || inner.tag != tagSequence {
		return Certificate{}, errNoCertificate
	}

	fields := objects(inner.value)
	if len(fields) > 0 && fields[0].tag == tagVersion {
		fields = fields[1:]
	}

	if len(fields) < 5 || fields[0].tag != tagInteger || fields[3].tag != tagSequence {
		return Certificate{}, errNoCertificate
	}

	c, err := certificateOf(fields)
	if size, ok := wholeSize(der); ok && err == nil {
		c.Fingerprint = fmt.Sprintf("%X", sha256.Sum256(der[:min(size, len(der))]))
	}

	return c, err
}

// certificateOf returns the certificate with these fields: serial number, algorithm, issuer, validity, subject, key and
// extensions.
func certificateOf(fields []tlv) (Certificate, error) {
	issuer, subject := nameOf(fields[2].value), nameOf(fields[4].value)
	c := Certificate{
		Subject: subject.String(),
		Issuer:  issuer.String(),
		ID:      subject.id(),
		Serial:  fmt.Sprintf("%X", fields[0].value[:min(len(fields[0].value), maxSerial)]),
	}

	if len(fields) > 5 {
		c.Key = keyOf(fields[5].value)
	}

	dates := objects(fields[3].value)
	if len(dates) != 2 {
		return Certificate{}, errNoCertificate
	}

	var err error
	if c.NotBefore, err = timeOf(dates[0]); err != nil {
		return Certificate{}, err
	}

	if c.NotAfter, err = timeOf(dates[1]); err != nil {
		return Certificate{}, err
	}

	if extensions, ok := find(fields, tagExtension); ok {
		c.Authority = isAuthority(extensions)
		c.SignIn = isForSignIn(extensions)
	}

	return c, nil
}

// timeOf parses UTCTime, which has two-digit years, and GeneralizedTime.
func timeOf(t tlv) (time.Time, error) {
	layouts := map[uint32][]string{
		0x17: {"060102150405Z0700", "0601021504Z0700"},
		0x18: {"20060102150405Z0700", "200601021504Z0700"},
	}

	for _, layout := range layouts[t.tag] {
		when, err := time.Parse(layout, string(t.value))
		if err != nil {
			continue
		}

		if t.tag == 0x17 && when.Year() >= 2050 { // RFC 5280: years from 50 are in the 20th century
			when = when.AddDate(-100, 0, 0)
		}

		return when.UTC(), nil
	}

	return time.Time{}, fmt.Errorf("certificate has the invalid date %q", printable(t.value))
}

var oidBasicConstraints = []byte{0x55, 0x1D, 0x13}

// isAuthority reports whether the extensions allow the certificate to sign others.
func isAuthority(extensions []byte) bool {
	value, _ := extension(extensions, oidBasicConstraints)
	for _, constraints := range objects(value) {
		flag, ok := find(objects(constraints.value), 0x01)
		return ok && len(flag) == 1 && flag[0] != 0
	}

	return false
}

var wholeID = regexp.MustCompile(`^[0-9]{12}$`)

// id returns the 12-digit number in a name. On the cards that we know, it is the common name.
func (n name) id() string {
	for _, a := range n {
		if wholeID.MatchString(a.value) {
			return a.value
		}
	}

	return ""
}

// inflate decompresses a certificate. PIV allows compression, and some cards compress without indicating it, so the
// first bytes decide.
func inflate(raw []byte) ([]byte, error) {
	var r io.Reader
	var err error
	switch {
	case bytes.HasPrefix(raw, []byte{0x1F, 0x8B}):
		r, err = gzip.NewReader(bytes.NewReader(raw))
	case len(raw) > 1 && raw[0] == 0x78 && (int(raw[0])<<8|int(raw[1]))%31 == 0:
		r, err = zlib.NewReader(bytes.NewReader(raw))
	default:
		return raw, nil
	}

	if err != nil {
		return nil, fmt.Errorf("certificate cannot be decompressed: %w", err)
	}

	der, err := io.ReadAll(io.LimitReader(r, maxObject+1))
	if len(der) > maxObject {
		return nil, ErrTooMuchData
	}

	size, ok := wholeSize(der)
	if err != nil && (!ok || len(der) < size) { // a wrong checksum after a complete certificate does not matter
		return nil, fmt.Errorf("compressed certificate is damaged: %w", err)
	}

	return der, nil
}
