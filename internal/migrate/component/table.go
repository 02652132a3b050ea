package component

import "strings"

type renderer func(*element) (out string, isBlock bool)

// components are the components that many sites have, by name in lower case without hyphens. The same name means the
// same everywhere, more or less: what differs is in the names of attributes, and each function knows all of them.
//
// They are set in init because the functions look them up.
var components map[string]renderer

// elements are HTML elements that do not stay as they are.
var elements map[string]renderer

func init() {
	components = newComponents()
	elements = newElements()
}

func newComponents() map[string]renderer {
	return tableOf(contentRows(), layoutRows())
}

// contentRows are the components that have a form of their own.
func contentRows() map[string]renderer {
	return map[string]renderer{
		"note notecallout notebox":              callout("note"),
		"tip protip hint":                       callout("tip"),
		"important":                             callout("important"),
		"warning warn pitfall gotcha attention": callout("warning"),
		"caution deprecated":                    callout("caution"),
		"danger error critical":                 callout("danger"),
		"info information check success wip remark canary experimental experimentalapi banner": callout(""),
		"aside admonition callout alert message notice infobox alertbox calloutbox hintbox":    callout(""),
		"details accordion expandable collapse collapsible collapsiblesection disclosure":      details,
		"accordionitem spoiler toggle foldable expander deepdive accordionpanel":               details,
		"tabs tabgroup tablist codetabs tabscontainer tabbed synctabs":                         tabs,
		"tab tabitem tabpanel tabpane codetab tabs.tab":                                        tabItem,
		"codegroup requestexample responseexample multicode codeexamples codeblocks":           codeGroup,
		"steps steplist": steps,
		"step":           step,
		"card linkcard cardlink featurecard doccard navcard":   card,
		"cards.card tile linktile box":                         card,
		"button linkbutton link anchor a navlink buttonlink":   button,
		"nuxtlink routerlink docslink doclink externallink":    button,
		"ctabutton action heroaction vpbutton":                 button,
		"badge tag label pill chip version since versionbadge": badge,
		"icon fa fontawesomeicon faicon iconify svg":           icon,
		"code codeblock codesnippet":                           codeComponent,
		"snippet include partial reusable":                     snippet,
		"mermaid mermaiddiagram":                               mermaid,
		"image img themedimage zoomimage":                      image,
		"zoomableimage lightbox screenshot imagezoom":          image,
		"lazyimage nextimage staticimage":                      image,
		"illustration darkimage responsiveimage":               image,
		"frame figure imageframe":                              frame,
		"video youtube youtubeembed youtubeiframe":             video,
		"liteyoutube liteyoutubeembed vimeo":                   video,
		"videoplayer reactplayer loom embed videoembed":        video,
		"iframe codepen codesandbox stackblitz loomvideo":      video,
		"packagemanagers npm2yarn packagemanager":              packageManagers,
		"kbd key shortcut":                                     keyboard,
		"translate trans":                                      translate,
		"file folder filetree.file filetree.folder":            treeItem,
		"tree.file tree.folder":                                treeItem,
		"param paramfield responsefield property apiproperty":  property,
		"field":                          property,
		"if":                             conditional,
		"else":                           alternative,
		"tooltip term abbr glossaryterm": tooltip,
		"doccardlist":                    pages,
	}
}

// layoutRows are the components of which only the content is kept, or nothing.
func layoutRows() map[string]renderer {
	return map[string]renderer{
		"toc tocinline inlinetoc tableofcontents tocdrawer": removed,
		"head seo meta script style schema jsonld":          removed,
		"redirect scrolltotop spacer divider pagehead":      removed,
		"br": lineBreak,
		"columns column col row grid container group section": transparent,
		"cardgrid cardgroup cards linkcards tiles filetree":   transparent,
		"tree fragment template browseronly nossr clientonly": transparent,
		"details.content wrapper center stack flex hstack":    transparent,
		"vstack div span tabpanels tabcontent":                transparent,
		"accordiongroup accordions panel intro lead":          transparent,
		"youwilllearn recap challenges solution learnmore":    transparent,
		"sandpack sandpackplayground update prose":            transparent,
		"diagramgroup codediagram consoleblockmulti suspense": transparent,
		"timeline bleed": transparent,
	}
}

func newElements() map[string]renderer {
	return tableOf(map[string]renderer{
		"script style head link meta base title noscript svg":     removed,
		"div section article main header footer center nav aside": box,
		"figure form fieldset label picture span font p":          box,
		"button select option template":                           box,
		"input source track param":                                removed,
		"img":                                                     image,
		"video audio iframe embed object":                         video,
		"details":                                                 details,
		"summary":                                                 box,
		"li":                                                      listItem,
		"figcaption caption":                                      caption,
		"a":                                                       anchor,
		"br":                                                      lineBreak,
		"h1 h2 h3 h4 h5 h6":                                       headingElement,
		"pre":                                                     preformatted,
		"b strong":                                                wrap("**"),
		"i em":                                                    wrap("*"),
		"code":                                                    codeElement,
	})
}

// tableOf splits the keys of rows into words. A word in two rows is a mistake.
func tableOf(parts ...map[string]renderer) map[string]renderer {
	table := map[string]renderer{}
	for _, rows := range parts {
		for words, render := range rows {
			for word := range setOf(words) {
				if table[word] != nil {
					panic("two rows for " + word)
				}

				table[word] = render
			}
		}
	}

	return table
}

func removed(*element) (string, bool) { return "", false }

// transparent elements only arrange what is inside. Their title is shown above it.
func transparent(e *element) (string, bool) {
	out, isBlock := e.content()
	out = tightList(out)
	if title := e.label("title", "heading", "label"); title != "" && isBlock {
		return paragraphs(strong(title), e.description(), out), true
	}

	return out, isBlock
}

// conditional is content for some readers only, which all can see from now on.
func conditional(e *element) (string, bool) {
	if e.syntax == markdoc {
		start, _, _ := strings.Cut(e.source, "%}")
		e.note("all readers see what only some saw: " + shortened(strings.TrimSpace(start)+" %}"))
	}

	return transparent(e)
}

// alternative is what the other readers see. Markdoc only separates it: "{% else /%}".
func alternative(e *element) (string, bool) {
	if e.syntax == markdoc {
		return "", true
	}

	return transparent(e)
}

func (e *element) description() string {
	return e.label("description", "subtitle", "desc", "tagline", "text", "caption")
}
