package generate

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"signpost/internal/article"
	"signpost/internal/baseline"
	"signpost/internal/problem"
	"signpost/internal/regular"
	"signpost/internal/rules"
)

// known compares the problems of a site with the baseline.
type known struct {
	file   string // of the baseline
	before []byte // its content; nil if there is no file

	// match compares them when it is called first.
	match func() baseline.Match
}

// BaselineFile returns the path of the baseline.
func (o Options) BaselineFile() string {
	return o.nextToConfig(baseline.Name)
}

// MarkKnown marks the problems that the baseline contains, as Load does. The baseline or the problems may have changed.
func (r *Result) MarkKnown(o Options) error {
	r.known.file = o.BaselineFile()
	data, err := regular.ReadFile(r.known.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	list, problems := baseline.Parse(r.known.file, data)
	r.Problems = slices.DeleteFunc(r.Problems, func(p problem.Problem) bool {
		return p.Rule == rules.BrokenBaseline.ID // of an earlier call
	})
	for i := range r.Problems {
		r.Problems[i].Known = false
	}

	r.known.before = data
	r.add(problems)
	r.Problems = problem.Sort(r.Problems)
	r.known.match = sync.OnceValue(func() baseline.Match {
		return list.Match(baseline.Input{
			Problems:   r.Problems,
			CanBeKnown: canBeKnown(o, r),
			Source:     r.Source,
			Exists:     exists,
		})
	})

	if list.Len() > 0 { // otherwise nothing is known, and the files of all problems need not be read
		r.known.match()
	}

	problem.MarkFollowing(r.Problems, rules.All())

	return nil
}

// canBeKnown returns a function that reports whether the site is right in spite of a problem. Mistakes in settings and
// in the lock must be fixed.
func canBeKnown(o Options, r *Result) func(problem.Problem) bool {
	tolerable := map[string]bool{}
	for _, rule := range rules.All() {
		tolerable[rule.ID] = !rule.SeverityLocked || rule.Tolerable
	}

	others := o.OtherFiles(r.Config)

	return func(p problem.Problem) bool {
		return tolerable[p.Rule] && !slices.Contains(others, p.File)
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

// RecordBaseline returns a baseline with all problems of the site that it can contain, and their number. It needs a
// site that was loaded with Options.Lint. The caller writes it to Options.BaselineFile.
func (r *Result) RecordBaseline(o Options) (data []byte, count int) {
	list := r.known.match().Record(r.mayRemain(o))
	return list.Encode(), list.Len()
}

// PruneBaseline returns the baseline without the problems that are fixed, and their number. It returns nil if nothing
// has changed, and for a site that fails: a file may be unread, and a change that causes a new problem may be undone.
func (r *Result) PruneBaseline(o Options) (data []byte, fixed int) {
	if r.known.before == nil || r.Site == nil || r.Failed() {
		return nil, 0
	}

	match := r.known.match()
	list := match.Prune(r.mayRemain(o))
	fixed = match.Found.Len() + match.Gone.Len() - list.Len()
	if fixed == 0 && !match.Moved() {
		return nil, 0
	}

	return list.Encode(), fixed
}

// mayRemain returns a function that reports whether a known problem that was not found may still be there: this run did
// not read the file or did not check the rule.
func (r *Result) mayRemain(o Options) func(baseline.Entry) bool {
	checked := map[string]bool{}
	for _, rule := range rules.Checked(o.Lint) {
		severity := rule.Severity
		if setting, ok := r.Config.Lint[rule.ID]; ok {
			severity = problem.Severity(setting)
		}

		checked[rule.ID] = severity != problem.Off
	}

	return func(e baseline.Entry) bool {
		name := r.known.match().Gone.Path(e)
		switch {
		case !checked[e.Rule]:
			return true
		case !exists(name):
			return false
		case r.Site.IsInternal():
			return true // on the public site, where other links are dead
		}

		file, err := filepath.Rel(r.contentDir, name)
		if err != nil || !filepath.IsLocal(file) {
			return true
		}

		return !r.isRead(filepath.ToSlash(file), o.Lint)
	}
}

// isRead reports whether all problems of a content file were found. Only lint decodes every picture.
func (r *Result) isRead(file string, lint bool) bool {
	if path.Ext(file) != ".md" {
		return lint
	}

	if strings.HasPrefix(file, article.SnippetFolder+"/") {
		return !r.Site.HasHidden() // articles include it
	}

	return r.Site.HasFile(file)
}
