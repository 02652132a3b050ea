package article

import (
	"signpost/internal/markdown"
	"signpost/internal/rules"
)

// checkDensity reports a source that costs too much to parse, and blanks it. Without it, one hostile line of a megabyte
// would stop a build for minutes.
func (p *parser) checkDensity() {
	d := markdown.MeasureDensity(p.source)
	if !d.IsTooHigh() {
		return
	}

	p.report(rules.Unreadable, d.Worst, "check that it is text, and separate its paragraphs with blank lines",
		"the text is too dense to parse: %d Markdown markers without a blank line", d.Max)
	blank(p.source)
}
