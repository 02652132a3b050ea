package probe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"signpost/checks"
)

// answerFile is the content of the file with answers.
type answerFile struct {
	Schema  int             `json:"schema"`
	Answers []checks.Answer `json:"answers"`
}

// StateFile returns the path of the file with answers, in the system's folder for application state. It returns
// nothing if there is no such folder.
func StateFile(system string, env func(string) string) string {
	folder := env("XDG_STATE_HOME")
	switch {
	case system == "windows":
		folder = env("LOCALAPPDATA")
	case folder == "" && env("HOME") == "":
		return ""
	case folder == "" && system == "darwin":
		folder = filepath.Join(env("HOME"), "Library", "Application Support")
	case folder == "":
		folder = filepath.Join(env("HOME"), ".local", "state")
	}

	if folder == "" {
		return ""
	}

	return filepath.Join(folder, "cardcheck", "answers.json")
}

// answers reads the earlier answers.
func (p *prober) answers() {
	list, err := Answers(p.options.Answers)
	if err != nil {
		p.recordError("asked", err)
	}

	for i := range list {
		list[i].Source = "asked"
	}

	p.facts.Asked = append(p.facts.Asked, list...)
}

// Answers reads the answers in a file. It returns none if the file does not exist.
func Answers(path string) ([]checks.Answer, error) {
	if path == "" {
		return nil, nil
	}

	data, err := ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}

	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}

	var a answerFile
	if err := json.Unmarshal(data, &a); err != nil || a.Schema != 1 {
		return nil, fmt.Errorf("answers in %q are invalid: schema %d, %v", path, a.Schema, err)
	}

	return a.Answers, nil
}

// Remember writes the answers to a file that only its owner can read. It replaces the file completely or not at
// all.
func Remember(path string, list []checks.Answer) error {
	data, err := json.MarshalIndent(answerFile{Schema: 1, Answers: list}, "", "  ")
	if err != nil {
		return err
	}

	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}

	return WriteFile(path, append(data, '\n'))
}

// WriteFile writes a file that only its owner can read. It replaces the file completely or not at all.
func WriteFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // readable only by its owner
	if err != nil {
		return err
	}

	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}

	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}

	return nil
}
