package sanitise

import (
	"slices"
	"strings"
)

// forbiddenSchemes run a script, show content that is not checked, or open files of the reader.
var forbiddenSchemes = []string{"javascript", "vbscript", "data", "file", "blob", "filesystem"}

// knownSchemes lead to a page, a person, or an application that many readers have.
var knownSchemes = setOf(`
	about apt bitcoin brave callto chrome discord edge facetime facetime-audio feed ftp ftps geo git github-mac
	github-windows http https irc irc6 ircs itms itms-apps itms-services jetbrains magnet mailto maps market matrix mms
	ms-access ms-availablenetworks ms-contact-support ms-excel ms-infopath ms-outlook ms-powerpoint ms-project
	ms-publisher ms-quick-assist ms-screenclip ms-settings ms-spd ms-visio ms-windows-store ms-word msteams news nntp
	notion obsidian onenote opera prefs rdp sftp sgnl sip sips skype slack sms smsto ssh steam svn tel tg urn viber
	vivaldi vnc vscode vscode-insiders webcal webcals whatsapp x-apple.systempreferences x-github-client xmpp zoommtg
	zoomus zotero`)

// Scheme returns the scheme of an address as browsers read it, or "" if it has none: without white space and control
// characters at its start, without line breaks and tabs in it, and in lower case.
func Scheme(address string) string {
	scheme, _ := cutScheme(address)
	return scheme
}

func cutScheme(address string) (scheme, rest string) {
	address = strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' })
	scheme, rest, ok := strings.Cut(breaks.Replace(address), ":")
	scheme = strings.ToLower(scheme)
	if !ok || !isScheme(scheme) {
		return "", ""
	}

	return scheme, rest
}

// IsKnownScheme reports whether links may have a scheme, given in lower case, without a setting that allows it.
func IsKnownScheme(scheme string) bool { return knownSchemes[scheme] }

// CanAllowScheme reports whether a setting may allow a scheme, given in lower case.
func CanAllowScheme(scheme string) bool {
	return isScheme(scheme) && !slices.Contains(forbiddenSchemes, scheme)
}

// ForbiddenScheme returns the scheme of an address if no link may have it; see [Scheme]. Schemes that contain another
// address, such as view-source, do not hide it.
func ForbiddenScheme(address string) (scheme string, ok bool) {
	for {
		scheme, address = cutScheme(address)
		if scheme == "" {
			return "", false
		}

		if slices.Contains(forbiddenSchemes, scheme) {
			return scheme, true
		}
	}
}

var breaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// isScheme reports whether a text in lower case has the form of a scheme.
func isScheme(text string) bool {
	for i := range len(text) {
		c := text[i]
		isLetter := c >= 'a' && c <= 'z'
		isOther := c >= '0' && c <= '9' || strings.IndexByte("+-.", c) >= 0
		if !isLetter && (i == 0 || !isOther) {
			return false
		}
	}

	return text != ""
}
