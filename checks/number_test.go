package checks

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
)

// Every number that a computer can show has a name and a meaning, and leads to a check that there is, or to none.
func TestMeaningsAreComplete(t *testing.T) {
	ids := []string{""}
	for _, c := range List() {
		ids = append(ids, c.ID)
	}
	name := regexp.MustCompile(`^(SCARD_[FEPW]|ERROR)_[A-Z_]+$`)
	seen := map[Number]bool{}
	for _, m := range meanings {
		if seen[m.number] || !name.MatchString(m.name) || m.text == "" || !slices.Contains(ids, m.check) {
			t.Errorf("double or bad: %+v", m)
		}
		seen[m.number] = true
	}
	for _, span := range [][2]Number{{0x80100001, 0x80100034}, {0x80100065, 0x80100072}} {
		for n := span[0]; n <= span[1]; n++ {
			if !seen[n] {
				t.Errorf("%v has no meaning", n)
			}
		}
	}
}

func TestFindNumber(t *testing.T) {
	for text, want := range map[string]Number{
		"0x80100069":                                   RemovedCard,
		"error 8010000b, try again":                    SharingViolation,
		"SCARD_W_UNPOWERED_CARD":                       Unpowered,
		"sun.security.smartcardio: scard_e_no_service": NoService,
		"HRESULT -2146434967":                          RemovedCard,
		"SCardConnect returned 2148532329":             RemovedCard,
		"call 02148532329":                             0,
		"first 0x801000FF, then 0x8010002E":            NoReaders,
		"0x801000FF":                                   0,
		"18010000B":                                    0,
		"-2146999999":                                  0,
		"SCARD_E_SOMETHING":                            0,
		"":                                             0,
	} {
		if got, _, ok := FindNumber(text); got != want || ok != (want != 0) {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
}

// What an error number says about a card is said of the card, and nothing else is: a number of the service, of the program or of nobody's
// leaves the card unknown.
func TestConditionByNumber(t *testing.T) {
	for number, want := range map[Number]condition{
		UnknownReader: gone, ReaderUnavailable: gone, 0x0000048F: gone, NoSmartcard: removed, RemovedCard: removed, SharingViolation: held,
		ProtocolMismatch: mute, Unresponsive: mute, Unpowered: mute, 0x0000001F: mute, 0x8010002F: mute,
		0x80100010: unasked, 0x8010001F: unasked, Denied: unasked, accessDenied: unasked, NoService: unasked, ResetCard: unasked, CommError: unasked, 0x80100016: unasked, 0x80100006: unasked, 0x80100012: unasked, 0x801000FF: unasked, 7: unasked,
	} {
		inConnect := &Reader{State: StatePresent, Connect: number}
		inQuestion := &Reader{State: StatePresent, Connected: true, Exchanges: []Exchange{{Name: ExchangePIV, Error: number}}}
		if a, b := inConnect.condition(), inQuestion.condition(); a != want || b != want {
			t.Errorf("%v: %d and %d, want %d", number, a, b, want)
		}
	}
}

// The steps of an article are for the case that it describes. A session from another computer, or a service that turns the account away,
// would be led astray by them.
func TestSpecialCasesKeepTheirSteps(t *testing.T) {
	article := stepsForAll("read the article")
	for name, facts := range map[string]string{
		"another computer":    `{"schema":1,"service":{},"host":{"os":"windows","session":{"remote":true}}}`,
		"passes nothing on":   `{"schema":1,"service":{"error":"0x0000006D"},"host":{"os":"windows"}}`,
		"turned away":         `{"schema":1,"service":{"error":"0x8010001D","socket":"open"},"host":{"os":"linux"}}`,
		"no service on Linux": `{"schema":1,"service":{"error":"0x8010001D","socket":"absent"},"host":{"os":"linux"}}`,
		"pulled out":          `{"schema":1,"service":{},"readers":[{"state":"0x0022","connect":"0x80100069"}]}`,
	} {
		f, err := ReadFacts([]byte(facts))
		if err != nil {
			t.Fatal(err)
		}
		findings := Run(f, article)
		i := slices.IndexFunc(findings, Finding.Bad)
		if i < 0 || slices.Contains(findings[i].Fix, "read the article") {
			t.Errorf("%s: %+v", name, findings)
		}
	}
	ordinary := new(Facts)
	if err := json.Unmarshal([]byte(`{"service":{"error":"0x8010001D"},"host":{"os":"windows"}}`), ordinary); err != nil {
		t.Fatal(err)
	}
	if first := Run(ordinary, article)[0]; !slices.Equal(first.Fix, []string{"read the article"}) {
		t.Errorf("the ordinary case: %q", first.Fix)
	}
}
