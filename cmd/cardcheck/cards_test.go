//go:build linux && cgo

package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"time"

	"signpost/internal/testkit/vcard"
)

// The cards that answer as most cards do. foreign_test.go has others.
var (
	pivATR = fromHex("3BD6970081B1FE451F078031C152111 8F9")

	unknownCard = vcard.Card{ATR: fromHex("3B021450"), Answer: always("6A82")}
	hello       = vcard.Card{ATR: fromHex("3B8D0180FBA000000397425446590401CF"), Answer: always("6A82")}
	jcop        = vcard.Card{ATR: fromHex("3BF91800008131FE454A434F503431563232AF"), Answer: always("6A82")}
	silent      = vcard.Card{ATR: fromHex("3B021450"), Answer: fails(vcard.ErrSilent)}
	pulled      = vcard.Card{ATR: fromHex("3B021450"), Answer: fails(vcard.ErrPulled)}
	slow        = vcard.Card{ATR: pivATR, Answer: failsAt(0x20, vcard.ErrSilent)}
	pulledLater = vcard.Card{ATR: pivATR, Answer: failsAt(0xCB, vcard.ErrPulled)}
)

// always returns the answers of a card that answers every command with the same bytes.
func always(answer string) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return fromHex(answer), nil }
}

// fails returns the answers of a card that fails at every command.
func fails(err error) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return nil, err }
}

// failsAt returns the answers of a PIV card that fails at an instruction.
func failsAt(instruction byte, err error) func([]byte) ([]byte, error) {
	card := pivCard(2)
	return func(command []byte) ([]byte, error) {
		if command[1] == instruction {
			return nil, err
		}
		return card.Answer(command)
	}
}

// pivCard returns a card whose certificate ends in a number of years, or a blank card for 0. It answers in pieces, as
// real cards do.
func pivCard(years int) vcard.Card {
	var object, rest []byte
	if years != 0 {
		object = certificateObject(years)
	}

	// next returns the next piece of the object.
	next := func() []byte {
		n := min(256, len(rest))
		answer := slices.Clone(rest[:n])
		rest = rest[n:]
		if len(rest) > 0 {
			return append(answer, 0x61, byte(min(len(rest), 255)))
		}
		return append(answer, 0x90, 0x00)
	}
	answer := func(c []byte) ([]byte, error) {
		switch {
		case c[1] == 0xA4 && bytes.HasPrefix(c[5:], fromHex("A000000308")):
			return fromHex("61114F0600001000010079074F05A0000003089000"), nil
		case c[1] == 0x20:
			return fromHex("63C3"), nil
		case c[1] == 0xCB && bytes.Contains(c, fromHex("5FC105")) && object != nil:
			rest = object
			return next(), nil
		case c[1] == 0xC0:
			return next(), nil
		}
		return fromHex("6A82"), nil
	}
	return vcard.Card{ATR: pivATR, Answer: answer}
}

// certificateObject returns the response to GET DATA for a certificate that ends in a number of years.
func certificateObject(years int) []byte {
	object := func(tag byte, b []byte) []byte {
		return append([]byte{tag, 0x82, byte(len(b) >> 8), byte(len(b))}, b...)
	}
	der := object(0x70, certificate(years, "000123456789"))
	return object(0x53, append(der, 0x71, 0x01, 0x00, 0xFE, 0x00))
}

// certificate returns a certificate for a holder, which ends in a number of years.
func certificate(years int, holder string) []byte {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}

	end := time.Now().AddDate(years, 0, 0)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: holder},
		NotBefore:    end.AddDate(-3, 0, 0),
		NotAfter:     end,
	}
	issuer := &x509.Certificate{Subject: pkix.Name{CommonName: "SubCA02"}}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, public, private)
	if err != nil {
		panic(err)
	}
	return der
}

func fromHex(text string) []byte {
	data, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		panic(err)
	}
	return data
}
