package sanitise

// prepare ends the elements that cannot contain an element of the Markdown, and reports whether the element is written.
// A link in a link is not.
func (b *balancer) prepare(name string) bool {
	if name == "a" && b.stack.isOpen("a") {
		return false
	}

	if !tableParts[name] {
		b.openCell()
	}

	b.endBefore(name)
	b.endItem(name, true)

	return true
}

// prepareOwn does the same for an element of the writer. An element where no browser accepts it is not written.
func (b *balancer) prepareOwn(t *Token) bool {
	name := t.Name
	switch {
	case len(b.stack) >= maxDepth:
		return false
	case b.in.Inline && (endsParagraph[name] || tableParts[name]):
		return false
	case tableParts[name]:
		return b.enterTable(name)
	case name == "source" && b.in.Mode == Safe && b.stack.current() != "picture":
		return false
	case name == "summary" && b.stack.current() != "details":
		return false
	case name == "a" && b.stack.isOpen("a"):
		return false
	}

	b.openCell()
	if name == "rt" || name == "rp" {
		return b.enterRuby()
	}

	if !b.endItem(name, false) {
		return false
	}

	b.endBefore(name)

	return true
}

func (s elements) isOpen(name string) bool {
	for i := range s {
		if s[i].name == name && s[i].written {
			return true
		}
	}

	return false
}

// endBefore ends a paragraph before a block, and a heading before another.
func (b *balancer) endBefore(name string) {
	if endsParagraph[name] {
		b.endParagraph()
	}

	if headings[name] && headings[b.stack.current()] {
		b.interrupt(b.stack.innermost())
	}
}

// innermost returns the index of the innermost open element, or -1.
func (s elements) innermost() int {
	i := len(s) - 1
	for i >= 0 && !s[i].written {
		i--
	}

	return i
}

// endParagraph ends the open paragraph. It contains only phrasing.
func (b *balancer) endParagraph() {
	for i := len(b.stack) - 1; i >= 0; i-- {
		e := &b.stack[i]
		if e.written && e.name == "p" {
			b.interrupt(i)
			return
		}
	}
}

// endItem ends the open item of the same list. It reports whether the item can be written there: it must not end an
// element of the Markdown other than an item and its paragraph.
func (b *balancer) endItem(name string, trusted bool) bool {
	ends := items[name]
	if ends == nil {
		return true
	}

	for i := len(b.stack) - 1; i >= 0; i-- {
		e := &b.stack[i]
		switch {
		case !e.written:
		case ends[e.name]:
			b.interrupt(i)
			return true
		case enclosesItems[e.name]:
			return true
		case e.trusted && !trusted && !phrasing[e.name]:
			return false
		}
	}

	return true
}

// enterRuby ends the open text of a ruby, and reports whether another may follow.
func (b *balancer) enterRuby() bool {
	if i := b.stack.innermost(); i >= 0 && (b.stack[i].name == "rt" || b.stack[i].name == "rp") {
		b.interrupt(i)
	}

	return b.stack.current() == "ruby"
}

// openCell opens a cell for content of a table that is outside of its cells. A browser would move it before the
// table.
func (b *balancer) openCell() {
	switch current := b.stack.current(); {
	case current == "table":
		b.open(openElement{name: "tbody"}, "")
		b.open(openElement{name: "tr"}, "")
		b.open(openElement{name: "td"}, "")
	case tableSections[current]:
		b.open(openElement{name: "tr"}, "")
		b.open(openElement{name: "td"}, "")
	case current == "tr":
		b.open(openElement{name: "td"}, "")
	}
}

// enterTable ends what is open in the innermost table, as far as a part of it requires, and opens what must contain the
// part. It reports whether there is a table that the writer opened.
func (b *balancer) enterTable(name string) bool {
	table := b.stack.ownTable()
	if table < 0 {
		return false
	}

	section, row := -1, -1 // that are open
	for i := table + 1; i < len(b.stack); i++ {
		e := &b.stack[i]
		switch {
		case !e.written:
		case section < 0 && tableSections[e.name]:
			section = i
		case section >= 0 && row < 0 && e.name == "tr":
			row = i
		}
	}

	switch {
	case name == "caption" || tableSections[name]:
		b.interruptIn(table)
	case section < 0:
		b.interruptIn(table)
		b.open(openElement{name: "tbody"}, "")
	case name == "tr" || row < 0:
		b.interruptIn(section)
	default:
		b.interruptIn(row)
		return true
	}

	if name == "td" || name == "th" {
		b.open(openElement{name: "tr"}, "")
	}

	return true
}

// interruptIn ends all elements in the one at an index.
func (b *balancer) interruptIn(i int) {
	if i+1 < len(b.stack) {
		b.interrupt(i + 1)
	}
}

// ownTable returns the index of the innermost table, or -1 if the writer did not open it, or opened it around blocks of
// the Markdown that are still open.
func (s elements) ownTable() int {
	for i := len(s) - 1; i >= 0; i-- {
		e := &s[i]
		switch {
		case !e.written:
		case e.trusted && !phrasing[e.name]:
			return -1
		case e.name == "table":
			return i
		}
	}

	return -1
}
