package checks

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"

	"signpost/checks/card"
)

// otherDevices are readers and cards that cannot be those of an NHS smartcard. Windows and security keys list readers
// that only programs can see, each with a card in it.
type otherDevices struct {
	Readers []otherReader `yaml:"readers"`
	Cards   []otherCard   `yaml:"cards"`
}

// otherReader is recognised by a part of its name, in any case.
type otherReader struct {
	Name   string `yaml:"name"`
	What   string `yaml:"what"`
	Source string `yaml:"source"`
}

// otherCard is recognised by bytes, in hex, or by text in the historical bytes of its ATR.
type otherCard struct {
	Bytes  string `yaml:"bytes"`
	Text   string `yaml:"text"`
	What   string `yaml:"what"`
	Source string `yaml:"source"`
}

// otherReader says what a reader is that holds no NHS smartcard. It returns "" for all others.
func (r *Reader) otherReader() string {
	name := strings.ToLower(r.Name)
	for _, d := range currentPolicy().Other.Readers {
		if strings.Contains(name, strings.ToLower(d.Name)) {
			return d.What
		}
	}

	return ""
}

// otherCard says what a card is that is no NHS smartcard. It returns "" for all others.
func (r *Reader) otherCard() string {
	historical := r.historicalBytes()
	for _, d := range currentPolicy().Other.Cards {
		want, err := hex.DecodeString(d.Bytes)
		if err == nil && bytes.Contains(historical, append(want, d.Text...)) {
			return d.What
		}
	}

	return ""
}

// historicalBytes returns the historical bytes of the card's ATR, or nothing if it cannot be parsed.
func (r *Reader) historicalBytes() []byte {
	raw, err := parseBytes(r.ATR)
	if err != nil {
		return nil
	}

	atr, err := card.ParseATR(raw)
	if err != nil {
		return nil
	}

	return atr.Historical
}

// usable returns the readers that can hold an NHS smartcard, or those that the user chose.
func (f *Facts) usable() []*Reader {
	var list []*Reader
	for i := range f.Readers {
		if r := &f.Readers[i]; f.LeftOut(r) == "" {
			list = append(list, r)
		}
	}

	return list
}

// LeftOut says why a reader does not count, or returns "". Its card need not be read.
func (f *Facts) LeftOut(r *Reader) string {
	what := r.otherReader()
	switch {
	case !strings.Contains(strings.ToLower(r.Name), strings.ToLower(f.Chosen)):
		return "not chosen"
	case f.Chosen == "" && what != "":
		return "left out, because it is " + what
	}

	return ""
}

// cards returns the readers with a card that may be an NHS smartcard, or with one that was taken out meanwhile.
func (f *Facts) cards() []*Reader {
	return slices.DeleteFunc(f.usable(), func(r *Reader) bool {
		return r.condition() <= empty || f.Chosen == "" && r.otherCard() != ""
	})
}
