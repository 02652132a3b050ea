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

var (
	youTubeID  = regexp.MustCompile(`^[\w-]{11}$`)
	youTubeURL = regexp.MustCompile(`(?:youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=|v/)|youtu\.be/)([\w-]{11})`)
	vimeoURL   = regexp.MustCompile(`player\.vimeo\.com/video/(\d+)`)
	inlineFile = regexp.MustCompile(`(?i)\.(?:mp4|webm)$`)
	sourceTag  = regexp.MustCompile(`<source\b[^>]*\bsrc=["']([^"']+)["']`)
)

// video is a link to a video, or to what a frame shows. A file next to the article plays in the page.
func video(e *element) (string, bool) {
	target := e.target("src", "url", "href", "link", "youtube", "video", "sources")
	id := e.text("id", "videoId", "videoid", "youtubeId", "youTubeId", "video-id", "video", "embedId", "youtube")
	title := e.text("title", "label", "name", "alt", "caption", "playlabel", "description", "videotitle")
	body := strings.TrimSpace(e.inner)
	if m := sourceTag.FindStringSubmatch(body); m != nil && target == "" {
		target = m[1]
	}

	switch {
	case youTubeID.MatchString(id) && !strings.Contains(e.key, "vimeo"):
		target = "https://www.youtube.com/watch?v=" + id
	case youTubeID.MatchString(target) && strings.Contains(e.key, "youtube"):
		target = "https://www.youtube.com/watch?v=" + target
	case strings.Contains(e.key, "vimeo") && id != "":
		target = "https://vimeo.com/" + id
	case strings.Contains(e.key, "loom") && id != "":
		target = "https://www.loom.com/share/" + id
	case strings.Contains(e.key, "codepen") && id != "":
		target = "https://codepen.io/pen/" + id
	case strings.Contains(e.key, "codesandbox") && id != "":
		target = "https://codesandbox.io/s/" + id
	}

	if m := youTubeURL.FindStringSubmatch(target); m != nil {
		target = "https://www.youtube.com/watch?v=" + m[1]
	} else if m := vimeoURL.FindStringSubmatch(target); m != nil {
		target = "https://vimeo.com/" + m[1]
	}

	if strings.HasPrefix(target, "//") {
		target = "https:" + target
	}

	switch {
	case target == "" && (id != "" || body == ""):
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

func isVideo(target string) bool {
	for _, host := range []string{"youtube.com/", "vimeo.com/", "loom.com/", ".mp4", ".webm", "wistia"} {
		if strings.Contains(target, host) {
			return true
		}
	}

	return false
}
