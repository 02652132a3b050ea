package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"signpost/internal/companion/page"
)

// visit is a browser without a screen. It loads the page at an address, performs the steps in the file "visit", one per
// line, writes what it sees to the file "seen", and closes the page.
func visit() {
	v, err := enter(os.Args[1])
	if err == nil {
		err = v.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// visitor is a visit to a page.
type visitor struct {
	address string
	token   string
	events  *bufio.Reader
	seen    io.Writer
}

// enter exchanges the ticket in an address for a token.
func enter(address string) (*visitor, error) {
	address, ticket, _ := strings.Cut(address, "#")
	v := &visitor{
		address: address,
		token:   ticket,
	}
	response, err := v.request("POST", "ticket", "{}")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return v, json.NewDecoder(response.Body).Decode(&v.token)
}

// run loads the page and performs the steps.
func (v *visitor) run() error {
	if _, err := v.send("GET", "", ""); err != nil {
		return err
	}
	steps, err := os.ReadFile("visit")
	if err != nil {
		return err
	}
	seen, err := os.Create("seen")
	if err != nil {
		return err
	}
	defer seen.Close()
	events, err := v.request("GET", "events", "")
	if err != nil {
		return err
	}
	defer events.Body.Close()

	v.seen = seen
	v.events = bufio.NewReader(events.Body)
	for step := range strings.Lines("look\n" + string(steps)) {
		if err := v.step(strings.Fields(step)); err != nil {
			return err
		}
	}
	return nil
}

// step performs a step: "look" waits for the next view, "report" requests the report, "write FILE TEXT" changes a file,
// and other words are sent to the page's server with their data.
func (v *visitor) step(words []string) error {
	switch words[0] {
	case "look":
		return v.look()
	case "report":
		answer, err := v.send("GET", "report", "")
		fmt.Fprintln(v.seen, answer)
		return err
	case "write":
		text := strings.Join(words[2:], " ") + "\n"
		return os.WriteFile(words[1], []byte(text), 0o600)
	}
	answer, err := v.send("POST", words[0], strings.Join(words[1:], " "))
	fmt.Fprintln(v.seen, answer)
	return err
}

// look waits for a view and writes its heading and its questions.
func (v *visitor) look() error {
	line, err := v.events.ReadString('\n')
	if err != nil {
		return err
	}
	_, _ = v.events.ReadString('\n') // the empty line that ends an event

	var view page.View
	if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &view); err != nil {
		return err
	}
	fmt.Fprintln(v.seen, view.Heading, "|", view.Summary)
	for _, q := range view.Questions {
		fmt.Fprintln(v.seen, q.ID, q.Answer)
	}
	return nil
}

// send sends a request and returns the status and the body of the response.
func (v *visitor) send(method, path, body string) (string, error) {
	response, err := v.request(method, path, body)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return fmt.Sprint(response.StatusCode, " ", string(text)), err
}

func (v *visitor) request(method, path, body string) (*http.Response, error) {
	request, err := http.NewRequest(method, v.address+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Authorization", "Bearer "+v.token)
	if method == "POST" {
		request.Header.Set("Content-Type", "application/json")
	}
	return http.DefaultClient.Do(request)
}
