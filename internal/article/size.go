package article

import (
	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

const splitArticle = "split it into several articles, or link to the text as an attachment"

// tooLarge returns the problem of a file that is larger than an article may be.
func tooLarge(file string, size int) problem.Problem {
	return rules.Unreadable.At(problem.Place{File: file}, splitArticle,
		"the article has %.1f MB; the limit is %d MB", megabytes(size), limit.Article>>20)
}

// checkSize reports an article that is too large with its snippets, and blanks it.
func checkSize(p *parser) {
	if len(p.source) <= limit.Article {
		return
	}

	p.report(rules.Unreadable, -1, splitArticle,
		"the article has %.1f MB with its snippets; the limit is %d MB", megabytes(len(p.source)), limit.Article>>20)
	blank(p.source)
}

func megabytes(size int) float64 {
	return float64(size) / (1 << 20)
}
