package component

import (
	"regexp"
	"strings"
)

// image is a picture. One that other sites show large on a click has no more than that.
func image(e *element) (string, bool) {
	source := e.target("src", "source", "sources", "img", "image", "light", "url", "href", "lightSrc", "srcLight")
	alt := e.text("alt", "caption", "title", "description", "altText")
	if source == "" {
		return e.unknown()
	}

	out := picture(alt, source)
	if caption := e.label("caption"); caption != "" && caption != escape(alt) {
		return paragraphs(out, emphasis(caption)), true
	}

	if credit := e.label("author"); credit != "" && e.key == "illustration" {
		return paragraphs(out, credit), true
	}

	return out, e.block
}

// frame is a picture with its caption.
func frame(e *element) (string, bool) {
	caption := e.label("caption", "title", "label", "description")
	body := e.blocks()
	if source := e.target("src"); body == "" && source != "" {
		body = picture(e.text("alt", "caption", "title"), source)
	}

	if caption == "" {
		return body, true
	}

	return paragraphs(body, emphasis(caption)), true
}

const youTube = "https://www.youtube.com/watch?v="

var (
	youTubeID  = regexp.MustCompile(`^[\w-]{11}$`)
	youTubeURL = regexp.MustCompile(`(?:youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=|v/)|youtu\.be/)([\w-]{11})`)
	vimeoURL   = regexp.MustCompile(`player\.vimeo\.com/video/(\d+)`)
	inlineFile = regexp.MustCompile(`(?i)\.(?:mp4|webm)$`)
	sourceTag  = regexp.MustCompile(`<source\b[^>]*\bsrc=["']([^"']+)["']`)
)

// video is a link to a video, or to what a frame shows. A file next to the article plays in the page.
func video(e *element) (string, bool) {
	target := e.videoAddress()
	title := e.text("title", "label", "name", "alt", "caption", "playlabel", "description", "videotitle")
	switch {
	case target == "" && strings.TrimSpace(e.inner) == "":
		return e.unknown()
	case target == "":
		return e.content()
	case inlineFile.MatchString(target) && !strings.Contains(target, "://"):
		if title == "" {
			title = "Video"
		}

		return picture(title, target), e.block
	case title == "" && isVideo(target):
		title = "Watch the video"
	}

	return link(escape(title), target), e.block
}

// idAddresses are the addresses of services that publish something by its ID.
var idAddresses = []struct{ name, address string }{
	{"vimeo", "https://vimeo.com/"},
	{"loom", "https://www.loom.com/share/"},
	{"codepen", "https://codepen.io/pen/"},
	{"codesandbox", "https://codesandbox.io/s/"},
}

// videoAddress returns the address of the page that shows a video, or of its file.
func (e *element) videoAddress() string {
	target := e.target("src", "data", "url", "href", "link", "youtube", "video", "sources")
	id := e.text("id", "videoId", "videoid", "youtubeId", "youTubeId", "video-id", "video", "embedId", "youtube")
	if m := sourceTag.FindStringSubmatch(e.inner); m != nil && target == "" {
		target = m[1]
	}

	for _, service := range idAddresses {
		if strings.Contains(e.key, service.name) && id != "" && target == "" {
			return service.address + id
		}
	}

	switch {
	case youTubeID.MatchString(id):
		return youTube + id
	case youTubeID.MatchString(target) && strings.Contains(e.key, "youtube"):
		return youTube + target
	}

	if m := youTubeURL.FindStringSubmatch(target); m != nil {
		return youTube + m[1]
	}

	if m := vimeoURL.FindStringSubmatch(target); m != nil {
		return "https://vimeo.com/" + m[1]
	}

	if strings.HasPrefix(target, "//") {
		return "https:" + target
	}

	return target
}

func isVideo(target string) bool {
	for _, host := range []string{"youtube.com/", "vimeo.com/", "loom.com/", ".mp4", ".webm", "wistia"} {
		if strings.Contains(target, host) {
			return true
		}
	}

	return false
}
