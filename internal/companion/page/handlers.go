package page

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"signpost/internal/cli"
	"signpost/internal/loopback"
)

//go:embed assets source/page.html
var assets embed.FS

// handlers answer the requests of the page, except for the stream of views.
type handlers struct {
	program  Program
	activity *activity
}

func (h *handlers) register(s *loopback.Server) {
	s.HandlePublic("GET /{$}", serveAsset("text/html; charset=utf-8", "source/page.html"))
	s.HandlePublic("GET /page.css", serveAsset("text/css; charset=utf-8", "assets/page.css"))
	s.HandlePublic("GET /page.js", serveAsset("text/javascript; charset=utf-8", "assets/page.js"))
	s.HandlePublic("GET /icon.svg", serveAsset("image/svg+xml", "assets/icon.svg"))

	s.Handle("GET /report", h.report)
	s.Handle("POST /recheck", h.recheck)
	s.Handle("POST /answers", h.answer)
	s.Handle("POST /answers/delete", h.deleteAnswers)
	s.Handle("POST /practice", h.savePractice)
}

// serveAsset returns a handler for an embedded file.
func serveAsset(contentType, name string) http.HandlerFunc {
	data, err := assets.ReadFile(name)
	if err != nil {
		panic(err) // the name is a constant, and the file embedded
	}

	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data) // fails only if the browser is gone
	}
}

func (h *handlers) report(w http.ResponseWriter, _ *http.Request) {
	report, err := h.program.Report()
	respond(w, report, err)
}

func (h *handlers) recheck(w http.ResponseWriter, _ *http.Request) {
	h.activity.touch()
	h.program.Recheck()
	respond(w, done, nil)
}

func (h *handlers) answer(w http.ResponseWriter, r *http.Request) {
	h.activity.touch()
	answers, err := readForm(r)
	if err == nil {
		err = h.program.Answer(answers)
	}

	respond(w, done, err)
}

func (h *handlers) deleteAnswers(w http.ResponseWriter, _ *http.Request) {
	h.activity.touch()
	err := h.program.DeleteAnswers()
	respond(w, done, err)
}

func (h *handlers) savePractice(w http.ResponseWriter, r *http.Request) {
	h.activity.touch()
	fields, err := readForm(r)
	if err != nil {
		respond(w, nil, err)
		return
	}

	saved, err := h.program.SavePractice(fields)
	respond(w, saved, err)
}

// readForm returns the fields of a form.
func readForm(r *http.Request) (map[string]string, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}

	var fields map[string]string
	if json.Unmarshal(body, &fields) != nil {
		return nil, errors.New("the answers cannot be read")
	}

	return fields, nil
}

// done is the response to a request without a result.
var done = struct{}{}

// respond responds with v, or with the error as a text for the user.
func respond(w http.ResponseWriter, v any, err error) {
	if err != nil {
		http.Error(w, withHint(err), http.StatusBadRequest)
		return
	}

	loopback.WriteJSON(w, v)
}

// withHint returns the text of an error with its hint, if it has one.
func withHint(err error) string {
	var e *cli.Error
	if errors.As(err, &e) && e.Hint != "" {
		return fmt.Sprintf("%v; %s", err, e.Hint)
	}

	return err.Error()
}
