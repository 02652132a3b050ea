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

// online observes the network, all of it at the same time.
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
		named := strings.TrimSpace(p.facts.Setup.ICB) != ""
		wait.Go(func() { lookUp(ctx, o.Directory, h.Directory, named) })
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

// lookUp asks the directory for the practice and, unless somebody has named its ICB, for that: one question after
// the other.
func lookUp(ctx context.Context, directory string, d *checks.Directory, named bool) {
	practice, err := askDirectory(ctx, directory, d.Code)
	switch {
	case errors.Is(err, errNoOrganisation):
		d.Missing = true
	case err != nil:
		d.Error = err.Error()
	default:
		d.Name, d.Status, d.Roles = practice.Name, practice.Status, practice.roles()
		if !named {
			d.SubICB, d.ICB = findICB(ctx, directory, practice)
		}
	}
}

// findICB goes from the practice to its sub-ICB location and on to the ICB. Where the way breaks off, the ICB is
// not known.
func findICB(ctx context.Context, directory string, practice *organisation) (location, icb string) {
	way := checks.WayToICB()
	location = practice.related(way[0])
	if location == "" {
		return "", ""
	}

	o, err := askDirectory(ctx, directory, location)
	if err != nil {
		return location, ""
	}

	return location, o.related(way[1])
}

var errNoOrganisation = errors.New("the directory has no such organisation")

// askDirectory asks the directory for one organisation.
func askDirectory(ctx context.Context, directory, code string) (*organisation, error) {
	a, err := fetch.Get(ctx, directory+code, maxOrganisation)
	switch {
	case err != nil:
		return nil, err
	case a.Status == statusMissing:
		return nil, errNoOrganisation
	case a.Status != statusFine:
		return nil, errors.New("the directory answered with status " + strconv.Itoa(a.Status))
	}
	return readOrganisation(a.Body, code)
}

// organisation is what the directory (ORD interface 2-0-0) says of one.
type organisation struct {
	Name, Status string
	OrgID        struct{ Extension string } `json:"OrgId"`
	Roles        struct{ Role []struct{ ID, Status string } }
	Rels         struct{ Rel []relation }
}

// relation is what binds an organisation to another.
type relation struct {
	ID, Status string
	Target     struct {
		OrgID         struct{ Extension string } `json:"OrgId"`
		PrimaryRoleID struct{ ID string }        `json:"PrimaryRoleId"`
	}
}

func readOrganisation(body []byte, code string) (*organisation, error) {
	var answer struct{ Organisation organisation }
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, errors.New("the directory answered what nobody understands")
	}
	if !strings.EqualFold(answer.Organisation.OrgID.Extension, code) {
		return nil, errors.New("the directory answered about another organisation")
	}
	return &answer.Organisation, nil
}

// active reports whether what the directory says holds today. It leaves the status out of some.
func active(status string) bool { return status == "" || strings.EqualFold(status, "Active") }

// roles is those that are active, by their codes.
func (o *organisation) roles() []string {
	var list []string
	for _, r := range o.Roles.Role {
		if active(r.Status) {
			list = append(list, r.ID)
		}
	}
	return list
}

// related is the code of the one organisation that is bound to this one so: with two, neither is certain.
func (o *organisation) related(by checks.DirectoryRelation) string {
	found := ""
	for _, r := range o.Rels.Rel {
		code := strings.ToUpper(r.Target.OrgID.Extension)
		if !active(r.Status) || by.ID != "" && r.ID != by.ID || r.Target.PrimaryRoleID.ID != by.Role ||
			!askable.MatchString(code) {
			continue
		}

		if found != "" && found != code {
			return ""
		}

		found = code
	}
	return found
}
