package article

import "testing"

func TestProblemsOfEncoding(t *testing.T) {
	checkProblems(t, []problemTest{
		{
			name: "empty",
			src:  " \n",
			want: `a.md: warning SP007: the file is empty`,
		},
		{
			name: "Latin-1",
			src:  titled + "caf\xe9\n",
			want: `a.md:4:4: error SP002: the file is not UTF-8: unexpected byte 0xe9`,
		},
		{
			name: "UTF-16",
			src:  "\xff\xfeT\x00",
			want: `a.md: error SP002: the file is UTF-16, not UTF-8`,
		},
		{
			name: "NUL",
			src:  titled + "a\x00b\n",
			want: `a.md:4:2: error SP002: the file contains a NUL byte: it is not text`,
		},
		{
			name: "mojibake of a quotation mark",
			src:  titled + "don\u00e2\u20ac\u2122t\n",
			want: `a.md:4:4: error SP051: "â€™" is "’" read in a wrong code page`,
		},
		{
			name: "mojibake of an emoji",
			src:  titled + "x \u00f0\u0178 y\n",
			want: `a.md:4:3: error SP051: "ðŸ" is an emoji read in a wrong code page`,
		},
		{
			name: "mojibake of a letter",
			src:  titled + "Caf\u00c3\u00a9\n",
			want: `a.md:4:4: warning SP052: "Ã©" is "é" read in a wrong code page`,
		},
		{
			name: "mojibake in the title, as in a real article",
			src:  "---\ntitle: \"\u03c0\u0178\u2019\u00b3 T\"\n---\nx\n",
			want: `a.md:2:9: error SP051: "πŸ’³" is "💳" read in a wrong code page`,
		},
		{
			name: "lost character",
			src:  titled + "Caf\ufffd\n",
			want: `a.md:4:4: warning SP052: a character was lost and replaced by '�'`,
		},
		{
			name: "control character",
			src:  titled + "a\tb\x1b[1m\u0085\f\n",
			want: `a.md:4:4: warning SP052: the control character U+001B has no meaning in a text; the page shows '�'
a.md:4:8: warning SP052: the control character U+0085 has no meaning in a text; the page shows '�'`,
		},
	})
}

func TestCorrectTextIsNotMojibake(t *testing.T) {
	for _, text := range []string{
		"« CAFÉ »", "CAFÉ»", "naïve Ÿ", "Llanfair ŵŷ", "£5 – “yes” €3", "日本語", "Ünlü", "👍 🏽",
	} {
		if _, problems := Parse("a.md", []byte(titled+text), Options{}); problems != nil {
			t.Errorf("%s: %v", text, problems)
		}
	}
}
