package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/config"
	"signpost/internal/lock"
)

func TestComparePublished(t *testing.T) {
	content := contentOf(
		"a/install.md", "---\ntitle: Install\naliases: [/old/]\n---\n## One & two\n\nText.\n",
		"a/add-a-role.md", "---\ntitle: How to add roles\n---\nText.\n",
		"b/fax.md", "---\ntitle: Send a fax\naliases:\n- /faq.php?id=1\n- /faq.php?id=1&lang=cy\n"+
			"- /show?id=3\n---\nText.\n",
	)

	for _, test := range []struct {
		name, base, list string
		want             []string
	}{
		{
			"kept", "",
			"/a/install /a/install/ /a /old/ /errors /retired/ /moved /a/install/index.html /a/install/#one-two",
			[]string{
				"/a/ kept", "/a/install/ kept", "/a/install/#one-two kept", "/errors/ kept", "/moved/ kept",
				"/old/ kept", "/retired/ kept",
			},
		},
		{
			"lost", "",
			"/a/install.html /a/INSTALL/ /x/add-a-role/ /x/send-a-fax/ /install/ /fax/ /x/y/z?id=5 " +
				"/a/install/#one--two",
			[]string{
				"/a/INSTALL/ -> /a/install/", "/a/install.html -> /a/install/",
				"/a/install/#one--two -> /a/install/#one-two", "/fax/", "/install/",
				"/x/add-a-role/ -> /a/add-a-role/", "/x/send-a-fax/ -> /b/fax/", "/x/y/z/?id=5",
			},
		},
		{
			"queries", "",
			"/faq.php?id=1 /faq.php?lang=cy&id=1&x=y /faq.php?id=2 /faq.php?id=%32 /faq.php /show?id=3#top " +
				"/show?id=4 /show /a/install?utm=x#one-two " +
				"/x/add-a-role.html?lang=cy /gone /gone?utm=x https://h.example?p=1",
			[]string{
				"/ kept", "/a/install/#one-two kept", "/faq.php kept", "/faq.php/?id=1 kept",
				"/faq.php/?id=1&lang=cy kept", "/faq.php/?id=2",
				"/gone/", "/show/ kept", "/show/?id=3 kept", "/show/?id=4",
				"/x/add-a-role.html -> /a/add-a-role/",
			},
		},
		{
			"escapes", "", "/a%20b/ /caf%C3%A9 /x%2523 /%zz /a/../b/./fax /x%0Ay/ /%ff/ /a*b.html /x%C2%ADy",
			[]string{
				"/%EF%BF%BD/", "/a%20b/", "/a%2Ab.html", "/b/fax/ kept", "/café/", "/x%0Ay/", "/x%2523/", "/x%C2%ADy/",
			},
		},
		{
			"a base path that all have", "",
			"https://h.example/docs/en https://h.example/docs/en/a/ https://h.example/docs/en/x/",
			[]string{"/ kept", "/a/ kept", "/x/"},
		},
		{
			"the host of the settings", "https://Help.example/base/",
			"https://www.help.example/base/a/ https://help.example/a/ https://o.example/1 https://o.example/2 " +
				"https://o.example/3 https://help.example/base",
			[]string{"/ kept", "/a/ kept"},
		},
		{"no page", "", "mailto:a@b.example /x.css https://h.example/y.PNG /z.pdf", []string{"/z.pdf"}},
		{"one page", "", "/docs/", []string{"/docs/ -> /"}},
		{"none", "", "", nil},
	} {
		published, _ := lock.Parse("anchors.lock", []byte("/retired/ retired Gone.\n/moved/ -> /a/\n"))
		s, _ := loadProblems(t, Source{Content: content, Config: &config.Config{}}, Options{})
		cfg := &config.Config{BaseURL: test.base}
		got, err := s.ComparePublished(t.Context(), cfg, published, strings.Fields(test.list))
		if err != nil {
			t.Fatal(err)
		}

		var lines []string
		for _, p := range got.Addresses {
			line := p.Address
			if p.Kept {
				line += " kept"
			}

			if p.To != "" {
				line += " -> " + p.To
			}

			lines = append(lines, line)
		}

		if diff := cmp.Diff(test.want, lines); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}
