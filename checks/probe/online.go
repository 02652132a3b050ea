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

// Online lists the network addresses to connect to. Each is used once.
type Online struct {
	// Addresses lists the URLs of the servers that smartcards need.
	Addresses []string
	// Directory is the URL of the national directory, to which the ODS code is appended.
	Directory string
}

// networkLimit is the time limit for all requests together.
const networkLimit = 5 * time.Second

// online observes the network, with all requests in parallel.
func (p *prober) online(ctx context.Context, o Online) {
	ctx, cancel := context.WithTimeout(ctx, networkLimit)
	defer cancel()

	client := fetch.Client{Env: p.options.Env}
	dates := make([]time.Time, len(o.Addresses))

	h := p.facts.Host
	h.Network = &checks.Network{
		Origin:    p.origin("network"),
		Addresses: make([]checks.Reach, len(o.Addresses)),
	}

	var wait sync.WaitGroup
	for i, address := range o.Addresses {
		h.Network.Proxy = client.Proxy(address)
		wait.Go(func() {
			h.Network.Addresses[i], dates[i] = reach(ctx, client, address)
		})
	}

	if code := practiceODS(p.facts.Setup); code != "" {
		h.Directory = &checks.Directory{
			Origin: p.origin("directory"),
			Code:   code,
		}

		d := directory{client, o.Directory}
		named := strings.TrimSpace(p.facts.Setup.ICB) != ""

		wait.Go(func() {
			d.lookUp(ctx, h.Directory, named)
		})
	}

	wait.Wait()
	p.compareClock(dates)
}

// reach connects to a server. Any response counts.
func reach(ctx context.Context, client fetch.Client, address string) (checks.Reach, time.Time) {
	var r checks.Reach
	if u, err := url.Parse(address); err == nil {
		r.Host = u.Host
	}

	a, err := client.Get(ctx, address, 0)
	if err != nil {
		r.Stage = stageOf(err)
		r.Error = err.Error()
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

// compareClock records the clock of the first server that sent one, and the clock of this computer.
func (p *prober) compareClock(dates []time.Time) {
	clock := p.facts.Host.Clock
	for _, date := range dates {
		if clock != nil && !date.IsZero() {
			clock.Server = date
			clock.Asked = p.options.Now().UTC().Truncate(time.Second)
			return
		}
	}
}

// odsCode matches codes that may become part of a URL.
var odsCode = regexp.MustCompile(`^[A-Z0-9]{3,10}$`)

// practiceODS returns the practice's ODS code, if it can be looked up.
func practiceODS(s *checks.Setup) string {
	if s == nil {
		return ""
	}

	code := strings.ToUpper(strings.TrimSpace(s.ODSCode))
	if !odsCode.MatchString(code) {
		return ""
	}

	return code
}

// maxOrganisation limits the size of a response of the directory, in bytes. Large organisations have thousands of
// relations.
const maxOrganisation = 4 << 20

// The HTTP statuses of the directory.
const (
	statusOK       = 200
	statusNotFound = 404
)

// directory is the national directory of organisations.
type directory struct {
	client fetch.Client
	url    string // to which a code is appended
}

// lookUp looks up the practice in the directory and, unless the set-up names its ICB, then the ICB.
func (d directory) lookUp(ctx context.Context, result *checks.Directory, named bool) {
	practice, err := d.organisation(ctx, result.Code)
	switch {
	case errors.Is(err, errNoOrganisation):
		result.Missing = true
	case err != nil:
		result.Error = err.Error()
	default:
		result.Name = practice.Name
		result.Status = practice.Status
		result.Roles = practice.roles()
		if !named {
			result.SubICB, result.ICB = d.findICB(ctx, practice)
		}
	}
}

// findICB follows the relations from the practice to its sub-ICB location and to the ICB. The result can be partial.
func (d directory) findICB(ctx context.Context, practice *organisation) (location, icb string) {
	relations := checks.RelationsToICB()
	location = practice.related(relations[0])
	if location == "" {
		return "", ""
	}

	o, err := d.organisation(ctx, location)
	if err != nil {
		return location, ""
	}

	return location, o.related(relations[1])
}

var errNoOrganisation = errors.New("the directory has no such organisation")

// organisation looks up one organisation.
func (d directory) organisation(ctx context.Context, code string) (*organisation, error) {
	a, err := d.client.Get(ctx, d.url+code, maxOrganisation)
	switch {
	case err != nil:
		return nil, err
	case a.Status == statusNotFound:
		return nil, errNoOrganisation
	case a.Status != statusOK:
		return nil, errors.New("the directory returned status " + strconv.Itoa(a.Status))
	}

	return readOrganisation(a.Body, code)
}

// organisation is the response of the directory (ORD interface 2-0-0).
type organisation struct {
	Name, Status string
	OrgID        struct{ Extension string } `json:"OrgId"`
	Roles        struct{ Role []struct{ ID, Status string } }
	Rels         struct{ Rel []relation }
}

// relation is the relation of an organisation to another.
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
		return nil, errors.New("the directory returned invalid data")
	}

	if !strings.EqualFold(answer.Organisation.OrgID.Extension, code) {
		return nil, errors.New("the directory returned another organisation")
	}

	return &answer.Organisation, nil
}

// active reports whether an entry is valid today. Some entries have no status.
func active(status string) bool { return status == "" || strings.EqualFold(status, "Active") }

func (o *organisation) roles() []string {
	var list []string
	for _, r := range o.Roles.Role {
		if active(r.Status) {
			list = append(list, r.ID)
		}
	}

	return list
}

// matches reports whether the relation has the wanted ID and leads to an organisation with the wanted role.
func (r *relation) matches(wanted checks.DirectoryRelation) bool {
	return (wanted.ID == "" || r.ID == wanted.ID) && r.Target.PrimaryRoleID.ID == wanted.Role
}

// related returns the code of the organisation with this relation. It returns nothing if there are several.
func (o *organisation) related(by checks.DirectoryRelation) string {
	found := ""
	for _, r := range o.Rels.Rel {
		code := strings.ToUpper(r.Target.OrgID.Extension)
		if !active(r.Status) || !r.matches(by) || !odsCode.MatchString(code) {
			continue
		}

		if found != "" && found != code {
			return ""
		}

		found = code
	}

	return found
}
