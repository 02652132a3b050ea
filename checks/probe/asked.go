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

// answers is the file in which answers are remembered.
type answers struct {
	Schema  int             `json:"schema"`
	Answers []checks.Answer `json:"answers"`
}

// StateFile is where answers are remembered: in the folder that the system has for what programs remember of a
// user. It is empty where there is none.
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

// asked reads what was answered before.
func (p *prober) asked() {
	list, err := Answers(p.options.Answers)
	if err != nil {
		p.trouble("asked", err)
	}
	for i := range list {
		list[i].Source = "asked"
	}

	p.facts.Asked = append(p.facts.Asked, list...)
}

// Answers reads the answers that a file remembers; none where there is no file.
func Answers(path string) ([]checks.Answer, error) {
	if path == "" {
		return nil, nil
	}

	data, err := ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("answers: %w", err)
	}

	var a answers
	if err := json.Unmarshal(data, &a); err != nil || a.Schema != 1 {
		return nil, fmt.Errorf("answers in %q cannot be read: schema %d, %v", path, a.Schema, err)
	}

	return a.Answers, nil
}

// Remember writes the answers to a file, whole or not at all, for nobody but its owner.
func Remember(path string, list []checks.Answer) error {
	data, err := json.MarshalIndent(answers{1, list}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return WriteFile(path, append(data, '\n'))
}

// WriteFile writes a file that may be there already, whole or not at all, for nobody but its owner to read.
func WriteFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // for its owner alone, as is what takes its place
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
