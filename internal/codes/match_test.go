package codes

import (
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

var helpCentre = New("https://help.example/", []Entry{
	{
		Code:  "ID-201",
		Title: "ODS code not present on smartcard Identity Agent",
		Also:  []string{"/ODS .{1,20} missing from Identity Agent/"},
	},
	{
		Code:  "ID-202",
		Title: "Insufficient permission to perform registrations",
		Also:  []string{"Insufficient permissions"},
	},
	{
		Code:  "EM-301",
		Title: "Sign in to EMIS failed",
		Also:  []string{"EMIS login failed", "/[unclosed/"},
	},
	{Code: "EM-302", Title: "EMIS CDB did not match set up"},
	{Code: "SO-401", Title: "SystmOne profile error"},
	{Code: "SC-103", Title: "There is no smartcard in the reader"},
	{Code: "SC-102", Title: "There is no smartcard reader available"},
})

func TestMatchFindsTheMessage(t *testing.T) {
	paste := "From: reception\nSubject: help!!\nHello, this morning the screen of the second computer said: \"" +
		"EMIS CDB did not match set up\" and then nothing more happened. Can anyone look at it? " +
		"Thanks, the front desk of the surgery\n" +
		strings.Repeat("This message is confidential and intended for the addressee of it alone. ", 20)

	tests := []struct {
		text string
		want Code
	}{
		{"ODS code not present on smartcard Identity Agent", "ID-201"},
		{"ods code not present", "ID-201"},
		{"OSD code not presnt on smart card identity agnet", "ID-201"},
		{"ODS B81012 missing from identity agent", "ID-201"},
		{"insufficent permision to perform registration", "ID-202"},
		{"insufficient permissions", "ID-202"},
		{"sign in to emsi failed", "EM-301"},
		{"Sign-in to EMIS failed.", "EM-301"},
		{"emis login failed", "EM-301"},
		{"EMIS CDB didn't match setup", "EM-302"},
		{paste, "EM-302"},
		{"systemone profile eror", "SO-401"},
		{"Error 17: SO-401 occurred", "SO-401"},
		{"it says (id 201) in the corner", "ID-201"},
	}

	for _, tt := range tests {
		matches := helpCentre.Match(tt.text)
		if e, ok := Clear(matches); !ok || e.Code != tt.want {
			t.Errorf("%.60q: got %s %v, want %s: %+v", tt.text, e.Code, ok, tt.want, scores(matches))
		}
	}
}

func scores(matches []Match) map[Code]float64 {
	m := map[Code]float64{}
	for _, match := range matches {
		m[match.Entry.Code] = match.Score
	}

	return m
}

func TestMatchOffersCandidates(t *testing.T) {
	matches := helpCentre.Match("there is no smartcard")
	if _, ok := Clear(matches); ok {
		t.Error("ambiguous text has a clear match")
	}

	got := scores(matches)
	if got["SC-102"] == 0 || got["SC-103"] == 0 {
		t.Errorf("candidates %v", got)
	}

	for i := 1; i < len(matches); i++ {
		if matches[i].Score > matches[i-1].Score {
			t.Errorf("not sorted: %v", got)
		}
	}
}

func TestMatchFindsNothing(t *testing.T) {
	for _, text := range []string{"", "...", "the printer is out of paper", "on the in to", "id", "201"} {
		if matches := helpCentre.Match(text); len(matches) > 0 {
			t.Errorf("%q: %v", text, scores(matches))
		}
	}

	if matches := New("", nil).Match("sign in to EMIS failed"); len(matches) > 0 {
		t.Errorf("empty registry matches %v", scores(matches))
	}
}

func TestMatchReturnsTheWording(t *testing.T) {
	matches := helpCentre.Match("emis login failed")
	if matches[0].Found != "EMIS login failed" || matches[0].Score != 1 {
		t.Errorf("got %q, %v", matches[0].Found, matches[0].Score)
	}
}

func TestEditDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"emis", "emsi", 1},
		{"emis", "emis", 0},
		{"agent", "agnt", 1},
		{"agent", "aagent", 1},
		{"agent", "agemt", 1},
		{"present", "resentp", 2},
		{"code", "cdb", 2},
		{"a", "profile", 3},
	}

	for _, tt := range tests {
		if got := editDistance(tt.a, tt.b, 2); min(got, 3) != tt.want {
			t.Errorf("%s %s: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("sign in to EMIS failed")
	f.Add("ID–201 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		for _, m := range helpCentre.Match(text) {
			if m.Score < minScore || m.Score > 1 {
				t.Errorf("%s has score %v", m.Entry.Code, m.Score)
			}
		}
	})
}
