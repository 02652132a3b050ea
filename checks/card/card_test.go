package card

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

func bytesOf(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}

	return b
}

func TestParseATR(t *testing.T) {
	tests := []struct {
		name, raw, text string
		protocols       []int
		inverse         bool
	}{
		{
			"JCOP41, 72K",
			"3B F9 18 00 00 81 31 FE 45 4A 43 4F 50 34 31 56 32 32 AF",
			"JCOP41V22",
			[]int{1, 1},
			false,
		},
		{
			"JCOP41, only T=0, no check byte",
			"3B 6A 00 FF 4A 43 4F 50 34 31 56 32 32 31",
			"JCOP41V221",
			[]int{0},
			false,
		},
		{
			"Cosmo V8.0 PIV",
			"3B D6 97 00 81 B1 FE 45 1F 07 80 31 C1 52 11 18 F9",
			".1.R..",
			[]int{1, 1, 15},
			false,
		},
		{"shortest", "3B 00", "", []int{0}, false},
		{"inverse convention", "3F 01 41", "A", []int{0}, true},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ParseATR(bytesOf(t, tt.raw))
			if err != nil {
				t.Fatal(err)
			}

			if a.Text() != tt.text || !slices.Equal(a.Protocols, tt.protocols) || a.Inverse != tt.inverse {
				t.Errorf("got %q %v inverse %v", a.Text(), a.Protocols, a.Inverse)
			}
		})
	}
}

func TestParseATRRejects(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"nothing", "", "is truncated"},
		{"one byte", "3B", "is truncated"},
		{"zeros", "00 00", "begins with 00"},
		{"all ones", "FF FF FF FF", "begins with FF"},
		{"interface bytes missing", "3B F0 11", "is truncated"},
		{"TD missing", "3B 80", "is truncated"},
		{"historical bytes missing", "3B 05 4A 43", "is truncated"},
		{"check byte missing", "3B 80 01", "is truncated"},
		{
			"check byte wrong",
			"3B F9 18 00 00 81 31 FE 45 4A 43 4F 50 34 31 56 32 32 AE",
			"has a wrong check byte",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseATR(bytesOf(t, tt.raw))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	data, sw, ok := Status([]byte{0x61, 0x02, 0x90, 0x00})
	if !ok || sw != OK || !slices.Equal(data, []byte{0x61, 0x02}) || sw.String() != "9000" {
		t.Errorf("got % X %v %v", data, sw, ok)
	}

	if _, _, ok := Status([]byte{0x90}); ok {
		t.Error("one byte was accepted as a status word")
	}

	for sw, good := range map[StatusWord]bool{OK: true, 0x6110: true, NotFound: false, 0x6982: false} {
		if sw.Good() != good {
			t.Errorf("%v: good is %v", sw, !good)
		}
	}
}

func FuzzParseATR(f *testing.F) {
	f.Add([]byte("\x3B\xF9\x18\x00\x00\x81\x31\xFE\x45JCOP41V22\xAF"))
	f.Add([]byte{0x3B})
	f.Fuzz(func(t *testing.T, raw []byte) {
		limited.Input(t)
		a, err := ParseATR(raw)
		if err == nil && (len(a.Historical) > 15 || len(a.Text()) != len(a.Historical)) {
			t.Errorf("%d historical bytes, text %q", len(a.Historical), a.Text())
		}
	})
}
