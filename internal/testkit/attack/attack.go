// Package attack damages what the programs read: articles, settings, locks, exports of other help centres, projects of
// other generators, pictures and built sites. The same seed always results in the same damage.
//
// Damage is done to bytes, which finds mistakes in parsers, and to structure, which gets past the parsers: hostile
// addresses and names, wrong types, deep nesting, and numbers and lists that are much too large.
package attack

import (
	_ "embed"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Files are the contents of files by their slash-separated paths.
type Files map[string][]byte

// Input is a damaged folder.
type Input struct {
	Seed uint64
	Kind string

	// Done says what was done, in order.
	Done []string

	// Changed contains the files that differ from those of the original folder.
	Changed Files

	// Project is the folder in the folder of projects that the command lines need, or empty.
	Project string

	// Args are the command lines to run in the folder, one after the other.
	Args [][]string
}

// String describes an input in one line.
func (in *Input) String() string {
	return fmt.Sprintf("seed %d, %s: %s", in.Seed, in.Kind, strings.Join(in.Done, "; "))
}

//go:embed testdata/site.txtar
var site []byte

// Site returns the sources of the help centre to damage.
func Site() (Files, error) {
	files, err := pictures()
	if err != nil {
		return nil, err
	}

	for _, f := range txtar.Parse(site).Files {
		files[f.Name] = f.Data
	}

	return files, nil
}

// Needs reports whether the command lines need a file of the original folder.
func (in *Input) Needs(name string) bool {
	return !strings.HasPrefix(name, Projects) || in.Project != "" && strings.HasPrefix(name, in.Project)
}

// Projects is the folder with a project of each generator.
const Projects = "projects/"

// Address is replaced in the command lines by the address of a server that sends the files of the site.
const Address = "ADDRESS"

// kind is one kind of input.
type kind struct {
	name   string
	share  int // of all inputs
	damage func(m *mutator)
}

var kinds = []kind{
	{"article", 40, damageArticle},
	{"settings", 18, damageSettings},
	{"lock", 8, damageLock},
	{"export", 10, damageExport},
	{"project", 8, damageProject},
	{"picture", 8, damagePicture},
	{"site", 8, damageSite},
	{"glossary", 4, damageGlossary},
}

// New returns the input with a seed. The files are those of the original folder.
func New(seed uint64, files Files) *Input {
	m := &mutator{
		Rand:  rand.New(rand.NewPCG(seed, seed)),
		files: files,
		names: slices.Sorted(maps.Keys(files)),
		input: &Input{Seed: seed, Changed: Files{}},
	}

	k := m.kind()
	m.input.Kind = k.name
	k.damage(m)

	return m.input
}

// mutator makes one input.
type mutator struct {
	*rand.Rand
	files Files
	names []string // of the files, sorted
	input *Input
}

func (m *mutator) kind() kind {
	sum := 0
	for _, k := range kinds {
		sum += k.share
	}

	n := m.IntN(sum)
	for _, k := range kinds {
		if n -= k.share; n < 0 {
			return k
		}
	}

	return kinds[0]
}

// note remembers what was done.
func (m *mutator) note(format string, args ...any) {
	m.input.Done = append(m.input.Done, fmt.Sprintf(format, args...))
}

// read returns the present content of a file, which the caller may change.
func (m *mutator) read(name string) []byte {
	if data, ok := m.input.Changed[name]; ok {
		return slices.Clone(data)
	}

	return slices.Clone(m.files[name])
}

func (m *mutator) write(name string, data []byte) {
	m.input.Changed[name] = data
}

func (m *mutator) run(args ...string) {
	m.input.Args = append(m.input.Args, args)
}

// chance reports whether something that happens once in n times happens now.
func (m *mutator) chance(n int) bool {
	return m.IntN(n) == 0
}

// many returns a number that is mostly small and sometimes up to limit.
func (m *mutator) many(limit int) int {
	n := 1 + m.IntN(8)
	for n < limit && m.chance(3) {
		n *= 10
	}

	return min(n, limit)
}

// match returns the sorted names of files that satisfy a condition.
func (m *mutator) match(condition func(name string) bool) []string {
	return slices.DeleteFunc(slices.Clone(m.names), func(name string) bool { return !condition(name) })
}

// pick returns a random element of a list.
func pick[E any](m *mutator, list []E) E {
	return list[m.IntN(len(list))]
}
