// Package edits generates a help centre and edits it at random as writers do: it renames, moves, rewords, splits,
// merges, deletes and reuses. It knows where the content of every published address is afterwards, so that a test can
// compare this with what a program found out.
//
// The texts are as alike as those of real help centres: many pages begin with the same section, some articles differ
// in a few words, and some sections are a single sentence. The same seed always results in the same edits.
package edits

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/article"
)

// section is a heading with its text. The first section of a page has no heading.
type section struct {
	title string
	id    string // explicit, or empty
	code  string
	text  string

	into *section // the section that contains its text now, after a merge
	gone bool
}

// page is an article.
type page struct {
	folder, name, title string
	sections            []*section
}

// writer invents texts and names.
type writer struct {
	random   *rand.Rand
	material []string // texts that have not been used
	names    int      // number of names and codes given so far
}

// Centre is a help centre.
type Centre struct {
	writer
	pages []*page

	// published is what each recorded address contains: the sections of a page, or one.
	published map[string][]*section
}

// New returns a help centre whose articles are made of a number of texts.
func New(seed uint64, material []string) *Centre {
	c := &Centre{
		writer:    writer{random: rand.New(rand.NewPCG(seed, seed)), material: slices.Clone(material)},
		published: map[string][]*section{},
	}

	c.random.Shuffle(len(c.material), func(i, j int) {
		c.material[i], c.material[j] = c.material[j], c.material[i]
	})

	const folders, perFolder = 6, 6
	for i := range folders {
		for range perFolder {
			c.pages = append(c.pages, c.newPage(fmt.Sprintf("%s-%d", folderNames[i], i)))
		}
	}

	return c
}

var folderNames = []string{"cards", "accounts", "printing", "phones", "updates", "security"}

// newPage returns a page of fresh text in a folder.
func (w *writer) newPage(folder string) *page {
	p := &page{folder: folder, name: w.name(), title: w.heading()}
	p.sections = append(p.sections, &section{text: w.sentences(1 + w.random.IntN(3))})
	if w.random.IntN(2) == 0 {
		p.sections = append(p.sections, &section{title: "Before you start", text: beforeYouStart})
	}

	for range 2 + w.random.IntN(4) {
		p.sections = append(p.sections, w.newSection())
	}

	if w.random.IntN(3) == 0 {
		p.sections = append(p.sections, &section{title: "If this does not help", text: ifThisDoesNotHelp})
	}

	return p
}

const beforeYouStart = "You need an account with administrator rights, the number of the practice and ten minutes." +
	"\n\n1. Save your work.\n2. Close all other programs.\n3. Sign in again."

const ifThisDoesNotHelp = "Contact the support team. Say which computer you use, which message you see, and since when."

// newSection returns a section of fresh text: from the material, of random sentences, or a variant of a common text.
func (w *writer) newSection() *section {
	s := &section{title: w.heading()}
	switch n := w.random.IntN(10); {
	case n < 5 && len(w.material) > 0:
		s.text = w.material[0]
		w.material = w.material[1:]
	case n < 7:
		s.text = w.sentences(1)
	case n < 8:
		s.text = w.variant()
	default:
		s.text = w.sentences(3 + w.random.IntN(8))
	}

	switch w.random.IntN(4) {
	case 0:
		s.id = w.name()
	case 1:
		s.id = w.name()
		s.code = fmt.Sprintf("HC-%d", 1000+w.names)
	}

	return s
}

// name returns a name that no page or section has had.
func (w *writer) name() string {
	w.names++
	return fmt.Sprintf("%s-%s-%d", pick(w, verbs), pick(w, objects), w.names)
}

func (w *writer) heading() string {
	w.names++
	return fmt.Sprintf("%s the %s %s %d", upper(pick(w, verbs)), pick(w, objects), pick(w, places), w.names)
}

func upper(s string) string {
	return strings.ToUpper(s[:1]) + s[1:]
}

func pick(w *writer, list []string) string {
	return list[w.random.IntN(len(list))]
}

var (
	verbs   = strings.Fields("open close install remove change check order renew print scan send block unlock add copy")
	objects = strings.Fields("card reader account printer phone password letter label driver program form licence " +
		"mailbox calendar screen cable network role code certificate backup archive invoice queue session")
	places = strings.Fields("again quickly today at-home remotely safely later first here automatically together")
	people = []string{"the manager", "your administrator", "the support team", "a colleague", "the supplier",
		"the registration authority", "the head office"}
	causes = []string{"if the light is red", "after the update", "before noon", "when it asks you to", "in the menu",
		"under Settings", "on the second page", "with the blue button", "on a new computer", "at the front desk"}
)

// sentences returns random sentences of common words.
func (w *writer) sentences(n int) string {
	var list []string
	for range n {
		var s string
		switch w.random.IntN(4) {
		case 0:
			s = fmt.Sprintf("%s the %s and %s the %s %s.", upper(pick(w, verbs)), pick(w, objects), pick(w, verbs),
				pick(w, objects), pick(w, causes))
		case 1:
			s = fmt.Sprintf("Ask %s to %s the %s.", pick(w, people), pick(w, verbs), pick(w, objects))
		case 2:
			s = fmt.Sprintf("The %s does not %s the %s %s.", pick(w, objects), pick(w, verbs), pick(w, objects),
				pick(w, causes))
		default:
			s = fmt.Sprintf("%s can %s it %s, but not the %s.", upper(pick(w, people)), pick(w, verbs), pick(w, causes),
				pick(w, objects))
		}

		list = append(list, s)
	}

	return strings.Join(list, " ")
}

// variant returns a text that differs from others in a few words.
func (w *writer) variant() string {
	object := pick(w, objects)
	steps := "1. Open the settings of the %[1]s.\n2. Choose Advanced, then %[2]s.\n3. Type the number of the %[1]s " +
		"and confirm it.\n4. Wait until the light of the %[1]s is green.\n5. Restart the computer."

	return fmt.Sprintf(steps, object, pick(w, verbs))
}

// editText changes about every eighth word of a text, and sometimes adds a sentence.
func (w *writer) editText(s *section) {
	words := strings.Split(s.text, " ")
	for i := range words {
		if w.random.IntN(8) == 0 && !strings.ContainsAny(words[i], "\n[](){}<>`|#*!") {
			words[i] = pick(w, objects)
		}
	}

	s.text = strings.Join(words, " ")
	if w.random.IntN(2) == 0 {
		s.text += "\n\n" + w.sentences(1)
	}
}

// address returns the address of a page.
func (p *page) address() string {
	return "/" + p.folder + "/" + p.name + "/"
}

// file returns the file of a page in the content folder.
func (p *page) file() string {
	return filepath.Join(p.folder, p.name+".md")
}

// idOf returns the ID of a section of a page.
func (p *page) idOf(s *section) string {
	if s.id != "" || s == p.sections[0] {
		return s.id
	}

	return article.Slug(s.title)
}

// Write writes the articles to a content folder, and removes all others from it.
func (c *Centre) Write(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}

	for _, p := range c.pages {
		name := filepath.Join(dir, p.file())
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}

		if err := os.WriteFile(name, []byte(p.markdown()), 0o666); err != nil {
			return err
		}
	}

	return nil
}

func (p *page) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\n\n%s\n", p.title, p.sections[0].text)
	for _, s := range p.sections[1:] {
		fmt.Fprintf(&b, "\n## %s", s.title)
		switch {
		case s.code != "":
			fmt.Fprintf(&b, " {#%s code=%s}", s.id, s.code)
		case s.id != "":
			fmt.Fprintf(&b, " {#%s}", s.id)
		}

		fmt.Fprintf(&b, "\n\n%s\n", s.text)
	}

	return b.String()
}
