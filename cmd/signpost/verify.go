package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/polite"
	"signpost/internal/progress"
	"signpost/internal/verify"
)

// verification is one run of "signpost verify".
type verification struct {
	*program
	build   generate.Options
	baseURL string
	format  string
	all     bool
	rate    int
	jobs    int
	timeout time.Duration
	hosts   []string
	ca      string
	resume  bool
	state   string

	progress *progress.Line
	start    time.Time
	options  verify.Options
}

// verifyFormats lists the formats of verify.
var verifyFormats = []string{"text", "json", "junit"}

// Without flags, a host on another computer gets ten requests per second, four at a time.
const (
	defaultRate       = 10
	defaultJobs       = 4
	defaultLocalJobs  = 16
	maxJobs           = 64
	defaultTimeout    = 15 * time.Second
	maxResponseHeader = 1 << 20
)

func (p *program) verifyCommand() *cobra.Command {
	v := &verification{program: p}
	cmd := &cobra.Command{
		Use:   "verify URL",
		Short: "Check that every published address works on the live site",
		Long: `verify requests every address in anchors.lock and every short link at URL, and
compares the answers with the site that the sources make: status, redirects,
fragments, notices of retired content, text, and the files that pages load.
It uses the network, and requests nothing from other hosts.`,
		Args: command.Args("the address of the site, such as https://help.example/", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args[0]) },
	}

	flags := cmd.Flags()
	p.addBuildFlags(flags, &v.build)
	p.addNowFlag(flags, &v.build.Now)
	flags.StringVar(&v.baseURL, "base-url", "",
		"`address` for which the site was built; overrides base_url in the settings")
	addFormatFlag(flags, &v.format, verifyFormats)
	flags.BoolVar(&v.all, "all", false, "show all faults, not only the first ones of each kind")
	flags.IntVar(&v.rate, "rate", 0, "`number` of requests per second (default: 10; on this computer no limit)")
	flags.IntVar(&v.jobs, "jobs", 0, "`number` of requests at the same time (default: 4; on this computer 16)")
	flags.DurationVar(&v.timeout, "timeout", defaultTimeout, "`time` for one answer")
	flags.StringArrayVar(&v.hosts, "allow-host", nil, "other `host` to which the site may redirect; repeatable")
	flags.StringVar(&v.ca, "ca", "", "`file` with certificates of further authorities, in PEM")
	flags.BoolVar(&v.resume, "resume", false, "continue an interrupted run: request only what it did not verify")
	flags.StringVar(&v.state, "state", "", "`file` that keeps what an interrupted run verified (default: in the cache)")
	return cmd
}

func (v *verification) run(ctx context.Context, address string) error {
	v.start = v.Now()
	v.progress = progress.New(v.Stderr, v.Now)
	if err := v.setOptions(address); err != nil {
		return err
	}

	live, err := verify.Registry(ctx, v.options)
	if err != nil {
		return v.requestError(err)
	}

	articles, err := v.openLibrary("articles", v.build.ContentDir())
	if err != nil {
		return err
	}
	defer articles.Close(context.WithoutCancel(ctx)) // pages are made from it until the end
	v.build.Library = articles
	site, build, err := v.loadSite(ctx, live)
	if err != nil {
		return err
	}

	return v.verify(ctx, site, v.newState(build, live))
}

// setOptions checks the flags and sets the options of all requests.
func (v *verification) setOptions(address string) error {
	base, err := parseSiteURL(address)
	if err != nil {
		return err
	}
	if err := v.checkFlags(); err != nil {
		return err
	}

	isLocal := verify.IsLoopback(base)
	if v.rate == 0 && !isLocal {
		v.rate = defaultRate
	}
	if v.jobs == 0 {
		v.jobs = defaultJobs
		if isLocal {
			v.jobs = defaultLocalJobs
		}
	}
	transport, err := v.transport()
	if err != nil {
		return err
	}

	v.options = verify.Options{
		URL:       base,
		Hosts:     lowerCase(v.hosts),
		Transport: transport,
		Jobs:      v.jobs,
		Timeout:   v.timeout,
		Now:       v.Now,
		Pause:     polite.Pause,
		Random:    rand.Uint64(),
	}
	if v.rate > 0 {
		v.options.Gap = time.Second / time.Duration(v.rate)
	}
	return nil
}

// parseSiteURL parses the address of a site. A user or a password in it is refused, and not printed.
func parseSiteURL(address string) (*url.URL, error) {
	const hint = "give the whole address of the site, such as https://help.example/"
	u, err := url.Parse(address)
	if err != nil {
		return nil, cli.Usagef(hint, "the address of the site cannot be read")
	}
	if u.User != nil {
		return nil, cli.Usagef("remove the part before @: verify sends no credentials",
			"the address of the site contains a user or a password")
	}

	normal, err := config.BaseURL(address)
	if err != nil {
		return nil, cli.Usage(err, hint)
	}
	return url.Parse(normal)
}

func (v *verification) checkFlags() error {
	if err := cli.OneOf("format", v.format, verifyFormats); err != nil {
		return err
	}
	if v.rate < 0 || v.rate > int(time.Second) {
		return cli.Usagef("use 1 or more", "invalid value %d for --rate", v.rate)
	}
	if v.jobs < 0 || v.jobs > maxJobs {
		return cli.Usagef(fmt.Sprintf("use 1 to %d", maxJobs), "invalid value %d for --jobs", v.jobs)
	}
	if v.timeout <= 0 {
		return cli.Usagef("use a time such as 15s", "invalid value %v for --timeout", v.timeout)
	}
	for _, host := range v.hosts {
		if strings.Contains(host, "/") {
			return cli.Usagef("give only the name, such as www.help.example", "invalid value %q for --allow-host", host)
		}
	}
	if v.state != "" {
		if err := verify.CheckState(v.state); err != nil {
			return cli.Usagef("name a file that does not exist", "--state %s: %w", v.state, err)
		}
	}
	if v.baseURL == "" {
		return nil
	}
	normal, err := config.BaseURL(v.baseURL)
	if err != nil {
		return cli.Usagef("give the whole address, such as https://help.example/", "--base-url: %w", err)
	}
	v.baseURL = normal
	return nil
}

func lowerCase(list []string) []string {
	var lower []string
	for _, one := range list {
		lower = append(lower, strings.ToLower(one))
	}
	return lower
}

// transport returns the transport for all requests.
func (v *verification) transport() (http.RoundTripper, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	transport.MaxIdleConnsPerHost = v.jobs
	transport.MaxResponseHeaderBytes = maxResponseHeader
	if v.ca != "" {
		pool, err := authorities(v.ca)
		if err != nil {
			return nil, err
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	return transport, nil
}

// authorities returns the authorities of the system and those in a file.
func authorities(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(data) {
		return nil, cli.WithHint(fmt.Errorf("%s contains no certificate", file), "name a file in PEM format")
	}
	return pool, nil
}

// loadSite loads the site for the address for which that on the host was built: pages contain it. It also returns the
// fingerprint of the sources.
func (v *verification) loadSite(ctx context.Context, live *codes.Registry) (*verify.Site, string, error) {
	settings, _, err := config.Load(v.build.ConfigFile, v.Environ)
	if err != nil {
		return nil, "", err
	}
	v.options.BaseURLs = []string{cmp.Or(v.baseURL, settings.BaseURL), v.options.URL.String()}
	v.build.BaseURL = v.baseURL
	if live != nil && live.Site == v.options.URL.String() {
		v.build.BaseURL = live.Site
	}

	v.build.History = v.dateHistory(v.build.ContentDir())
	v.build.Progress = func(done, total int) { v.progress.Show("reading articles", done, total) }
	v.build.Fingerprint = generate.TakeFingerprint(ctx, v.build)
	result, err := v.load(ctx, v.build)
	v.progress.Clear()
	if err != nil {
		return nil, "", err
	}

	files, err := result.Output(ctx)
	if err != nil {
		return nil, "", err
	}
	return verify.Plan(result, files.Files), v.build.Fingerprint.Sum(ctx), nil
}

// newState returns the state of this run, without what is verified.
func (v *verification) newState(build string, live *codes.Registry) verify.State {
	s := verify.State{
		URL:   v.options.URL.String(),
		Build: build,
		When:  v.start,
	}
	if live != nil {
		s.Live = live.Site + " " + live.Hash
	}
	return s
}

// stateFile returns the file that keeps what is verified, or nothing if there is no place for it.
func (v *verification) stateFile() string {
	if v.state != "" {
		return v.state
	}
	return v.cachePath(fmt.Sprintf("verify/%x.json", sha256.Sum256([]byte(v.options.URL.String()))))
}

// verify requests everything, and writes the report.
func (v *verification) verify(ctx context.Context, site *verify.Site, state verify.State) error {
	resumed, err := v.readState(state)
	if err != nil {
		return err
	}

	v.options.Progress = func(done, total int) { v.progress.Show("verifying addresses", done, total) }
	result, err := verify.Run(ctx, v.options, site)
	v.progress.Clear()
	if err != nil {
		return v.stop(err, result, site, state)
	}
	if file := v.stateFile(); file != "" {
		_ = os.Remove(file) // of an interrupted run
	}

	return v.report(verify.Report{
		Result:  result,
		Site:    site,
		URL:     v.options.URL.String(),
		Resumed: resumed,
	})
}

// readState continues an interrupted run, if the user wants that.
func (v *verification) readState(state verify.State) (resumed int, err error) {
	file := v.stateFile()
	if !v.resume || file == "" {
		return 0, nil
	}
	earlier, err := verify.ReadState(file, state)
	if err != nil {
		return 0, err
	}
	if len(earlier.Verified) == 0 {
		fmt.Fprintln(v.Stderr, "no interrupted run of this build to continue: verifying everything")
		return 0, nil
	}

	v.options.Verified = map[string]bool{}
	for _, path := range earlier.Verified {
		v.options.Verified[path] = true
	}
	fmt.Fprintf(v.Stderr, "continuing: not requesting %s again, verified at %s\n",
		cli.Count(len(earlier.Verified), "path"), earlier.When.Format("15:04 on 2006-01-02"))
	return len(earlier.Verified), nil
}

// stop keeps what was verified, and returns the error that ended the run.
func (v *verification) stop(err error, r *verify.Result, site *verify.Site, state verify.State) error {
	file := v.stateFile()
	var unreachable *verify.UnreachableError
	isTemporary := errors.Is(err, context.Canceled) || errors.As(err, &unreachable)
	if !isTemporary || file == "" || state.Build == "" || len(r.Verified) == 0 {
		return v.requestError(err)
	}
	state.Verified = r.Verified
	if writeErr := state.Write(file); writeErr != nil {
		cli.Warn(v.Stderr, "signpost", writeErr)
		return v.requestError(err)
	}

	fmt.Fprintf(v.Stderr, "verified %d of %d paths; --resume continues with the others\n",
		len(r.Verified), len(site.Targets))
	return v.requestError(err)
}

// requestError adds the address of the site to the error of a host that does not answer.
func (v *verification) requestError(err error) error {
	var unreachable *verify.UnreachableError
	if !errors.As(err, &unreachable) {
		return err
	}
	return cli.WithHint(fmt.Errorf("%s: %w", v.options.URL, err), "check the address, the server and the network")
}

// report writes the report. It returns cli.ErrProblems if there are faults.
func (v *verification) report(r verify.Report) error {
	var err error
	switch v.format {
	case "json":
		err = r.WriteJSON(v.Stdout)
	case "junit":
		err = r.WriteJUnit(v.Stdout)
	default:
		err = r.WriteText(v.Stdout, v.all)
	}
	if err != nil {
		return err
	}

	v.summarise(r)
	if len(r.Result.Faults) > 0 {
		return cli.ErrProblems
	}
	return nil
}

// summarise prints what was verified.
func (v *verification) summarise(r verify.Report) {
	c := r.Count()
	elapsed := v.Now().Sub(v.start).Round(time.Millisecond)
	if len(r.Result.Faults) == 0 {
		fmt.Fprintf(v.Stderr, "%s leads to the content of all %s (%s in %s)\n",
			r.URL, cli.Count(c.Addresses, "address"), cli.Count(c.Requests, "request"), elapsed)
		return
	}
	affected := fmt.Sprintf("%d of %s affected", c.Faulty, cli.Count(c.Addresses, "address"))
	if c.Faulty == 0 {
		affected = "no published address affected"
	}
	fmt.Fprintf(v.Stderr, "%s: %s, %s (%s in %s)\n", r.URL, cli.Count(len(r.Result.Faults), "fault"),
		affected, cli.Count(c.Requests, "request"), elapsed)
}
