package external

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"time"
)

// How long an answer is believed. A page that was found dead may be mended tomorrow; one of which nothing is known is asked for again.
var believed = map[Verdict]time.Duration{Alive: 7 * 24 * time.Hour, Dead: 24 * time.Hour}

// recall reads the answers that are still believed. A cache that cannot be read, or is damaged, is as good as none.
func (c *Checker) recall() map[string]Answer {
	answers := map[string]Answer{}
	if c.Cache == "" {
		return answers
	}
	if data, err := os.ReadFile(c.Cache); err != nil || json.Unmarshal(data, &answers) != nil {
		return map[string]Answer{}
	}
	maps.DeleteFunc(answers, func(_ string, a Answer) bool {
		age := c.Now.Sub(a.When)
		return age < 0 || age >= believed[a.Verdict]
	})
	return answers
}

// remember writes the answers, whole or not at all: two runs may do so at once.
func (c *Checker) remember(answers map[string]Answer) error {
	if c.Cache == "" {
		return nil
	}
	data, err := json.Marshal(answers) // sorted by address
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.Cache), 0o777); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(c.Cache), "external-*")
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), c.Cache)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
