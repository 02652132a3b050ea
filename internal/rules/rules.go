// Package rules holds the lint rules, one per file.
package rules

import "signpost/internal/problem"

// All returns every rule, in the order of their IDs.
func All() []problem.Rule {
	return []problem.Rule{
		Unreadable,
		NotUTF8,
		BrokenYAML,
		UnknownKey,
		WrongValue,
		MissingTitle,
		EmptyFile,
		BadInclude,
		UnknownVariable,
		BadSlug,
		DuplicateAddress,
		DuplicateAnchor,
		BadAttribute,
		ReservedAddress,
		BrokenLock,
		LostAddress,
		RedirectChain,
		DeadRedirect,
		BadAlias,
		DeadPage,
		DeadAnchor,
		BadLink,
		VagueLink,
		DeadExternal,
		MalformedCode,
		DuplicateCode,
		CodeWithoutID,
		UnexplainedCode,
		LostCode,
		RetiredCode,
		UnknownCheck,
		LostCheck,
		DeadPicture,
		BadPicture,
		MissingAlt,
		UnusedPicture,
		PoorAlt,
		RawHTML,
		Mojibake,
		DoubtfulCharacter,
		SkippedLevel,
		PointingText,
		TellingEmoji,
		LongSentence,
		LongParagraph,
		UnknownLanguage,
		LostNote,
		ReadingAge,
		ForeignSyntax,
		MisnamedOverride,
		LowContrast,
		UnknownCode,
		CodeWithoutSteps,
		MessageInPicture,
		SectionOrder,
		MissingPart,
		DuplicateTitle,
		OrphanArticle,
		StaleReview,
		Placeholder,
		StaleStatement,
	}
}

// Fixed reports whether the severity of a rule cannot be changed: without it, no working site can be written.
func Fixed(r problem.Rule) bool {
	return r.ID < DeadPage.ID || r.ID >= MalformedCode.ID && r.ID < DeadPicture.ID
}
