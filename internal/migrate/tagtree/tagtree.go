// Package tagtree pairs the tags of template languages: what is between a tag and its end becomes its children.
package tagtree

// maxDepth limits how deep tags are nested. Deeper ones are siblings.
const maxDepth = 50

// Tree builds a tree from the tags of a text, which are added in order. N is a tag.
type Tree[N any] struct {
	children func(*N) *[]*N
	nodes    []*N
	begun    []begun[N]
	open     map[string]int // how often a name has begun and not ended
}

// begun is a tag that has not ended.
type begun[N any] struct {
	name string
	node *N
}

// New returns an empty tree. children returns the place at which a tag keeps its children.
func New[N any](children func(*N) *[]*N) *Tree[N] {
	return &Tree[N]{children: children, open: map[string]int{}}
}

// Add adds a tag without children.
func (t *Tree[N]) Add(n *N) {
	list := &t.nodes
	if depth := len(t.begun); depth > 0 {
		list = t.children(t.begun[depth-1].node)
	}

	*list = append(*list, n)
}

// Begin adds a tag that may have an end.
func (t *Tree[N]) Begin(name string, n *N) {
	if len(t.begun) >= maxDepth {
		t.Add(n)
		return
	}

	t.begun = append(t.begun, begun[N]{name, n})
	t.open[name]++
}

// IsOpen reports whether a tag with a name has begun and not ended.
func (t *Tree[N]) IsOpen(name string) bool { return t.open[name] > 0 }

// End ends the last open tag with a name and returns it, or nil if there is none.
func (t *Tree[N]) End(name string) *N {
	if !t.IsOpen(name) {
		return nil
	}

	i := len(t.begun) - 1
	for t.begun[i].name != name {
		i--
	}

	t.flatten(i + 1)
	n := t.begun[i].node
	t.pop()
	t.Add(n)

	return n
}

// Nodes returns the tags that are not inside others. No tag may be added afterwards.
func (t *Tree[N]) Nodes() []*N {
	t.flatten(0)
	return t.nodes
}

// flatten adds the open tags above a height. They have no end, so what seemed to be inside follows them.
func (t *Tree[N]) flatten(height int) {
	above := t.begun[height:]
	for range above {
		t.pop()
	}

	for _, b := range above {
		list := t.children(b.node)
		inside := *list
		*list = nil
		t.Add(b.node)
		for _, n := range inside {
			t.Add(n)
		}
	}
}

func (t *Tree[N]) pop() {
	last := len(t.begun) - 1
	t.open[t.begun[last].name]--
	t.begun = t.begun[:last]
}
