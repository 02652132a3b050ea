package checks

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// kindsOfCard are scenarios with one reader, from which random situations are made.
var kindsOfCard = []string{
	"certificates-valid", "certificates-expired", "certificates-expiring", "card-blank", "pin-blocked", "pin-one-try",
	"series-jcop41", "series-unrecognised", "card-wrong-way-round", "card-hangs", "card-held", "card-busy",
	"card-pulled-while-read", "card-not-tested", "card-cac", "card-none", "reader-unplugged",
}

// otherReaderNames are readers that hold no NHS smartcard.
var otherReaderNames = []string{
	"Windows Hello for Business 1", "Yubico YubiKey CCID 0", "Microsoft Virtual Smart Card 0",
}

// TestNoCardHidesBehindAnother compares random situations with their parts: a check of several cards has the worst of
// the results that it has for each of them, and readers of Windows and security keys change nothing.
func TestNoCardHidesBehindAnother(t *testing.T) {
	single := map[string]*Facts{}
	for _, kind := range kindsOfCard {
		single[kind] = loadScenario(t, "testdata/"+kind+".json").Facts
	}

	random := rand.New(rand.NewPCG(20, 1))
	for range 500 {
		facts := Facts{Schema: FactsSchema, Service: single["card-none"].Service}
		var kinds []string
		var cards []*Facts
		for n := range random.IntN(5) {
			kind := kindsOfCard[random.IntN(len(kindsOfCard))]
			r := single[kind].Readers[0]
			r.Name = "Reader " + string(rune('A'+n))
			if random.IntN(4) == 0 {
				r.Name = otherReaderNames[random.IntN(len(otherReaderNames))]
				kind += " in " + r.Name
			} else if r.condition() > empty {
				cards = append(cards, &Facts{Schema: FactsSchema, Service: facts.Service, Readers: []Reader{r}})
			}

			kinds = append(kinds, kind)
			facts.Readers = append(facts.Readers, r)
		}

		got := byCheck(&facts)
		if len(cards) == 0 {
			if reader, card := got[readerID].Status, got[cardID].Status; reader == Pass && card != Fail {
				t.Errorf("%q: no card, but card is %s", kinds, card)
			}

			continue
		}

		for _, c := range List() {
			if c.PerCard {
				compareWithEachCard(t, kinds, c, got[c.ID], cards)
			}
		}
	}
}

func byCheck(f *Facts) map[string]Finding {
	all := map[string]Finding{}
	for _, found := range Run(f, noCodes) {
		all[found.Check] = found
	}

	return all
}

func compareWithEachCard(t *testing.T, kinds []string, c Check, got Finding, cards []*Facts) {
	t.Helper()
	want := Pass
	for _, card := range cards {
		if status := byCheck(card)[c.ID].Status; severity(status) > severity(want) {
			want = status
		}
	}

	if c.ID == cardID && len(cards) > 1 && want == Pass {
		want = Warn
	}

	if got.Status != want {
		t.Errorf("%q: %s is %s, want %s", kinds, c.ID, got.Status, want)
	}

	isNamed := strings.Contains(got.Detail, "Reader \"") || got.Status == Skip || c.ID == cardID
	if len(cards) > 1 && !isNamed {
		t.Errorf("%q: %s names no reader: %s", kinds, c.ID, got.Detail)
	}
}

// Every reader and card that is left out has a name, a reason and a source.
func TestOtherDevicesHaveSources(t *testing.T) {
	other := currentPolicy().Other
	for _, r := range other.Readers {
		if len(r.Name) < 5 || r.What == "" || r.Source == "" {
			t.Errorf("reader %+v", r)
		}
	}

	for _, c := range other.Cards {
		if len(c.Bytes)+len(c.Text) < 5 || c.What == "" || c.Source == "" {
			t.Errorf("card %+v", c)
		}
	}

	isOther := func(name string) bool { return (&Reader{Name: name}).otherReader() != "" }
	for _, name := range []string{"Gemalto PC Twin Reader 0", "Virtual PCD 00 00", "OMNIKEY AG CardMan 3121 0", ""} {
		if isOther(name) {
			t.Errorf("the reader %q is left out", name)
		}
	}

	if !slices.ContainsFunc(otherReaderNames, isOther) {
		t.Error("no reader is left out")
	}
}
