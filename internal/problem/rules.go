package problem

// Rule is a kind of problem. Its ID is permanent: never reused, never given another meaning.
type Rule struct {
	ID       string   // "SP020"
	Name     string   // "dead-page"
	Severity Severity // what it is unless config.yaml says otherwise
}

// The rules. Files and YAML are SP00x, addresses SP01x, links SP02x, codes SP03x, pictures SP04x, text SP05x, output SP06x, sections
// that explain a code SP07x, articles as a whole SP08x. A new one stands in [Rules] too, and has a section {#spNNN} in
// content/support/lint-rules.md. A mistake of one file is found by package article, one that takes the others to see by package site.
var (
	Unreadable   = Rule{"SP001", "unreadable", Error}
	NotUTF8      = Rule{"SP002", "not-utf8", Error}
	BrokenYAML   = Rule{"SP003", "broken-yaml", Error}
	UnknownKey   = Rule{"SP004", "unknown-key", Error}
	WrongValue   = Rule{"SP005", "wrong-value", Error}
	MissingTitle = Rule{"SP006", "missing-title", Error}
	EmptyFile    = Rule{"SP007", "empty-file", Error}

	BadInclude      = Rule{"SP008", "bad-include", Error}
	UnknownVariable = Rule{"SP009", "unknown-variable", Error}

	BadSlug          = Rule{"SP010", "bad-slug", Error}
	DuplicateAddress = Rule{"SP011", "duplicate-address", Error}
	DuplicateAnchor  = Rule{"SP012", "duplicate-anchor", Error}
	BadAttribute     = Rule{"SP013", "bad-attribute", Error}
	ReservedAddress  = Rule{"SP014", "reserved-address", Error}
	BrokenLock       = Rule{"SP015", "broken-lock", Error}
	LostAddress      = Rule{"SP016", "lost-address", Error}
	RedirectChain    = Rule{"SP017", "redirect-chain", Error}
	DeadRedirect     = Rule{"SP018", "dead-redirect", Error}
	BadAlias         = Rule{"SP019", "bad-alias", Error}

	DeadPage   = Rule{"SP020", "dead-page", Error}
	DeadAnchor = Rule{"SP021", "dead-anchor", Error}
	BadLink    = Rule{"SP022", "bad-link", Error}

	VagueLink    = Rule{"SP023", "vague-link", Warning}
	DeadExternal = Rule{"SP024", "dead-external", Warning}

	MalformedCode   = Rule{"SP030", "malformed-code", Error}
	DuplicateCode   = Rule{"SP031", "duplicate-code", Error}
	CodeWithoutID   = Rule{"SP032", "code-without-id", Error}
	UnexplainedCode = Rule{"SP033", "unexplained-code", Error}
	LostCode        = Rule{"SP034", "lost-code", Error}
	RetiredCode     = Rule{"SP035", "retired-code", Error}
	UnknownCheck    = Rule{"SP036", "unknown-check", Error}
	LostCheck       = Rule{"SP037", "lost-check", Error}

	DeadPicture   = Rule{"SP040", "dead-picture", Error}
	BadPicture    = Rule{"SP041", "bad-picture", Error}
	MissingAlt    = Rule{"SP042", "missing-alt", Warning}
	UnusedPicture = Rule{"SP043", "unused-picture", Warning}
	PoorAlt       = Rule{"SP044", "poor-alt", Warning}

	RawHTML  = Rule{"SP050", "raw-html", Error}
	Mojibake = Rule{"SP051", "mojibake", Error}

	DoubtfulCharacter = Rule{"SP052", "doubtful-character", Warning}
	SkippedLevel      = Rule{"SP053", "skipped-level", Warning}
	PointingText      = Rule{"SP054", "pointing-text", Warning}
	TellingEmoji      = Rule{"SP055", "telling-emoji", Warning}
	LongSentence      = Rule{"SP056", "long-sentence", Warning}
	LongParagraph     = Rule{"SP057", "long-paragraph", Warning}
	UnknownLanguage   = Rule{"SP058", "unknown-language", Warning}
	LostNote          = Rule{"SP059", "lost-note", Warning}
	ReadingAge        = Rule{"SP060", "reading-age", Warning}
	ForeignSyntax     = Rule{"SP061", "foreign-syntax", Warning}

	MisnamedOverride = Rule{"SP065", "misnamed-override", Error}
	LowContrast      = Rule{"SP066", "low-contrast", Warning}

	UnknownCode      = Rule{"SP070", "unknown-code", Warning}
	CodeWithoutSteps = Rule{"SP071", "code-without-steps", Warning}
	MessageInPicture = Rule{"SP072", "message-in-picture", Warning}
	SectionOrder     = Rule{"SP073", "section-order", Warning}
	MissingPart      = Rule{"SP074", "missing-part", Off}

	DuplicateTitle = Rule{"SP080", "duplicate-title", Warning}
	OrphanArticle  = Rule{"SP081", "orphan-article", Off}
	StaleReview    = Rule{"SP082", "stale-review", Warning}
	Placeholder    = Rule{"SP083", "placeholder", Error}
	StaleStatement = Rule{"SP084", "stale-statement", Error}
)

// Rules lists every rule, in the order of their ids.
func Rules() []Rule {
	return []Rule{
		Unreadable, NotUTF8, BrokenYAML, UnknownKey, WrongValue, MissingTitle, EmptyFile, BadInclude, UnknownVariable,
		BadSlug, DuplicateAddress, DuplicateAnchor, BadAttribute, ReservedAddress,
		BrokenLock, LostAddress, RedirectChain, DeadRedirect, BadAlias,
		DeadPage, DeadAnchor, BadLink, VagueLink, DeadExternal,
		MalformedCode, DuplicateCode, CodeWithoutID, UnexplainedCode, LostCode, RetiredCode, UnknownCheck, LostCheck,
		DeadPicture, BadPicture, MissingAlt, UnusedPicture, PoorAlt,
		RawHTML, Mojibake, DoubtfulCharacter, SkippedLevel, PointingText, TellingEmoji, LongSentence, LongParagraph, UnknownLanguage, LostNote, ReadingAge, ForeignSyntax,
		MisnamedOverride, LowContrast,
		UnknownCode, CodeWithoutSteps, MessageInPicture, SectionOrder, MissingPart,
		DuplicateTitle, OrphanArticle, StaleReview, Placeholder, StaleStatement,
	}
}

// Fixed reports whether the rule's severity cannot be set: without it no sound site can be written.
func (r Rule) Fixed() bool {
	return r.ID < DeadPage.ID || r.ID >= MalformedCode.ID && r.ID < DeadPicture.ID
}
