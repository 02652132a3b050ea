package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"signpost/internal/codes"
	"signpost/internal/rules"
)

// longestSentence and longestParagraph are what a person in a hurry still takes in, in words. GOV.UK advises 25 words a sentence;
// the rule is for those that are long beyond doubt.
const (
	longestSentence  = 40
	longestParagraph = 120
)

// check holds a block against the rules on words, in one pass over them.
func (b *block) check() {
	first, inSentence, inBlock := 0, 0, 0
	for i, t := range b.tokens {
		switch t.kind {
		case word:
			if inSentence == 0 {
				first = t.from
			}
			inSentence++
			inBlock++
			b.checkWord(i)
		case emoji:
			b.checkEmoji(i)
		case stop:
			b.checkSentence(first, inSentence)
			inSentence = 0
		}
	}
	b.checkSentence(first, inSentence)
	if inBlock > longestParagraph && b.node.Kind() != extast.KindTableCell {
		b.report(rules.LongParagraph, 0, "make a list of it, or begin a new paragraph with each new thought", "the paragraph has %d words", inBlock)
	}
}

func (b *block) checkSentence(at, words int) {
	if words > longestSentence {
		b.report(rules.LongSentence, at, "make two or more sentences of it", "the sentence has %d words", words)
	}
}

func (b *block) checkWord(i int) {
	t := b.tokens[i]
	if t.to-t.from >= 6 {
		b.mention(t)
	}
	if rule := pointers[string(b.small[t.from:t.to])]; rule != nil && rule(b, i) {
		from, to := b.tokens[max(i-1, 0)], b.tokens[min(i+1, len(b.tokens)-1)]
		if from.kind != word {
			from = t
		}
		if to.kind != word {
			to = t
		}
		b.report(rules.PointingText, t.from, "name the thing: what stands on it, or the heading it is below",
			"%q points at something that not every reader sees there", b.text[from.from:to.to])
	}
}

// mention notes a word that begins with a code, as "ID-201" and "ID-201's" do.
func (b *block) mention(t token) {
	if b.text[t.from+2] != '-' {
		return // as nearly every word: most of the time that this rule would take is saved here
	}
	found := codes.Code(b.text[t.from : t.from+6])
	if !found.Valid() || t.to-t.from > 6 && inWord(rune(b.text[t.from+6])) {
		return
	}
	b.parser.article.Mentions = append(b.parser.article.Mentions, Mention{found, b.parser.at(b.source(t.from))})
}

type wordSet map[string]bool

func words(list string) wordSet {
	set := wordSet{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// has reports whether the token at i is a word of the set.
func (b *block) has(i int, set wordSet) bool {
	return i >= 0 && i < len(b.tokens) && b.tokens[i].kind == word && set[string(b.small[b.tokens[i].from:b.tokens[i].to])]
}

// ends reports whether no word follows the token at i within its phrase.
func (b *block) ends(i int) bool { return i+1 >= len(b.tokens) || b.tokens[i+1].kind != word }

// pointers tell for each word that may point whether it does where it stands.
var pointers = func() map[string]func(*block, int) bool {
	m := map[string]func(*block, int) bool{
		"above": aboveOrBelow, "below": aboveOrBelow,
		"left": leftOrRight, "right": leftOrRight,
		"left-hand": always, "right-hand": always, "lefthand": always, "righthand": always,
	}
	for colour := range words("red green blue yellow orange purple pink grey gray turquoise") {
		m[colour] = colourAlone
	}
	return m
}()

var (
	leadsToPlace  = words("see as shown described mentioned listed given explained outlined stated noted")
	placedThings  = words("step steps table picture image screenshot diagram figure section list link links button instructions example video form")
	corners       = words("top bottom upper lower far")
	sides         = words("on to at")
	articles      = words("the your")
	afterSide     = words("of side hand corner panel column pane menu sidebar")
	colouredThing = words("button buttons icon icons box boxes link links arrow arrows circle circles dot dots cross banner bar square tab field fields area star flag label badge symbol triangle")
)

func always(*block, int) bool { return true }

// aboveOrBelow is true for "see above" and "the table below", and not for "above 18" or "below this heading".
func aboveOrBelow(b *block, i int) bool {
	return b.has(i-1, leadsToPlace) || b.has(i+1, placedThings) || b.has(i-1, placedThings) && b.ends(i)
}

// leftOrRight is true for "on the right" and "top left", and not for "the right role" or "what is left".
func leftOrRight(b *block, i int) bool {
	placed := b.has(i-1, corners) || b.has(i-1, articles) && b.has(i-2, sides)
	return placed && (b.ends(i) || b.has(i+1, afterSide))
}

// colourAlone is true for "the red button", and not for "the red Delete button".
func colourAlone(b *block, i int) bool { return b.has(i+1, colouredThing) }

// checkEmoji reports an emoji that says what no word beside it says: alone in a cell or an item, in place of a word, or as a mark for
// right and wrong before what to do. One beside words is decoration. A table is told of once: what is in one cell is in many.
func (b *block) checkEmoji(i int) {
	t := b.tokens[i]
	inCell := b.node.Kind() == extast.KindTableCell
	if b.said || inCell && b.table == b.node.Parent().Parent() || !b.alone() && !b.between(i) && (inCell || !b.verdict(t)) {
		return
	}
	b.said = true
	if inCell {
		b.table = b.node.Parent().Parent()
	}
	b.report(rules.TellingEmoji, t.from, "say it in words: an emoji is read out by its name, cannot be searched for, and looks different everywhere",
		"the emoji %s carries meaning", b.text[t.from:t.to])
}

func (b *block) alone() bool {
	return !slices.ContainsFunc(b.tokens, func(t token) bool { return t.kind == word })
}

// between reports whether the token at i stands between two words of a sentence.
func (b *block) between(i int) bool {
	return i > 0 && b.tokens[i-1].kind == word && i+1 < len(b.tokens) && b.tokens[i+1].kind == word
}

// verdict reports whether an emoji is one that people put before what is right and what is wrong.
func (b *block) verdict(t token) bool {
	r, _ := utf8.DecodeRune(b.text[t.from:])
	return strings.ContainsRune("✅❌❎✔✖☑🚫🔴🟢🟡🟠👍👎", r)
}

func isEmoji(r rune) bool {
	switch {
	case r < 0x2600:
		return r == 0x231a || r == 0x231b || r == 0x23f0 || r == 0x23f3
	case r <= 0x27bf:
		return r < 0x2794 || r == 0x27b0 || r == 0x27bf // those between are arrows, as in "Settings ➔ Users"
	}
	return r == 0x2b50 || r == 0x2b55 || r >= 0x1f1e6 && r <= 0x1faff
}

// emojiTail is the length of what belongs to the emoji before it: its variant, a tone of skin, others joined to it.
func emojiTail(text []byte) int {
	n := 0
	joined := false
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		tail := r == 0xfe0f || r == 0x200d || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0x1f1e6 && r <= 0x1f1ff
		if !tail && !(joined && isEmoji(r)) {
			break
		}
		joined = r == 0x200d
		n += size
	}
	return n
}

// inWordASCII tells the letters and digits of ASCII, and standIn, from the rest of it.
var inWordASCII = func() (set [utf8.RuneSelf]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + string(standIn) {
		set[c] = true
	}
	return set
}()

func inWord(r rune) bool {
	if uint32(r) < utf8.RuneSelf {
		return inWordASCII[r]
	}
	return r != utf8.RuneError && r != 0xfe0f && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// checkLinkText reports a link whose text does not say where it leads: read out in a list of links it means nothing.
func (p *parser) checkLinkText(n *ast.Link) {
	if first := n.FirstChild(); first != nil && (first.Kind() == ast.KindImage || first.Kind() == ast.KindCodeSpan) {
		return // its text is the picture's, or a name
	}
	text := plainText(n, p.source)
	if isAddress(text) {
		p.bareAddress(max(n.Pos(), 0), text)
	} else if vague(text) {
		p.report(rules.VagueLink, max(n.Pos(), 0), "write what the reader finds there, such as the title of the page", "the link text %q does not say where it leads", text)
	}
}

func (p *parser) checkAutoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkURL {
		at := max(n.Pos(), 0) // goldmark counts the space or bracket before an address without <> to it
		for at < len(p.source) && strings.IndexByte(" (*_~", p.source[at]) >= 0 {
			at++
		}
		p.bareAddress(at, string(n.Label(p.source)))
	}
}

func (p *parser) bareAddress(at int, text string) {
	p.report(rules.VagueLink, at, "write [what the reader finds there](the address)", "the link text is the bare address %q", shorten(text, 60))
}

func isAddress(text string) bool {
	small := strings.ToLower(text)
	return !strings.Contains(small, " ") &&
		(strings.HasPrefix(small, "http://") || strings.HasPrefix(small, "https://") || strings.HasPrefix(small, "www."))
}

// A link text is vague when it has no words but these, and one of the first two kinds.
var (
	linkNouns   = words("here there link links page article guide document doc website site webpage instructions details info information steps section following above below more it this that these those post video")
	linkVerbs   = words("click tap press see read view visit open follow learn find get")
	linkFillers = words("go to on the our please for out")
)

// vague reports whether the text is of words alone that every link could have. Text without any letter is vague too; "Go" may be the
// language, and capitals are a name.
func vague(text string) bool {
	if len(text) > 1 && text == strings.ToUpper(text) && text != strings.ToLower(text) {
		return false
	}
	list := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !inWord(r) && r != '\'' && r != '’' })
	telling := func(w string) bool { return linkNouns[w] || linkVerbs[w] }
	other := func(w string) bool { return !telling(w) && !linkFillers[w] }
	return !slices.ContainsFunc(list, other) && (len(list) == 0 || slices.ContainsFunc(list, telling))
}

// checkAlt reports a text in place of a picture that says no more than that there is one. A missing one is for package site to report.
func (p *parser) checkAlt(n *ast.Image) {
	alt := plainText(n, p.source)
	if alt == "" {
		return
	}
	if fileName(alt) {
		p.report(rules.PoorAlt, max(n.Pos(), 0), whatToNotice, "the text in place of the picture is the name of a file: %q", alt)
	} else if saysPicture(alt) {
		p.report(rules.PoorAlt, max(n.Pos(), 0), whatToNotice, "the text %q does not say what is in the picture", alt)
	}
}

const whatToNotice = "say what to notice in it: ![the field ODS code](...)"

var pictureWords = words("screenshot screenshots screen shot grab capture image picture photo graphic img icon figure fig diagram drawing untitled alt text the a an of from this at no number am pm")

func saysPicture(alt string) bool {
	list := strings.FieldsFunc(strings.ToLower(alt), func(r rune) bool { return !inWord(r) })
	return !slices.ContainsFunc(list, func(w string) bool { return !pictureWords[w] && strings.Trim(w, "0123456789") != "" })
}

// fileName recognises "roles.png" and "IMG_1234", and leaves "SystmOne" and "list of roles" alone.
func fileName(alt string) bool {
	small := strings.ToLower(alt)
	for _, ext := range []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"} {
		if strings.HasSuffix(small, ext) {
			return true
		}
	}
	return !strings.ContainsAny(alt, " \t") && (strings.ContainsRune(alt, '_') || strings.Count(alt, "-") > 1)
}
