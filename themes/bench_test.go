package themes_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"signpost/internal/config"
	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/corpus"
)

// benchQuery is a query with the page and section that answer it, by their names in the corpus.
type benchQuery struct {
	Q       string `json:"q"`
	Page    string `json:"page"`
	Section string `json:"section"`
}

// benchCorpus is the content and the queries of a measurement.
type benchCorpus struct {
	content fs.FS

	// addresses are the addresses of the pages, by their names.
	addresses map[string]string

	// queries are grouped by class.
	queries map[string][]benchQuery
}

// TestBenchSearch measures the search in the browser, for `make bench-search`; docs/search.md describes how.
func TestBenchSearch(t *testing.T) {
	if os.Getenv("SEARCH_BENCH") == "" {
		t.Skip("run make bench-search")
	}

	c := readCorpus(t)
	s, _, err := site.Load(t.Context(), site.Source{Content: c.content}, site.Options{})
	if err != nil {
		t.Fatal(err)
	}

	measureIndex(t, s.First())
	site := &countingSite{t: t, builtSite: build(t, s)}
	address := serve(t, site, nil)
	tab := newTab(t)
	c.measureClasses(tab, address)
	c.measureFirstQueries(tab, address, site)
}

// countingSite counts the requests for files of the search, and their bytes.
type countingSite struct {
	builtSite
	t               *testing.T
	bytes, requests atomic.Int64
}

// ServeHTTP serves a file and counts it.
func (s *countingSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	data := s.builtSite[r.URL.Path]
	switch {
	case strings.HasPrefix(r.URL.Path, "/assets/search-"):
		s.bytes.Add(int64(gzippedSize(s.t, data)))
		s.requests.Add(1)

	case strings.HasSuffix(r.URL.Path, ".idx"):
		s.bytes.Add(int64(len(data)))
		s.requests.Add(1)
	}

	s.builtSite.ServeHTTP(w, r)
}

// recordLongTasks defines longTasks(), which returns the durations of tasks that blocked the page.
const recordLongTasks = `window.longTasks = ((tasks, observer) => {
	observer = new PerformanceObserver(list => tasks.push(...list.getEntries()));
	observer.observe({ type: "longtask" });
	return () => [...tasks, ...observer.takeRecords()].map(task => task.duration);
})([])`

// measureClasses prints the quality and speed of all queries after the first.
func (c *benchCorpus) measureClasses(b *tab, address string) {
	b.t.Helper()
	b.open(address + "/search/")
	b.run(recordLongTasks)

	table := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| class\t| n\t| section MRR@10\t| page first\t| empty\t| p50 ms\t| p95 ms\t|")
	fmt.Fprintln(table, "| ---\t| --:\t| --:\t| --:\t| --:\t| --:\t| --:\t|")
	for _, class := range slices.Sorted(maps.Keys(c.queries)) {
		c.measureClass(b, table, class)
	}

	_ = table.Flush()

	long := value[[]float64](b, `longTasks()`)
	fmt.Printf("\ntasks of more than 50 ms during these queries: %d, the longest %.0f ms\n",
		len(long), slices.Max(append(long, 0)))
}

// benchResult is the time and the results of a query.
type benchResult struct {
	MS   float64
	URLs []string
}

func timeQuery(b *tab, query string) benchResult {
	b.t.Helper()
	return value[benchResult](b, `(async (start) => {
		const results = await signpost.search(`+quoted(query)+`);
		return { MS: performance.now() - start, URLs: results.map(x => x.url) };
	})(performance.now())`)
}

func (c *benchCorpus) measureClass(b *tab, w io.Writer, class string) {
	b.t.Helper()
	var reciprocalRanks, first float64
	var sections, empty int
	var times []float64
	for _, q := range c.queries[class] {
		result := timeQuery(b, q.Q)
		times = append(times, result.MS)
		if len(result.URLs) == 0 {
			empty++
		} else if page, _, _ := strings.Cut(result.URLs[0], "#"); "/"+page == c.addresses[q.Page] {
			first++
		}

		if q.Section == "" {
			continue
		}

		sections++
		if i := slices.Index(result.URLs, c.sectionURL(q.Section)); i >= 0 {
			reciprocalRanks += 1 / float64(i+1)
		}
	}

	slices.Sort(times)
	n := len(times)
	fmt.Fprintf(w, "| %s\t| %d\t| %.3f\t| %.3f\t| %d\t| %.1f\t| %.1f\t|\n",
		class, n, reciprocalRanks/float64(max(1, sections)), first/float64(n), empty, times[n/2], times[n*95/100])
}

// sectionURL returns the address of a section as the search returns it.
func (c *benchCorpus) sectionURL(section string) string {
	page, id, _ := strings.Cut(section, "#")
	url := strings.TrimPrefix(c.addresses[page], "/") + "#" + id

	return strings.TrimSuffix(url, "#")
}

// roundTrips counts the files of the search that were requested one after the other.
const roundTrips = `(files => {
	for (const file of files) {
		const earlier = files.filter(f => f.trip && f.end <= file.start);
		file.trip = 1 + Math.max(0, ...earlier.map(f => f.trip));
	}
	return Math.max(...files.map(f => f.trip));
})(performance.getEntriesByType("resource")
	.filter(f => /search-.*js$|[.]idx$/.test(f.name))
	.map(f => ({ start: f.startTime, end: f.responseEnd }))
	.sort((a, b) => a.start - b.start))`

// firstQueries is the number of queries of a class that are measured as the first query of a page.
var firstQueries = map[string]int{
	"a_known":    12,
	"e_question": 4,
	"f_code":     4,
	"generated":  20,
}

// measureFirstQueries prints what the first query of a page costs.
func (c *benchCorpus) measureFirstQueries(b *tab, address string, site *countingSite) {
	b.t.Helper()
	site.bytes.Store(0)
	site.requests.Store(0)
	var times, trips []float64
	for class, list := range c.queries {
		for _, q := range list[:min(len(list), firstQueries[class])] {
			b.open(address + "/search/")
			b.awaitLoad()
			times = append(times, timeQuery(b, q.Q).MS)
			trips = append(trips, value[float64](b, roundTrips))
		}
	}

	slices.Sort(times)
	slices.Sort(trips)
	n := len(times)
	fmt.Printf("first query, of %d: %d KB and %.1f requests on average; ",
		n, site.bytes.Load()/int64(n)>>10, float64(site.requests.Load())/float64(n))
	fmt.Printf("round trips %.0f at p50 and %.0f at most; %.0f ms at p50, %.0f at most\n",
		trips[n/2], trips[n-1], times[n/2], times[n-1])
}

// measureIndex prints the size of the index, and the time and memory for creating it.
func measureIndex(t *testing.T, e *site.Edition) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	files, err := search.Index(t.Context(), e, new(config.Config))
	if err != nil {
		t.Fatal(err)
	}

	took := time.Since(start)
	runtime.ReadMemStats(&after)

	size := 0
	for _, f := range files {
		size += len(f.Data)
	}

	fmt.Printf("%d articles: the index has %d files and %.1f MB; ", len(e.Articles), len(files), float64(size)/1e6)
	fmt.Printf("writing it took %s and at most %d MB more memory\n\n",
		took.Round(time.Millisecond), (after.Sys-before.Sys)>>20)
}

// readCorpus reads the corpus that the environment names, or generates one.
func readCorpus(t *testing.T) *benchCorpus {
	t.Helper()
	dir := os.Getenv("SEARCH_CORPUS")
	if dir == "" {
		return generateCorpus()
	}

	c := &benchCorpus{content: os.DirFS(filepath.Join(dir, "content"))}
	readJSON(t, filepath.Join(dir, "map.json"), &c.addresses)
	readJSON(t, os.Getenv("SEARCH_QUERIES"), &c.queries)

	return c
}

// generateCorpus generates 100,000 sections.
func generateCorpus() *benchCorpus {
	content, queries := corpus.Centre(100_000)
	c := &benchCorpus{
		content:   content,
		addresses: map[string]string{},
		queries:   map[string][]benchQuery{},
	}

	for _, q := range queries[:1000] {
		page, _, _ := strings.Cut(q.Want, "#")
		c.addresses[page] = "/" + page
		c.queries["generated"] = append(c.queries["generated"], benchQuery{q.Text, page, q.Want})
	}

	return c
}

// readJSON reads a JSON file, compressed if its name ends in .gz.
func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	if strings.HasSuffix(name, ".gz") {
		data = decompress(t, name, data)
	}

	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func decompress(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}

	data, err = io.ReadAll(z)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}

	return data
}
