package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// State is what an interrupted run has verified, for the next one.
type State struct {
	Schema int `json:"schema"`

	// URL, Build and Live identify what was verified: the host, the sources, and the list of codes on the host, which
	// changes when the site is published again.
	URL   string `json:"url"`
	Build string `json:"build"`
	Live  string `json:"live"`

	When     time.Time `json:"when"`
	Verified []string  `json:"verified"`
}

// maxStateAge is how long a state counts: a host may break without a new build.
const maxStateAge = 24 * time.Hour

// ReadState reads the state of an interrupted run. It returns nothing if there is none that counts: of another host or
// build, too old, or damaged.
func ReadState(file string, want State) (State, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, nil
	}

	if err != nil {
		return State{}, err
	}

	var s State
	if json.Unmarshal(data, &s) != nil {
		return State{}, nil
	}

	age := want.When.Sub(s.When)
	isSame := s.Schema == Schema && s.URL == want.URL && s.Build == want.Build && s.Live == want.Live
	if !isSame || want.Build == "" || age < 0 || age > maxStateAge {
		return State{}, nil
	}

	return s, nil
}

// maxState is the size of a file that may be a state.
const maxState = 64 << 20

// ErrNotState is returned for a file that contains something else than a state.
var ErrNotState = errors.New("it was not written by verify")

// CheckState returns ErrNotState for a file that must not be replaced with a state, because it contains something else.
func CheckState(file string) error {
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular() || info.Size() > maxState:
		return ErrNotState
	}

	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}

	var s State
	if len(data) > 0 && (json.Unmarshal(data, &s) != nil || s.Schema == 0 || s.Build == "") {
		return ErrNotState
	}

	return nil
}

// Write replaces the state in a file.
func (s State) Write(file string) error {
	s.Schema = Schema
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}

	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}

	temporary, err := os.CreateTemp(filepath.Dir(file), "verify-*")
	if err != nil {
		return err
	}

	_, writeErr := temporary.Write(data)
	err = errors.Join(writeErr, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}

	if err != nil {
		_ = os.Remove(temporary.Name())
		return fmt.Errorf("cannot keep what was verified: %w", err)
	}

	return nil
}
