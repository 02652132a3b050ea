package sanitise

// The sets in this file are those of the HTML standard, section "The rules for parsing tokens in HTML content".

// voidElements have no content and no end tag.
var voidElements = setOf("area base br col embed frame hr img input link meta param source track wbr")

// endsParagraph are elements whose start tag ends an open paragraph.
var endsParagraph = setOf(`
	address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1
	h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp`)

// headings end each other.
var headings = setOf("h1 h2 h3 h4 h5 h6")

// tableParts are allowed only in a table.
var tableParts = setOf("caption tbody td tfoot th thead tr")

// sections of a table contain its rows.
var tableSections = setOf("tbody tfoot thead")

// cells contain text again. An end tag in a cell ends no element around the table.
var cells = setOf("caption td th")

// items end an open item in the same list.
var items = map[string]map[string]bool{
	"li": setOf("li"),
	"dd": setOf("dd dt"),
	"dt": setOf("dd dt"),
}

// enclosesItems are elements in which an item does not end one outside of them.
var enclosesItems = setOf(`
	article aside blockquote caption center dd details dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
	header hgroup iframe li main menu nav object ol pre search section select summary table tbody td template tfoot th
	thead tr ul`)

// phrasing are elements that a trusted paragraph may contain.
var phrasing = setOf(`
	a abbr b bdi bdo cite code del dfn em i ins kbd label mark p q rp rt ruby s samp small span strong sub sup time u
	var`)
