package render

import "testing"

func TestAddress(t *testing.T) {
	for _, test := range []struct{ page, target, want string }{
		{"/", "/", "./"},
		{"/", "/a-z/", "a-z/"},
		{"/", "/assets/site.css", "assets/site.css"},
		{"/", "/#part", "#part"},
		{"/smartcards/", "/", "../"},
		{"/smartcards/", "/smartcards/", "./"},
		{"/smartcards/", "/smartcards/resolve/", "resolve/"},
		{"/smartcards/resolve/", "/", "../../"},
		{"/smartcards/resolve/", "/smartcards/", "../"},
		{"/smartcards/resolve/", "/smartcards/add/", "../add/"},
		{"/smartcards/resolve/", "/smartcards/resolve/", "./"},
		{"/smartcards/resolve/", "/smartcards/resolve/#part", "#part"},
		{"/smartcards/resolve/", "/smartcards/resolve-more/", "../resolve-more/"},
		{"/smartcards/resolve/", "/smartcards/look.svg", "../look.svg"},
		{"/smartcards/resolve/", "/search/?q=a/b#c/d", "../../search/?q=a/b#c/d"},
		{"/e/id-201/", "/smartcards/resolve/#part", "../../smartcards/resolve/#part"},
		{"/smartcards/", "/smartcards/a:b/", "./a:b/"},
		{"/404.html", "/a-z/", "a-z/"},
		{"/smartcards/", "https://nhs.example/x/", "https://nhs.example/x/"},
		{"/smartcards/", "//nhs.example/x/", "//nhs.example/x/"},
		{"/smartcards/", "mailto:a@b.example", "mailto:a@b.example"},
		{"/smartcards/", "#part", "#part"},
	} {
		if got := (linker{page: test.page}).Address(test.target); got != test.want {
			t.Errorf("on %s, %s is %q, want %q", test.page, test.target, got, test.want)
		}
	}
}

func TestAddressFromTheRootOfTheHost(t *testing.T) {
	for base, want := range map[string]string{"/": "/a-z/", "/centre/": "/centre/a-z/"} {
		if got := (linker{page: "/404.html", base: base}).Address("/a-z/"); got != want {
			t.Errorf("below %s: %q, want %q", base, got, want)
		}
	}
}
