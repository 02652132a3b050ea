package external

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"time"
)

// maxAge is how long cached answers are valid. A dead page may be fixed soon, and an unknown one is checked
// in every run.
var maxAge = map[Verdict]time.Duration{
	Alive: 7 * 24 * time.Hour,
	Dead:  24 * time.Hour,
}

// readCache returns the cached answers that are still valid. A missing or damaged cache is empty.
func (c *Checker) readCache() map[string]Answer {
	answers := map[string]Answer{}
	if c.Cache == "" {
		return answers
	}

	data, err := os.ReadFile(c.Cache)
	if err != nil || json.Unmarshal(data, &answers) != nil {
		return map[string]Answer{}
	}

	maps.DeleteFunc(answers, func(_ string, a Answer) bool {
		age := c.Now.Sub(a.When)
		return age < 0 || age >= maxAge[a.Verdict]
	})

	return answers
}

// writeCache replaces the cache atomically, since two runs may write it at the same time.
func (c *Checker) writeCache(answers map[string]Answer) error {
	if c.Cache == "" {
		return nil
	}

	data, err := json.Marshal(answers)
	if err != nil {
		return err
	}

	dir := filepath.Dir(c.Cache)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}

	file, err := os.CreateTemp(dir, "external-*")
	if err != nil {
		return err
	}

	_, writeErr := file.Write(data)
	err = errors.Join(writeErr, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), c.Cache)
	}

	if err != nil {
		_ = os.Remove(file.Name())
	}

	return err
}
