package strictyaml

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/testkit/limited"
)

func TestDecodeTolerant(t *testing.T) {
	for _, src := range []string{
		"updated: 2026-06-30T15:08:57Z",
		"updated: 2026-06-30T23:08:57-04:00",
		"updated: 2026-06-30 15:08:57 +0200",
		`updated: "2026-06-30"`,
	} {
		var got settings
		errs := DecodeTolerant([]byte(src), 1, &got)
		if day := got.Updated.Format("2006-01-02"); errs != nil || day != "2026-06-30" {
			t.Errorf("%s: got %s and %v", src, day, errs)
		}
	}

	var got settings
	const src = "order: \"010\"\ndraft: \"true\"\ntags: cards\nsources: A leaflet\n"
	if errs := DecodeTolerant([]byte(src), 1, &got); errs != nil {
		t.Fatal(errs)
	}

	want := settings{
		Order:   10,
		Draft:   true,
		Tags:    []string{"cards"},
		Sources: []source{{Title: "A leaflet"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeRejectsOtherForms(t *testing.T) {
	for _, src := range []string{
		"updated: 2026-06-30T15:08:57Z", `order: "4"`, `draft: "true"`, "tags: cards",
	} {
		if errs := Decode([]byte(src), 1, new(settings)); len(errs) != 1 {
			t.Errorf("%s: got %v, want one error", src, errs)
		}
	}
}

func TestDecodeTolerantRejects(t *testing.T) {
	for _, src := range []string{
		"updated: 2026-06-31T15:08:57Z", `order: "4th"`, `draft: "perhaps"`, "tags: {a: b}", "weight: 3",
	} {
		if errs := DecodeTolerant([]byte(src), 1, new(settings)); len(errs) != 1 {
			t.Errorf("%s: got %v, want one error", src, errs)
		}
	}
}

func TestDecodeForeign(t *testing.T) {
	tests := []struct {
		name    string
		src     string
		want    settings
		ignored string
	}{
		{"synonym", "weight: 3", settings{Order: 3}, ""},
		{"key before synonym", "order: 1\nweight: 3", settings{Order: 1}, "weight"},
		{"key after synonym", "weight: 3\norder: 1", settings{Order: 1}, "weight"},
		{"better synonym last", "nav_order: 1\nweight: 3", settings{Order: 3}, "nav_order"},
		{"synonym with a value that does not fit", "weight: heavy", settings{}, "weight"},
		{"unknown keys", "zebra: x\nms.topic: [y]", settings{}, "zebra ms.topic"},
		{"no typos", "date: x\ntype: x\nlayout: x\nresources: x", settings{}, "date type layout resources"},
		{"names", "tags: [{tag: new}, {url: x, name: Jo}, a]", settings{Tags: []string{"new", "Jo", "a"}}, ""},
		{"date that is no date", "updated: false", settings{}, "updated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got settings
			ignored, errs := DecodeForeign([]byte(tt.src), 1, &got)
			if errs != nil {
				t.Fatal(errs)
			}

			var keys []string
			for _, i := range ignored {
				keys = append(keys, i.Key)
			}

			if diff := cmp.Diff(tt.ignored, strings.Join(keys, " ")); diff != "" {
				t.Error(diff)
			}

			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeForeignReportsTypos(t *testing.T) {
	for src, hint := range map[string]string{
		"titel: x":                `did you mean "title"?`,
		"Title: x":                `did you mean "title"?`,
		"tag: x":                  `did you mean "tags"?`,
		"upated: x":               `did you mean "updated"?`,
		"updat: x":                `did you mean "updated"?`,
		"contact: {phnoe: x}":     `did you mean "phone"?`,
		"contact: {telephone: x}": "",
	} {
		ignored, errs := DecodeForeign([]byte(src), 1, new(settings))
		if len(errs) != 1 || !strings.Contains(errs[0].Hint, hint) || ignored != nil {
			t.Errorf("%s: got %v and ignored %v, want a hint %s", src, errs, ignored, hint)
		}
	}
}

func FuzzDecodeForeign(f *testing.F) {
	f.Add([]byte("weight: \"3\"\nupdated: 2026-06-30T15:08:57Z\n"))
	f.Add([]byte("a: &a [*a, *a]\nweight: *a\n? [x]\n: y\n\"\": z\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		DecodeForeign(src, 1, new(settings))
	})
}
