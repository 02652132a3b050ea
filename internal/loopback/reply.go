package loopback

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// responseHeaders forbid caching, framing and content from other origins.
var responseHeaders = map[string]string{
	"Cache-Control":                "no-store",
	"Content-Security-Policy":      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
}

func setHeaders(h http.Header) {
	for name, value := range responseHeaders {
		h.Set(name, value)
	}
}

// responseWriter gives each write its own deadline, so that a browser that stops reading cannot hold a connection, and
// a stream of events can last as long as the page.
type responseWriter struct {
	http.ResponseWriter
	controller *http.ResponseController
	timeout    time.Duration
	now        func() time.Time
}

// Write writes with a new deadline.
func (w *responseWriter) Write(p []byte) (int, error) {
	w.extendDeadline()
	return w.ResponseWriter.Write(p)
}

// FlushError flushes with a new deadline. [http.ResponseController] calls it.
func (w *responseWriter) FlushError() error {
	w.extendDeadline()
	return w.controller.Flush()
}

// extendDeadline ignores errors: on a closed connection the write that follows fails too.
func (w *responseWriter) extendDeadline() {
	deadline := w.now().Add(w.timeout)
	_ = w.controller.SetWriteDeadline(deadline)
}

// WriteJSON responds with v in JSON.
func WriteJSON(w http.ResponseWriter, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}

	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data) // fails only if the browser is gone
}

// Events returns a handler for a stream of server-sent events. It calls stream with a context that ends when the
// browser disconnects or the server stops. An event must be one line.
func Events(stream func(ctx context.Context, send func(event []byte) error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		controller := http.NewResponseController(w)
		if controller.Flush() != nil {
			return
		}

		stream(r.Context(), func(event []byte) error {
			if _, err := fmt.Fprintf(w, "data: %s\n\n", event); err != nil {
				return err
			}

			return controller.Flush()
		})
	}
}
