package card

import (
	"bytes"
	"fmt"
	"math/big"
)

const tagBits = 0x03 // BIT STRING

// The object identifiers of keys.
var (
	oidRSA = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01}
	oidEC  = []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01}

	curves = map[string]string{
		"\x2A\x86\x48\xCE\x3D\x03\x01\x07": "P-256",
		"\x2B\x81\x04\x00\x22":             "P-384",
		"\x2B\x81\x04\x00\x23":             "P-521",
	}
)

// keyOf returns the type and the size of a public key: "RSA 2048" or "EC P-256". It returns nothing for others.
func keyOf(info []byte) string {
	parts := objects(info)
	algorithm, _ := find(parts, tagSequence)
	bits, _ := find(parts, tagBits)
	kind := objects(algorithm)
	switch oid, _ := find(kind, tagOID); {
	case bytes.Equal(oid, oidRSA) && len(bits) > 1:
		return rsaKey(bits[1:])
	case bytes.Equal(oid, oidEC) && len(kind) > 1 && curves[string(kind[1].value)] != "":
		return "EC " + curves[string(kind[1].value)]
	}

	return ""
}

func rsaKey(key []byte) string {
	for _, sequence := range objects(key) {
		if modulus, ok := find(objects(sequence.value), tagInteger); ok {
			return fmt.Sprintf("RSA %d", new(big.Int).SetBytes(modulus).BitLen())
		}
	}

	return ""
}

// The purposes of a certificate for signing in: clientAuth of RFC 5280, and the smartcard logon of Windows.
var (
	oidPurposes   = []byte{0x55, 0x1D, 0x25}
	oidClientAuth = []byte{0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02}
	oidCardLogon  = []byte{0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x14, 0x02, 0x02}
)

// isForSignIn reports whether the extensions say that the certificate is for signing in.
func isForSignIn(extensions []byte) bool {
	value, _ := extension(extensions, oidPurposes)
	for _, purposes := range objects(value) {
		for _, purpose := range objects(purposes.value) {
			if bytes.Equal(purpose.value, oidClientAuth) || bytes.Equal(purpose.value, oidCardLogon) {
				return true
			}
		}
	}

	return false
}

// extension returns the value of the extension with an object identifier.
func extension(extensions, id []byte) ([]byte, bool) {
	for _, list := range objects(extensions) {
		for _, e := range objects(list.value) {
			parts := objects(e.value)
			if oid, _ := find(parts, tagOID); bytes.Equal(oid, id) {
				return find(parts, tagOctets)
			}
		}
	}

	return nil, false
}
