package checks

import (
	"regexp"
	"slices"
	"testing"
)

// Every number that users can see has a name and a meaning. Its check, if any, is in the list.
func TestMeaningsAreComplete(t *testing.T) {
	ids := []string{""}
	for _, c := range List() {
		ids = append(ids, c.ID)
	}

	name := regexp.MustCompile(`^(SCARD_[FEPW]|ERROR)_[A-Z_]+$`)
	seen := map[Number]bool{}
	for _, m := range meanings {
		if seen[m.number] || !name.MatchString(m.name) || m.text == "" || !slices.Contains(ids, m.check) {
			t.Errorf("invalid or repeated: %+v", m)
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
			t.Errorf("%q: got %v, %v", text, got, ok)
		}
	}
}

// Only numbers that concern the card or the reader decide their condition. With any other number, of the service,
// of the program or an unknown one, the card counts as not tested.
func TestConditionByNumber(t *testing.T) {
	for want, numbers := range map[condition][]Number{
		unavailable: {UnknownReader, ReaderUnavailable, 0x0000048F},
		removed:     {NoSmartcard, RemovedCard},
		locked:      {SharingViolation},
		silent:      {ProtocolMismatch, Unresponsive, Unpowered, 0x0000001F, 0x8010002F},
		untested: {
			0x80100010, 0x8010001F, Denied, accessDenied, NoService, ResetCard, CommError, 0x80100016, 0x80100006,
			0x80100012, 0x801000FF, 7,
		},
	} {
		for _, number := range numbers {
			checkCondition(t, number, want)
		}
	}
}

func checkCondition(t *testing.T, number Number, want condition) {
	t.Helper()

	connect := &Reader{State: StatePresent, Connect: number}
	if got := connect.condition(); got != want {
		t.Errorf("%v from connect: condition %d, want %d", number, got, want)
	}

	exchange := &Reader{
		State:     StatePresent,
		Connected: true,
		Exchanges: []Exchange{{Name: ExchangePIV, Error: number}},
	}

	if got := exchange.condition(); got != want {
		t.Errorf("%v from an exchange: condition %d, want %d", number, got, want)
	}
}

// The steps of an article are for the case that it describes. They would mislead the user of a remote session, or
// of an account that may not use the service.
func TestSpecialCasesKeepTheirSteps(t *testing.T) {
	article := stepsForAll("read the article")
	for name, facts := range map[string]string{
		"remote session":      `{"schema":1,"service":{},"host":{"os":"windows","session":{"remote":true}}}`,
		"passes nothing on":   `{"schema":1,"service":{"error":"0x0000006D"},"host":{"os":"windows"}}`,
		"not allowed":         `{"schema":1,"service":{"error":"0x8010001D","socket":"open"},"host":{"os":"linux"}}`,
		"no service on Linux": `{"schema":1,"service":{"error":"0x8010001D","socket":"absent"},"host":{"os":"linux"}}`,
		"card taken out":      `{"schema":1,"service":{},"readers":[{"state":"0x0022","connect":"0x80100069"}]}`,
	} {
		findings := Run(parseFacts(t, facts), article)
		i := slices.IndexFunc(findings, Finding.NeedsAction)
		if i < 0 || slices.Contains(findings[i].Fix, "read the article") {
			t.Errorf("%s: %+v", name, findings)
		}
	}

	ordinary := parseFacts(t, `{"schema":1,"service":{"error":"0x8010001D"},"host":{"os":"windows"}}`)
	if first := Run(ordinary, article)[0]; !slices.Equal(first.Fix, []string{"read the article"}) {
		t.Errorf("ordinary case: %q", first.Fix)
	}
}

func parseFacts(t *testing.T, text string) *Facts {
	t.Helper()

	f, err := ReadFacts([]byte(text))
	if err != nil {
		t.Fatal(err)
	}

	return f
}
