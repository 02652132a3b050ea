package rules

import "signpost/internal/problem"

// PositionalReference reports text that refers to a thing only by its position or colour: "see above", "the red
// button". The position differs between screens, and not every reader sees it or the colour.
var PositionalReference = Rule{
	Rule: problem.Rule{
		ID:       "SP054",
		Name:     "pointing-text",
		Severity: problem.Warning,
	},
	Text: checkPointers,
}

// pointers maps each word that may point to a function that decides, by the words around it, whether it does.
var pointers = newPointers()

func newPointers() map[string]func(b *Block, i int) bool {
	always := func(*Block, int) bool { return true }

	m := map[string]func(*Block, int) bool{
		"above":      aboveOrBelow,
		"below":      aboveOrBelow,
		"left":       leftOrRight,
		"right":      leftOrRight,
		"left-hand":  always,
		"lefthand":   always,
		"right-hand": always,
		"righthand":  always,
	}

	for colour := range words("red green blue yellow orange purple pink grey gray turquoise") {
		m[colour] = onlyColour
	}

	return m
}

var (
	referring = words("see as shown described mentioned listed given explained outlined stated noted")
	corners   = words("top bottom upper lower far")
	onOrAt    = words("on to at")
	theOrYour = words("the your")
	sideParts = words("of side hand corner panel column pane menu sidebar")

	placedThings = words("step steps table picture image screenshot diagram figure section list link links button " +
		"instructions example video form")
	colouredThings = words("button buttons icon icons box boxes link links arrow arrows circle circles dot dots " +
		"cross banner bar square tab field fields area star flag label badge symbol triangle")
)

// aboveOrBelow accepts "see above" and "the table below", but not "above 18" or "below this heading".
func aboveOrBelow(b *Block, i int) bool {
	if b.in(i-1, referring) || b.in(i+1, placedThings) {
		return true
	}

	return b.in(i-1, placedThings) && b.lastWord(i)
}

// leftOrRight accepts "on the right" and "top left", but not "the right role" or "what is left".
func leftOrRight(b *Block, i int) bool {
	placed := b.in(i-1, corners) || b.in(i-1, theOrYour) && b.in(i-2, onOrAt)
	return placed && (b.lastWord(i) || b.in(i+1, sideParts))
}

// onlyColour accepts "the red button", but not "the red Delete button".
func onlyColour(b *Block, i int) bool { return b.in(i+1, colouredThings) }

func checkPointers(t *Text, r *Report) {
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for j, token := range b.tokens {
			if token.kind != word {
				continue
			}

			if points := pointers[string(b.lower[token.from:token.to])]; points != nil && points(b, j) {
				r.Add(t.place(b, token.from, token.to),
					"name the thing, by its label or by the heading above it",
					"%q refers to a position or a colour that not every reader sees", b.around(j))
			}
		}
	}
}

// around returns the word at i with the words directly before and after it.
func (b *Block) around(i int) []byte {
	from, to := i, i
	if b.word(i-1) != nil {
		from--
	}

	if b.word(i+1) != nil {
		to++
	}

	return b.text[b.tokens[from].from:b.tokens[to].to]
}
