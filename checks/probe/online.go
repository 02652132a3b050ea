package probe

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"signpost/checks"
	"signpost/checks/probe/fetch"
)

// Online is what may be called on the network. Each address is called once.
type Online struct {
	Addresses []string // of servers that smartcards need
	Directory string   // of organisations; the ODS code is added to it
}

// networkLimit is how long a server may take to answer.
const networkLimit = 5 * time.Second

// online observes the network, all of it at the same time: five servers are asked one question each.
func (p *prober) online(ctx context.Context, o Online) {
	ctx, cancel := context.WithTimeout(ctx, networkLimit)
	defer cancel()
	h := p.facts.Host
	h.Network = &checks.Network{Origin: p.origin("network"), Addresses: make([]checks.Reach, len(o.Addresses))}
	dates := make([]time.Time, len(o.Addresses))
	var wait sync.WaitGroup
	for i, address := range o.Addresses {
		h.Network.Proxy = fetch.Proxy(address)
		wait.Go(func() { h.Network.Addresses[i], dates[i] = reach(ctx, address) })
	}
	if code := practiceODS(p.facts.Setup); code != "" {
		h.Directory = &checks.Directory{Origin: p.origin("directory"), Code: code}
		wait.Go(func() { lookUp(ctx, o.Directory, h.Directory) })
	}
	wait.Wait()
	p.compareClock(dates)
}

// reach calls a server. Any answer will do, whatever it says.
func reach(ctx context.Context, address string) (checks.Reach, time.Time) {
	var r checks.Reach
	if u, err := url.Parse(address); err == nil {
		r.Host = u.Host
	}
	a, err := fetch.Get(ctx, address, 0)
	if err != nil {
		r.Stage, r.Error = stageOf(err), err.Error()
		return r, time.Time{}
	}
	r.Status = a.Status
	return r, a.Date
}

func stageOf(err error) string {
	var f *fetch.Failure
	if errors.As(err, &f) {
		return f.Stage
	}
	return checks.StageAnswer
}

// compareClock keeps the first server's clock beside that of this computer.
func (p *prober) compareClock(dates []time.Time) {
	clock := p.facts.Host.Clock
	for _, date := range dates {
		if clock != nil && !date.IsZero() {
			clock.Server, clock.Asked = date, p.options.Now().UTC().Truncate(time.Second)
			return
		}
	}
}

// askable is what an ODS code can look like: nothing else becomes part of an address.
var askable = regexp.MustCompile(`^[A-Z0-9]{3,10}$`)

// practiceODS is the practice's ODS code, if the directory can be asked for it.
func practiceODS(s *checks.Setup) string {
	if s == nil {
		return ""
	}
	code := strings.ToUpper(strings.TrimSpace(s.ODSCode))
	if !askable.MatchString(code) {
		return ""
	}
	return code
}

// maxOrganisation is more than the directory says of any organisation: large ones have thousands of relations.
const maxOrganisation = 4 << 20

// The statuses of HTTP that mean something here.
const (
	statusFine    = 200
	statusMissing = 404
)

// lookUp asks the directory for an organisation.
func lookUp(ctx context.Context, directory string, d *checks.Directory) {
	a, err := fetch.Get(ctx, directory+d.Code, maxOrganisation)
	switch {
	case err != nil:
		d.Error = err.Error()
	case a.Status == statusMissing:
		d.Missing = true
	case a.Status != statusFine:
		d.Error = "the directory answered with status " + strconv.Itoa(a.Status)
	default:
		if err := organisation(a.Body, d); err != nil {
			d.Error = err.Error()
		}
	}
}

// organisation reads what the directory (ORD interface 2-0-0) says of one.
func organisation(body []byte, d *checks.Directory) error {
	var answer struct {
		Organisation struct {
			Name, Status string
			OrgID        struct{ Extension string } `json:"OrgId"`
			Roles        struct {
				Role []struct{ ID, Status string }
			}
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return errors.New("the directory answered what nobody understands")
	}
	o := answer.Organisation
	if !strings.EqualFold(o.OrgID.Extension, d.Code) {
		return errors.New("the directory answered about another organisation")
	}
	d.Name, d.Status = o.Name, o.Status
	for _, r := range o.Roles.Role {
		if r.Status == "" || strings.EqualFold(r.Status, "Active") {
			d.Roles = append(d.Roles, r.ID)
		}
	}
	return nil
}
