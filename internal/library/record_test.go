package library

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/article"
	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/testkit/limited"
)

// fill sets every field of a value to something else than its zero value.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("value %d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		key := reflect.New(v.Type().Key()).Elem()
		value := reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 8)
	case reflect.Struct:
		fillStruct(v, n)
	default:
		panic(v.Kind())
	}
}

func fillStruct(v reflect.Value, n *int) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		date := time.Date(2026, 1, *n, 0, 0, 0, 0, time.UTC)
		v.Set(reflect.ValueOf(date))

		return
	}

	for i := range v.NumField() {
		fill(v.Field(i), n)
	}
}

// A field that is missing in a record would be lost in the second build.
func TestRecordsContainEveryField(t *testing.T) {
	var want article.Article
	var problems []problem.Problem
	n := 0
	fill(reflect.ValueOf(&want).Elem(), &n)
	fill(reflect.ValueOf(&problems).Elem(), &n)
	for i := range want.Sections {
		s := &want.Sections[i]
		setHTML(&s.HeadingHTML, i)
		setHTML(&s.Body, i)
		s.HeadingHTML.Anchors = nil // they are in the heading when an article is stored
		s.Body.Anchors = nil
	}

	a, gotProblems, ok := decodeRecord(new(coder).encode(&want, summarise(&want), problems))
	if !ok {
		t.Fatal("the record cannot be decoded")
	}

	want.Sections[0].Steps = want.Sections[0].Steps[:0:0]
	got := readAll(t, a)
	got.Sections[0].Steps = got.Sections[0].Steps[:0:0]
	if diff := cmp.Diff(&want, got, equal); diff != "" {
		t.Error(diff)
	}

	if diff := cmp.Diff(problems, gotProblems); diff != "" {
		t.Error(diff)
	}
}

// setHTML sets valid HTML with the links that it has.
func setHTML(html *markdown.HTML, section int) {
	html.Source = fmt.Appendf(nil, "<p>of section %d</p>", section)
	for i := range html.Links {
		l := &html.Links[i]
		l.Line = 70_000
		l.Column = 300
		l.Offset = int32(3 + i)
	}
}

// A record with a correct checksum but other content must not crash a build.
func FuzzDecode(f *testing.F) {
	a, problems := article.Parse("a.md", []byte(everything), withSnippet("- x\n"))
	f.Add(new(coder).encode(a, summarise(a), problems))
	f.Fuzz(func(t *testing.T, data []byte) {
		limited.Input(t)
		a, _, ok := decodeRecord(data)
		if !ok {
			return
		}

		sections, err := new(Reader).HTML(a)
		if err != nil {
			t.Fatal(err)
		}

		for i := range sections {
			sections[i].HeadingHTML.Append(nil, func(string) string { return "" })
			sections[i].Body.Append(nil, func(string) string { return "" })
		}

		a.SectionOf("x")
		a.LineOf("title")
	})
}
