// Package limit contains the limits of what writers may write. Without them, a small file could take all memory, or
// hours. docs/limits.md lists them with their reasons; a test compares that table with this file.
//
// The package that reads a file checks its limits, and reports what is beyond one as a problem with file and line.
// Everything within the limits takes time and memory in proportion to its size.
package limit

// Limits of files.
const (
	// File is the size of any file that is read as a whole, in bytes. Attachments are not.
	File = 256 << 20

	// YAML is the size of a YAML file such as config.yaml, in bytes.
	YAML = 1 << 20
)

// Limits of an article.
const (
	// Article is the size of an article with its snippets, in bytes.
	Article = 2 << 20

	// Included is the size of all snippets in an article, in bytes.
	Included = 1 << 20

	// Expanded is the size of everything that variables and link definitions insert into an article, in bytes.
	Expanded = 1 << 20

	// Depth is how deep the elements of an article may be nested. Browsers and Go's HTML parser stop at 512 elements,
	// with those of the page around the article.
	Depth = 200

	// Containers is how deep callouts in the syntax of other programs are nested: each line is compared with all.
	Containers = 32

	// Lines is the number of lines in lists, quotations and the like, counted for each that a line is in: each line is
	// compared with all that are open.
	Lines = 2_000_000

	// Heading is the size of a heading with its attributes, in bytes. Each attribute is compared with all others.
	Heading = 4 << 10

	// Codes is the number of headings of an article that declare an error code. Each code becomes a page.
	Codes = 1000

	// Cells is the number of cells in the tables of an article, with those that are missing at the ends of rows.
	Cells = 200_000

	// Work is the cost of parsing an article: the sum of the squares of the numbers of markers in each paragraph.
	Work = 300_000_000

	// FrontMatter is the size of the front matter, in bytes.
	FrontMatter = 64 << 10

	// Entries is the number of entries in a list of the front matter. Each alias becomes a page.
	Entries = 1000

	// Fact is the length of a fact about an error code, in characters. Facts are a row below the heading.
	Fact = 120

	// Suggestions is the number of mistakes in an article for which a similar name is searched.
	Suggestions = 1000

	// Compared is the length of the longest name that is compared with others, in bytes.
	Compared = 200
)

// Limits of the readers' glossary.
const (
	// Words is the number of words with an explanation.
	Words = 5000

	// Forms is the number of other forms of a word, such as its plural.
	Forms = 20

	// Word is the length of a form of a word, in characters. From each place in an article, a page looks for a word of
	// this length.
	Word = 60

	// Explanation is the length of the explanation of a word, in characters. It is shown beside the word.
	Explanation = 300
)

// Limits of a collection.
const (
	// Booklet is the size of the HTML of the articles that can be printed as one document, in bytes.
	Booklet = 2 << 20
)

// Limits of a picture. The number of pixels limits memory: a few kilobytes can claim any size.
const (
	// Picture is the size of the file, in bytes: a larger one takes too long on a slow line.
	Picture = 5 << 20

	// Pixels is the number of pixels.
	Pixels = 24 << 20

	// Side is the width and the height in pixels: WebP has this limit.
	Side = 16_383

	// Brand is the size of a logo, of an icon and of a font of the settings, in bytes. Every page loads them.
	Brand = 128 << 10

	// DrawingDepth is how deep the elements of an SVG drawing may be nested, and how many may refer to each other in a
	// chain.
	DrawingDepth = 256

	// DrawnElements is the number of elements that an SVG drawing draws. Elements such as <use> draw others again.
	DrawnElements = 500_000

	// Entities is the size of everything that entities insert into an SVG drawing, in bytes.
	Entities = 1 << 20
)
