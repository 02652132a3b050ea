package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"signpost/internal/cli"
	"signpost/internal/lock"
)

// checkRecorded returns an error if the lock does not exist or lacks addresses of the site, and prints those.
func (l *locker) checkRecorded(ctx context.Context) error {
	result, err := l.load(ctx, l.options)
	if err != nil {
		return err
	}

	file := l.options.LockFile()
	const hint = "run signpost lock, and commit " + lock.Name
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return cli.Problems(fmt.Errorf("%s does not exist", file), hint)
	}

	missing := result.Lock.Unrecorded(result.Site.Addresses())
	if err := l.printUnrecorded(l.Stdout, missing); err != nil {
		return err
	}

	if len(missing) > 0 {
		err := fmt.Errorf("%s of the site not recorded in %s", cli.Count(len(missing), "address"), file)
		return cli.Problems(err, hint)
	}

	fmt.Fprintf(l.Stderr, "%s records all addresses of the site\n", file)

	return nil
}

// shownAddresses is the number of addresses that are printed without --all.
const shownAddresses = 10

func (l *locker) printUnrecorded(w io.Writer, list []lock.Entry) error {
	out := bufio.NewWriter(w)
	for i, e := range list {
		if i == shownAddresses && !l.all {
			fmt.Fprintf(out, "and %d more; --all shows them\n", len(list)-i)
			break
		}

		fmt.Fprintln(out, e.Address)
	}

	return out.Flush()
}
