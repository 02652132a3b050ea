package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"signpost/internal/addresslist"
	"signpost/internal/cli"
	"signpost/internal/generate"
	"signpost/internal/lock"
	"signpost/internal/site"
)

// recordFrom records the addresses in a file that another program published, and prints which of them are lost.
func (l *locker) recordFrom(ctx context.Context) error {
	list, err := readAddresses(ctx, l.from)
	if err != nil {
		return err
	}

	lost := 0
	err = l.change(ctx, func(r *generate.Result) error {
		if r.Failed() {
			return l.reportErrors(r)
		}

		lost, err = l.addPublished(ctx, r, list)
		return err
	})
	if err == nil && lost > 0 {
		err = cli.Problems(fmt.Errorf("%s lost", cli.Count(lost, "published address")),
			"give the page an alias, or run signpost lock move or signpost lock retire; --move makes the moves shown")
	}

	return err
}

func readAddresses(ctx context.Context, name string) (*addresslist.List, error) {
	list, err := addresslist.Read(ctx, name)
	if missing := new(addresslist.MissingError); errors.As(err, &missing) {
		return nil, cli.WithHint(err, "download it there: signpost does not use the network")
	}

	if err != nil && ctx.Err() == nil {
		return nil, cli.WithHint(err, "give a sitemap.xml, a list with one address per line, or a table in CSV")
	}

	return list, err
}

// addPublished adds published addresses to the lock, and returns how many of them are lost.
func (l *locker) addPublished(ctx context.Context, r *generate.Result, list *addresslist.List) (lost int, err error) {
	found, err := r.Site.ComparePublished(ctx, r.Config, r.Lock, list.Addresses)
	if err != nil {
		return 0, err
	}

	entries := make([]lock.Entry, 0, len(found.Addresses))
	for _, p := range found.Addresses {
		e := lock.Entry{Address: p.Address}
		if l.moves {
			e.To = p.To
		}

		if !p.Kept && e.To == "" {
			lost++
		}

		entries = append(entries, e)
	}

	added := r.Lock.Add(entries)
	if err := printPublished(l.Stdout, found.Addresses); err != nil {
		return 0, err
	}

	l.summarise(found, list.Ignored, added)

	return lost, nil
}

// printPublished prints the addresses that are kept, then those that are lost.
func printPublished(w io.Writer, list []site.Published) error {
	out := bufio.NewWriter(w)
	for _, p := range list {
		if p.Kept {
			fmt.Fprintf(out, "kept %s\n", p.Address)
		}
	}

	for _, p := range list {
		switch {
		case p.Kept:
		case p.To != "":
			fmt.Fprintf(out, "lost %s -> %s\n", p.Address, p.To)
		default:
			fmt.Fprintf(out, "lost %s\n", p.Address)
		}
	}

	return out.Flush()
}

// summarise prints the numbers of addresses.
func (l *locker) summarise(found *site.PublishedList, ignored, added int) {
	kept := 0
	for _, p := range found.Addresses {
		if p.Kept {
			kept++
		}
	}

	fmt.Fprintf(l.Stderr, "%s: %d kept, %d lost; recorded %d\n",
		cli.Count(len(found.Addresses), "published address"), kept, len(found.Addresses)-kept, added)

	for _, part := range []struct {
		count int
		text  string
	}{
		{found.Others, "of other sites"},
		{found.Files, "of pictures, styles and scripts"},
		{found.Invalid + ignored, "that are invalid"},
	} {
		if part.count > 0 {
			fmt.Fprintf(l.Stderr, "ignored %s %s\n", cli.Count(part.count, "address"), part.text)
		}
	}
}
