// What counts how much: the numbers that queries are planned, ranked and read with. In a file that imports nothing, the bundler puts each number where
// its name stands, for fewer bytes.

// What a variant of a word is worth, the word itself being worth 1.
export const joinedWorth = 0.9;
export const synonymWorth = 0.7;
export const stemWorth = 0.55;
export const splitWorth = 0.5;
export const slipWorth = 0.8;

export const mostEndings = 24; // longer terms that an unfinished word stands for in bodies, the most frequent
export const mostGuesses = 6; // terms that a word stands for that nobody knows

// What a word counts for in each field; in the body it counts by its impact.
export const headingWeight = 4;
export const titleWeight = 2;
export const headingLength = 0.05; // how much each word of a heading thins the others out
export const saturation = 0.5; // BM25's k1: how soon a repeated word stops counting

export const mostWords = 32; // of a query count: a pasted message may be longer
export const mostApart = 6; // words of a query whose terms stand in files of their own are looked up
export const candidates = 200; // sections, the best by their words, whose headings are compared with the query

// A section needs this share of the best score to be shown at all, and more where one is exactly what was asked for.
export const enough = 0.2;
export const enoughBesideExact = 0.5;

// Rewards, each out of reach of what stands below it.
export const exactCode = 1e6;
export const exactHeading = 1e4;
export const exactTitle = 5e3;

export const looked = 20; // sections, the best so far, whose text is searched for the query, or as many as results are wanted
export const textLooked = 8000; // letters of a text that are searched for the query
export const mostFiles = 10; // shards of texts that are fetched, or as many as results are wanted where those are more
export const fewFiles = 2; // shards of texts that are fetched whatever the scores
export const filesOfMessage = 5; // the same where a message may have been pasted, which is in the text alone
export const worthFile = 0.25; // of the best score is worth one file more: a text can make it four times as much
export const messageWords = 4; // a query of so many words that stands in a text whole is a message that was pasted
export const wholeMessage = 3;
export const letterForLetter = 2; // a heading begins with the query, signs and all: "-Compl"
export const caseForCase = 2.5; // and in the same case
export const ofPage = 1.25;
