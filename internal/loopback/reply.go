package loopback

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Reply is the answer to a request.
type Reply struct {
	Status int
	Type   string
	Body   []byte
}

// Text is a reply of one sentence.
func Text(status int, text string) Reply {
	return Reply{status, "text/plain; charset=utf-8", []byte(text + "\n")}
}

// JSON is a reply that the page's script reads.
func JSON(v any) Reply {
	data, err := json.Marshal(v)
	if err != nil {
		return Text(500, err.Error())
	}
	return Reply{200, "application/json", data}
}

// Everything is for this page alone, and for now; nothing of another origin gets in, and nothing gets framed.
var headers = strings.Join([]string{
	"Connection: close",
	"Cache-Control: no-store",
	"Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	"Cross-Origin-Opener-Policy: same-origin",
	"Cross-Origin-Resource-Policy: same-origin",
	"Referrer-Policy: no-referrer",
	"X-Content-Type-Options: nosniff",
}, "\r\n")

// reasons are what a status is called.
var reasons = map[int]string{
	200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
	411: "Length Required", 413: "Content Too Large", 415: "Unsupported Media Type", 421: "Misdirected Request",
	431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
}

// writeHead writes what stands in front of a body. A length below zero means that it ends with the connection.
func writeHead(w io.Writer, status int, kind string, length int) error {
	size := ""
	if length >= 0 {
		size = fmt.Sprintf("Content-Length: %d\r\n", length)
	}
	_, err := fmt.Fprintf(w, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\n%s%s\r\n\r\n", status, reasons[status], kind, size, headers)
	return err
}

func (r Reply) write(w io.Writer) error {
	if err := writeHead(w, r.Status, r.Type, len(r.Body)); err != nil {
		return err
	}
	_, err := w.Write(r.Body)
	return err
}
