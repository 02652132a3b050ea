// Package rules defines the lint rules, one per file.
//
// A [Rule] has an identity, and a check if it looks at the text of an article, at the whole site or at its theme: a
// pure function from plain values ([Text], [Site], [Theme]) to a [Report]. Rules about the form of a file or about
// addresses have no check: the package that parses the file or resolves the address reports them, and the comment of
// the rule names it.
//
// A check for articles runs while an article is parsed; its problems are cached together with the article, so it
// must not depend on anything else. A check for the site runs when all addresses are resolved. A build runs only the
// site checks whose severity is error; lint runs all.
//
// To add a rule, add a file with the rule's name (deadpage.go for dead-page), an entry in the list below, an example of
// the same name in testdata, and a section in content/support/lint-rules.md. Names of rules are permanent; names of
// variables are not. An example is a Markdown file, or several files in a txtar archive, with the expected problems in
// comments before the line:
//
//	<!-- want 5: the link text "here" does not say where the link leads -->
//	See [here](a.md).
package rules

import (
	"slices"

	"signpost/internal/problem"
)

// Rule is a lint rule. At most one of its checks is set.
type Rule struct {
	problem.Rule

	Text  func(*Text, *Report)  // checks an article
	Site  func(*Site, *Report)  // checks the site
	Theme func(*Theme, *Report) // checks the site's own theme
}

// list contains every rule, in the order of IDs.
var list = []Rule{
	{Rule: Unreadable},
	{Rule: NotUTF8},
	{Rule: BrokenYAML},
	{Rule: UnknownKey},
	{Rule: WrongValue},
	{Rule: MissingTitle},
	{Rule: EmptyFile},
	{Rule: BadInclude},
	{Rule: UnknownVariable},
	{Rule: BadSlug},
	{Rule: DuplicateAddress},
	{Rule: DuplicateAnchor},
	{Rule: BadAttribute},
	{Rule: ReservedAddress},
	{Rule: BrokenLock},
	{Rule: LostAddress},
	{Rule: RedirectChain},
	{Rule: DeadRedirect},
	{Rule: BadAlias},
	{Rule: DeadPage},
	{Rule: DeadAnchor},
	{Rule: BadLink},
	VagueLink,
	{Rule: DeadExternal},
	{Rule: IndirectLink},
	UnfinishedLink,
	EmptyLink,
	{Rule: OutsideLink},
	{Rule: MalformedCode},
	{Rule: DuplicateCode},
	{Rule: CodeWithoutID},
	{Rule: UnexplainedCode},
	{Rule: LostCode},
	RetiredCode,
	UnknownCheck,
	CheckWithoutHelp,
	{Rule: DeadPicture},
	{Rule: BadPicture},
	{Rule: MissingAlt},
	{Rule: UnusedPicture},
	PoorAlt,
	{Rule: BadFile},
	{Rule: UnportableName},
	{Rule: RawHTML},
	{Rule: Mojibake},
	{Rule: DoubtfulCharacter},
	SkippedLevel,
	PositionalReference,
	EmojiAsWords,
	LongSentence,
	LongParagraph,
	{Rule: UnknownLanguage},
	{Rule: BrokenNote},
	ReadingAge,
	ForeignSyntax,
	{Rule: UnknownCallout},
	{Rule: MisnamedOverride},
	LowContrast,
	{Rule: LostHTML},
	UnknownCode,
	CodeWithoutSteps,
	MessageInPicture,
	SectionOrder,
	MissingPart,
	DuplicateTitle,
	OrphanArticle,
	StaleReview,
	{Rule: Placeholder},
	StaleStatement,
	IgnoredKey,
	BlockedResource,
	{Rule: BrokenBaseline},
	{Rule: MissingTranslation},
	{Rule: UnclearAudience},
	{Rule: InternalLink},
	UnfindableCode,
	{Rule: UnusedWord},
	{Rule: UndocumentedCode},
	{Rule: RetiredCodeInUse},
	{Rule: MisspelledCode},
	{Rule: UnusedCode},
}

// elsewhere are the rules that neither a build nor lint checks: they need a network or the source code of a product.
var elsewhere = []string{DeadExternal.ID, UndocumentedCode.ID, RetiredCodeInUse.ID, MisspelledCode.ID, UnusedCode.ID}

// Checked returns the rules that a build checks, or lint.
func Checked(lint bool) []problem.Rule {
	var checked []problem.Rule
	for _, r := range list {
		onlyLint := r.Severity != problem.Error || r.Text != nil || r.Theme != nil
		if !slices.Contains(elsewhere, r.ID) && (lint || !onlyLint) {
			checked = append(checked, r.Rule)
		}
	}

	return checked
}

// All returns every rule, in the order of IDs.
func All() []problem.Rule {
	var all []problem.Rule
	for _, r := range list {
		all = append(all, r.Rule)
	}

	return all
}
