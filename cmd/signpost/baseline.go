package main

import (
	"fmt"

	"signpost/internal/baseline"
	"signpost/internal/cli"
	"signpost/internal/generate"
)

// writeBaseline records the problems of a loaded site. A site that could not be loaded has unknown problems.
func (p *program) writeBaseline(r *generate.Result, o generate.Options) error {
	if r.Site == nil {
		return p.reportErrors(r)
	}
	data, count := r.RecordBaseline(o)
	if err := replaceFile(o.BaselineFile(), data); err != nil {
		return err
	}
	fmt.Fprintf(p.Stderr, "recorded %s in %s\n", cli.Count(count, "problem"), o.BaselineFile())
	if err := r.MarkKnown(o); err != nil {
		return err
	}
	if r.Failed() {
		fmt.Fprintln(p.Stderr, "these errors cannot be recorded, because pages or addresses would be missing:")
	}
	return nil
}

// pruneBaseline removes the problems that are fixed from the baseline. On a build server, it only counts them: changes
// of files are lost there. The site is right without it, so that a failure is only a warning.
func (p *program) pruneBaseline(r *generate.Result, o generate.Options) {
	data, fixed := r.PruneBaseline(o)
	if data == nil {
		return
	}

	problems := cli.Count(fixed, "problem")
	if p.isBuildServer() {
		fmt.Fprintf(p.Stderr, "%s in %s fixed; run signpost lint to remove them, and commit the file\n",
			problems, baseline.Name)
		return
	}

	if err := replaceFile(o.BaselineFile(), data); err != nil {
		cli.Warn(p.Stderr, "signpost", fmt.Errorf("%s in %s fixed, but not removed: %w", problems, baseline.Name, err))
		return
	}
	if fixed > 0 {
		fmt.Fprintf(p.Stderr, "removed %s from %s: fixed\n", problems, baseline.Name)
	}
}

// isBuildServer reports whether the program runs on a build server: all of them set CI.
func (p *program) isBuildServer() bool {
	ci := p.Env("CI")
	return ci != "" && ci != "false" && ci != "0"
}
