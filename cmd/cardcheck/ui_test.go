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

// visit is a browser without a screen. It loads the page at the address it is given, does what the file "visit" says, a
// line each, and prints the page's heading after each; then it closes the page.
func visit() {
	v, err := enter(os.Args[1])
	if err == nil {
		err = v.tour()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type visitor struct{ address, token string }

// enter hands in the ticket of an address for the token.
func enter(address string) (visitor, error) {
	address, ticket, _ := strings.Cut(address, "#")
	v := visitor{address, ticket}
	response, err := v.request("POST", "ticket", "{}")
	if err != nil {
		return v, err
	}
	defer response.Body.Close()
	return v, json.NewDecoder(response.Body).Decode(&v.token)
}

func (v visitor) tour() error {
	if _, err := v.ask("GET", "", ""); err != nil {
		return err
	}
	steps, err := os.ReadFile("visit")
	if err != nil {
		return err
	}
	events, err := v.request("GET", "events", "")
	if err != nil {
		return err
	}
	defer events.Body.Close()
	lines := bufio.NewReader(events.Body)
	seen, err := os.Create("seen")
	if err != nil {
		return err
	}
	defer seen.Close()
	for step := range strings.Lines("look\n" + string(steps)) {
		if err := v.step(seen, lines, strings.Fields(step)); err != nil {
			return err
		}
	}
	return nil
}

func (v visitor) step(seen io.Writer, events *bufio.Reader, words []string) error {
	switch words[0] {
	case "look":
		line, err := events.ReadString('\n')
		if err != nil {
			return err
		}
		_, _ = events.ReadString('\n')
		var shown page.View
		if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &shown); err != nil {
			return err
		}
		fmt.Fprintln(seen, shown.Heading, "|", shown.Summary)
		for _, q := range shown.Questions {
			fmt.Fprintln(seen, q.ID, q.Answer)
		}
		return nil
	case "report":
		answer, err := v.ask("GET", "report", "")
		fmt.Fprintln(seen, answer)
		return err
	case "write":
		return os.WriteFile(words[1], []byte(strings.Join(words[2:], " ")+"\n"), 0o600)
	default:
		answer, err := v.ask("POST", words[0], strings.Join(words[1:], " "))
		fmt.Fprintln(seen, answer)
		return err
	}
}

func (v visitor) ask(method, path, body string) (string, error) {
	response, err := v.request(method, path, body)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return fmt.Sprint(response.StatusCode, " ", string(text)), err
}

func (v visitor) request(method, path, body string) (*http.Response, error) {
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
