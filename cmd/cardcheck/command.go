package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/checks/probe/fetch"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/version"
)

// program is what the commands share: the process, and the flags.
type program struct {
	cli.Process
	registry *codes.Registry

	site     string        // --site: the address or the folder of the help centre
	setup    string        // --setup
	identity string        // --identity
	timeout  time.Duration // --timeout
	online   bool          // --online
}

// run is the whole program. It returns the exit code.
func run(ctx context.Context, p cli.Process) int {
	registry, err := codes.Embedded()
	if err != nil {
		return cli.Report(ctx, p.Stderr, "cardcheck", err)
	}
	return runWith(ctx, p, registry)
}

// runWith is the program with a registry of codes.
func runWith(ctx context.Context, p cli.Process, registry *codes.Registry) int {
	return command.Run(ctx, p, func(p cli.Process) *cobra.Command {
		program := &program{
			Process:  p,
			registry: registry,
		}
		return program.root()
	})
}

func (p *program) root() *cobra.Command {
	check := p.runCommand()
	root := &cobra.Command{
		Use:   "cardcheck",
		Short: "Check smartcard reader, card and practice set-up, and lead to the fix",
		Long: "cardcheck looks at the smartcard reader, the card and the practice's set-up, says what is wrong, and leads to the fix.\n" +
			"Alone it is \"cardcheck run\".",
		Args: command.NoArgs,
		RunE: check.RunE,
	}
	root.Flags().AddFlagSet(check.Flags())
	root.PersistentFlags().StringVar(&p.site, "site", "", "the help centre that links lead to: its address, or the folder of a copy, whose codes are used (default "+p.registry.Site+")")
	root.PersistentFlags().BoolVar(&p.online, "online", false, "call the network: NHS addresses, the national directory for the practice's ODS code and ICB, and --site for its newest codes; without it nothing is called")
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return p.useSite(c.Context()) }
	root.AddCommand(
		check,
		p.uiCommand(),
		p.explainCommand(),
		p.checksCommand(),
		p.openCommand(),
		p.factsCommand(),
		p.initCommand(),
		p.askCommand(),
		p.reportCommand(),
		p.watchCommand(),
		p.versionCommand(),
		p.childCommand(),
		p.watchChildCommand(),
	)
	return root
}

// useSite lets links lead to another copy of the help centre. Where that is a folder, the codes come from it too: it may be
// newer than this program.
func (p *program) useSite(ctx context.Context) error {
	if p.site == "" {
		return nil
	}
	if info, err := os.Stat(p.site); err == nil && info.IsDir() {
		return p.useFolder(p.site)
	}
	if err := webAddress(p.site); err != nil {
		return cli.Usage(fmt.Errorf("--site: %w, and not a folder", err), "give an address such as https://help.example/, or the folder of a copy")
	}
	if p.online {
		p.useNewest(ctx)
	}
	p.registry = p.registry.At(p.site)
	return nil
}

// maxCodes is more than a site has codes for.
const maxCodes = 4 << 20

// useNewest takes the codes that the site has now. Where that does not work, those of this program must do.
func (p *program) useNewest(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	client := fetch.Client{Env: p.Env}
	answer, err := client.Get(ctx, strings.TrimSuffix(p.site, "/")+"/codes.json", maxCodes)
	if err == nil && answer.Status != 200 {
		err = fmt.Errorf("status %d", answer.Status)
	}
	if err == nil {
		var registry *codes.Registry
		if registry, err = codes.Decode(answer.Body); err == nil {
			p.registry = registry
			return
		}
	}
	fmt.Fprintf(p.Stderr, "cardcheck: --site: the newest codes of %s cannot be had, so those of this program are used: %v\n", p.site, err)
}

// useFolder takes the codes of a site that was built into a folder, and refuses those that are damaged or from another time.
func (p *program) useFolder(folder string) error {
	data, err := probe.ReadFile(filepath.Join(folder, "codes.json"))
	if err != nil {
		return cli.WithHint(fmt.Errorf("--site: %w", err), "give the folder that holds codes.json")
	}
	registry, err := codes.Decode(data)
	if err != nil {
		return cli.WithHint(fmt.Errorf("--site: %w", err), "copy the help centre into the folder anew")
	}
	p.registry = registry
	return nil
}

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of cardcheck and of the facts it judges by", Args: command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(p.Stdout, "cardcheck %s, %d codes of %s, facts of %s\n",
				version.Number, len(p.registry.Codes), p.registry.Site, checks.PolicyDate().Format("2 January 2006"))
			return err
		},
	}
}

// childCommand is the process that talks to readers and cards, and gets killed when they hang. Should nobody be left to kill it,
// it gives up by itself.
func (p *program) childCommand() *cobra.Command {
	var reader string
	c := &cobra.Command{
		Use: "probe-card", Hidden: true, Args: command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			done := make(chan error, 1)
			go func() { done <- probe.Child(reader, p.Stdout) }()
			select {
			case err := <-done:
				return err
			case <-time.After(p.timeout + time.Second):
				return errors.New("the card did not answer")
			}
		},
	}
	c.Flags().StringVar(&reader, "reader", "", "the reader whose card to ask")
	p.addTimeout(c)
	return c
}

// collect observes this computer.
func (p *program) collect(ctx context.Context) (*checks.Facts, error) {
	options, err := p.options()
	if err != nil {
		return nil, err
	}
	facts := probe.Collect(ctx, options)
	if ctx.Err() != nil { // what was broken off would look like a card that does not answer
		return nil, context.Cause(ctx)
	}
	return facts, nil
}

// leastTimeout is what a service and a card that work need on a slow computer: with less, cardcheck would find fault with both.
const leastTimeout = 500 * time.Millisecond

// options says what to observe, as the flags want it.
func (p *program) options() (probe.Options, error) {
	if p.timeout < leastTimeout || p.timeout > time.Minute {
		return probe.Options{}, cli.Usage(fmt.Errorf("--timeout must be from %v to a minute, not %v", leastTimeout, p.timeout), "leave it out: two seconds are enough for any card that works")
	}
	self, err := os.Executable()
	if err != nil {
		return probe.Options{}, err
	}
	var online *probe.Online
	if p.online {
		online = &probe.Online{Addresses: checks.Addresses(), Directory: checks.DirectoryURL()}
	}
	return probe.Options{
		Online:   online,
		Child:    []string{self, "probe-card", "--timeout", p.timeout.String()},
		Setup:    p.setupPlaces(self),
		Identity: p.identity,
		Stdin:    p.Stdin,
		Answers:  p.answersFile(),
		Timeout:  p.timeout,
		Now:      time.Now,
		Env:      p.Env,
	}, nil
}

const setupFile = "practice.yaml"

// setupPlaces is where the set-up file may be: in the folder in which cardcheck is run or, as after a double click, beside it.
func (p *program) setupPlaces(self string) []string {
	if p.setup != "" {
		return []string{p.setup}
	}
	return []string{setupFile, filepath.Join(filepath.Dir(self), setupFile)}
}

func (p *program) addProbeFlags(c *cobra.Command) {
	c.Flags().StringVar(&p.setup, "setup", "", "set-up file (default "+setupFile+" here, else beside the program)")
	c.Flags().StringVar(&p.identity, "identity", "", "file with the roles: a list copied from Care Identity Management, CIS2 userinfo, or an Identity Agent's answer; - is standard input")
	p.addTimeout(c)
}

func (p *program) addTimeout(c *cobra.Command) {
	c.Flags().DurationVar(&p.timeout, "timeout", 2*time.Second, "how long readers and cards may take to answer")
}
