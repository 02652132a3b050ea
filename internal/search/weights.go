package search

// The weights and limits of the search, which the browser has in themes/default/assets/search/weights.ts.
//
//go:generate env SIGNPOST_UPDATE=1 go test -count 1 -run ^TestWeightsAreCurrent$ .

// The limits that Go and the browser must share to read the same words and files.
const (
	// The version of the index. Any change that older readers would not understand increases it.
	format = 4
	// Letters of a word that count; the others are ignored.
	maxWordLength = 40
	// Length of an excerpt in UTF-16 code units: about two lines.
	excerptLength = 160
)

// The weights of the terms that a word of the query may stand for. The word itself has the weight 1.
const (
	// Two neighbouring words written as one.
	joinedWeight = 0.9
	// A synonym.
	synonymWeight = 0.7
	// A word with the same stem.
	stemWeight = 0.55
	// One of two terms that the word consists of.
	splitWeight = 0.5
	// A term with typos, to be divided by one more than their number.
	typoWeight = 0.8
)

// The limits on the terms that a word may stand for.
const (
	// Completions of an unfinished word that also count in bodies: the most frequent ones.
	maxCompletions = 24
	// Letters that an unknown word needs to be corrected.
	minCorrectedLength = 4
	// Corrections of an unknown word.
	maxCorrections = 6
	// Letters of each of the two terms that an unknown word consists of.
	minSplitLength = 3
)

// The weights of a term in each field. In the body, its impact is the weight.
const (
	headingWeight = 4.0
	titleWeight   = 2.0
	// How much each word of a heading reduces the weight of the others.
	headingLengthPenalty = 0.05
	// BM25's k1: how soon a repeated word stops counting.
	saturation = 0.5
)

// The limits on the work for one query.
const (
	// Words of a query that count. A pasted message may have more.
	maxQueryWords = 32
	// Words of a query that are looked up in shards that have files of their own.
	maxFetchedWords = 6
	// The best sections, whose headings are compared with the query.
	maxCandidates = 200
)

// The share of the best score that a section needs to be a result.
const (
	minScoreShare = 0.2
	// The same for sections below an exact match.
	minScoreShareBesideExact = 0.5
)

// The bonuses of exact matches. Each is out of reach of those below it.
const (
	exactCodeBonus    = 1e6
	exactHeadingBonus = 1e4
	exactTitleBonus   = 5e3
)

// The weights and limits for comparing the query with the text of the best sections.
const (
	// Sections whose text is compared, or as many as there are results if those are more.
	maxRescored = 20
	// UTF-16 code units of a text that are compared.
	maxRescoredLength = 8000
	// Shards of texts that are fetched, or as many as there are results if those are more.
	maxTextShards = 10
	// Shards of texts that are fetched whatever the scores are.
	minTextShards = 2
	// The same if the query may be a pasted message, which occurs only in the text.
	minTextShardsForMessage = 5
	// The share of the best score that justifies fetching another shard: a text increases a score up to four times.
	textShardScoreShare = 0.25
	// Words from which on a query that occurs in a text as a whole is a pasted message.
	minMessageWords = 4
	// Words of a heading from which on a query that contains it is the message that the heading quotes.
	minMessageHeading = 3
	// Factor for a text that contains a pasted message.
	messageFactor = 3.0
	// Factor for a heading that begins with the query including its punctuation: "-Compl".
	literalFactor = 2.0
	// The same if upper and lower case also agree.
	literalCaseFactor = 2.5
	// Factor for the title of a page that begins with the query.
	pageTitleFactor = 1.25
)
