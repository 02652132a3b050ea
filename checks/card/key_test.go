package card

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"
)

// withoutNumbers leaves out what differs between two certificates of the tests.
var withoutNumbers = cmpopts.IgnoreFields(Certificate{}, "Serial", "Fingerprint", "SignIn")

// The numbers and the key are those that other programs show for the same certificate.
func TestNumbersOfCertificate(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}

	for want, curve := range map[string]elliptic.Curve{
		"RSA 2048": nil, "EC P-256": elliptic.P256(), "EC P-384": elliptic.P384(), "EC P-521": elliptic.P521(),
		"": elliptic.P224(),
	} {
		var key crypto.Signer = rsaKey
		if curve != nil {
			if key, err = ecdsa.GenerateKey(curve, rand.Reader); err != nil {
				t.Fatal(err)
			}
		}

		for isForSignIn, purpose := range map[bool]x509.ExtKeyUsage{
			true:  x509.ExtKeyUsageClientAuth,
			false: x509.ExtKeyUsageEmailProtection,
		} {
			template := &x509.Certificate{
				SerialNumber: big.NewInt(0x0FAB12),
				NotBefore:    validFrom,
				NotAfter:     validTo,
				ExtKeyUsage:  []x509.ExtKeyUsage{purpose},
			}

			der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
			if err != nil {
				t.Fatal(err)
			}

			c, err := parseCertificate(append(der, 0, 0)) // files on cards end in padding
			if err != nil {
				t.Fatal(err)
			}

			sum := fmt.Sprintf("%X", sha256.Sum256(der))
			if c.Key != want || c.Serial != "0FAB12" || c.Fingerprint != sum || c.SignIn != isForSignIn {
				t.Errorf("%s: got %+v", want, c)
			}
		}
	}
}
