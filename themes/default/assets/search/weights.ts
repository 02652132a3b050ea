// Code generated from internal/search/weights.go by go generate; DO NOT EDIT.

// The limits that Go and the browser must share to read the same words and files.

// The version of the index. Any change that older readers would not understand increases it.
export const format = 4;
// Letters of a word that count; the others are ignored.
export const maxWordLength = 40;
// Length of an excerpt in UTF-16 code units: about two lines.
export const excerptLength = 160;

// The weights of the terms that a word of the query may stand for. The word itself has the weight 1.

// Two neighbouring words written as one.
export const joinedWeight = 0.9;
// A synonym.
export const synonymWeight = 0.7;
// A word with the same stem.
export const stemWeight = 0.55;
// One of two terms that the word consists of.
export const splitWeight = 0.5;
// A term with typos, to be divided by one more than their number.
export const typoWeight = 0.8;

// The limits on the terms that a word may stand for.

// Completions of an unfinished word that also count in bodies: the most frequent ones.
export const maxCompletions = 24;
// Letters that an unknown word needs to be corrected.
export const minCorrectedLength = 4;
// Corrections of an unknown word.
export const maxCorrections = 6;
// Letters of each of the two terms that an unknown word consists of.
export const minSplitLength = 3;

// The weights of a term in each field. In the body, its impact is the weight.

export const headingWeight = 4.0;
export const titleWeight = 2.0;
// How much each word of a heading reduces the weight of the others.
export const headingLengthPenalty = 0.05;
// BM25's k1: how soon a repeated word stops counting.
export const saturation = 0.5;

// The limits on the work for one query.

// Words of a query that count. A pasted message may have more.
export const maxQueryWords = 32;
// Words of a query that are looked up in shards that have files of their own.
export const maxFetchedWords = 6;
// The best sections, whose headings are compared with the query.
export const maxCandidates = 200;

// The share of the best score that a section needs to be a result.

export const minScoreShare = 0.2;
// The same for sections below an exact match.
export const minScoreShareBesideExact = 0.5;

// The bonuses of exact matches. Each is out of reach of those below it.

export const exactCodeBonus = 1e6;
export const exactHeadingBonus = 1e4;
export const exactTitleBonus = 5e3;

// The weights and limits for comparing the query with the text of the best sections.

// Sections whose text is compared, or as many as there are results if those are more.
export const maxRescored = 20;
// UTF-16 code units of a text that are compared.
export const maxRescoredLength = 8000;
// Shards of texts that are fetched, or as many as there are results if those are more.
export const maxTextShards = 10;
// Shards of texts that are fetched whatever the scores are.
export const minTextShards = 2;
// The same if the query may be a pasted message, which occurs only in the text.
export const minTextShardsForMessage = 5;
// The share of the best score that justifies fetching another shard: a text increases a score up to four times.
export const textShardScoreShare = 0.25;
// Words from which on a query that occurs in a text as a whole is a pasted message.
export const minMessageWords = 4;
// Words of a heading from which on a query that contains it is the message that the heading quotes.
export const minMessageHeading = 3;
// Factor for a text that contains a pasted message.
export const messageFactor = 3.0;
// Factor for a heading that begins with the query including its punctuation: "-Compl".
export const literalFactor = 2.0;
// The same if upper and lower case also agree.
export const literalCaseFactor = 2.5;
// Factor for the title of a page that begins with the query.
export const pageTitleFactor = 1.25;
