package themes_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/chromedp/chromedp"

	"signpost/internal/config"
	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/internal/testkit/browser"
	"signpost/internal/testkit/corpus"
)

// benchQuery is something to ask and what answers it, as pages of a corpus are called in the map beside it.
type benchQuery struct {
	Q       string `json:"q"`
	Page    string `json:"page"`
	Section string `json:"section"`
}

// benchCorpus is what a measurement is about.
type benchCorpus struct {
	content fs.FS
	places  map[string]string // page of a query -> address
	queries map[string][]benchQuery
}

// TestBenchSearch measures the search in the browser, for `make bench-search`: docs/search.md says how.
func TestBenchSearch(t *testing.T) {
	if os.Getenv("SEARCH_BENCH") == "" {
		t.Skip("make bench-search runs this")
	}
	c := readCorpus(t)
	s, _, err := site.Load(t.Context(), site.Source{Content: c.content}, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	measureIndex(t, s)
	files := siteFiles(t, s)
	var bytes, requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch data := files[r.URL.Path]; {
		case strings.HasPrefix(r.URL.Path, "/assets/search-"):
			bytes.Add(int64(gzipped(t, data)))
			requests.Add(1)
		case strings.HasSuffix(r.URL.Path, ".idx"):
			bytes.Add(int64(len(data)))
			requests.Add(1)
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	ctx := browser.New(t)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| class\t| n\t| section MRR@10\t| page first\t| empty\t| p50 ms\t| p95 ms\t|")
	fmt.Fprintln(table, "| ---\t| --:\t| --:\t| --:\t| --:\t| --:\t| --:\t|")
	do(ctx, t, chromedp.Navigate(server.URL+"/search/"))
	do(ctx, t, chromedp.Evaluate[chromedp.Void](watchLongTasks))
	for _, class := range slices.Sorted(maps.Keys(c.queries)) {
		c.measureClass(ctx, t, table, class)
	}
	_ = table.Flush()
	long := value[[]float64](ctx, t, `watched()`)
	fmt.Printf("\ntasks of more than 50 ms while these were asked: %d, the longest of %.0f ms\n", len(long), slices.Max(append(long, 0)))
	var coldBytes, coldRequests int64
	var times, trips []float64
	for class, list := range c.queries {
		for _, q := range list[:min(len(list), coldOf[class])] {
			bytesBefore, requestsBefore := bytes.Load(), requests.Load() // the page fetches script and first file by itself
			do(ctx, t, chromedp.Navigate(server.URL+"/search/"))
			browser.Await(ctx, t, `document.readyState === "complete"`)
			times = append(times, timed(ctx, t, q.Q).MS)
			trips = append(trips, value[float64](ctx, t, roundTrips))
			coldBytes, coldRequests = coldBytes+bytes.Load()-bytesBefore, coldRequests+requests.Load()-requestsBefore
		}
	}
	slices.Sort(times)
	slices.Sort(trips)
	n := int64(len(times))
	fmt.Printf("first query, of %d: %d KB and %.1f requests in the mean; round trips %.0f at p50 and %.0f at most; %.0f ms at p50, %.0f at most\n",
		n, coldBytes/n>>10, float64(coldRequests)/float64(n), trips[n/2], trips[n-1], times[n/2], times[n-1])
}

// watchLongTasks makes watched() tell how long each task took that kept the page from answering its user.
const watchLongTasks = `window.watched = ((tasks, observer) => {
	observer = new PerformanceObserver(list => tasks.push(...list.getEntries()));
	observer.observe({ type: "longtask" });
	return () => [...tasks, ...observer.takeRecords()].map(task => task.duration);
})([])`

// roundTrips counts the files of the search that were asked for one after the other: each after one before it had come.
const roundTrips = `(files => {
	for (const file of files) file.trip = 1 + Math.max(0, ...files.filter(f => f.trip && f.end <= file.start).map(f => f.trip));
	return Math.max(...files.map(f => f.trip));
})(performance.getEntriesByType("resource").filter(f => /search-.*js$|[.]idx$/.test(f.name)).map(f => ({ start: f.startTime, end: f.responseEnd })).sort((a, b) => a.start - b.start))`

// coldOf is how many queries of a class are asked of a browser that has nothing yet.
var coldOf = map[string]int{"a_known": 12, "e_question": 4, "f_code": 4, "generated": 20}

type answer struct {
	MS   float64
	URLs []string
}

func timed(ctx context.Context, t *testing.T, query string) answer {
	t.Helper()
	return value[answer](ctx, t, `(async (t) => { const r = await signpost.search(`+quoted(query)+`); return { MS: performance.now() - t, URLs: r.map(x => x.url) } })(performance.now())`)
}

func (c *benchCorpus) measureClass(ctx context.Context, t *testing.T, w io.Writer, class string) {
	t.Helper()
	var mrr, first float64
	var sections, empty int
	var times []float64
	for _, q := range c.queries[class] {
		a := timed(ctx, t, q.Q)
		times = append(times, a.MS)
		if len(a.URLs) == 0 {
			empty++
		} else if page, _, _ := strings.Cut(a.URLs[0], "#"); "/"+page == c.places[q.Page] {
			first++
		}
		if q.Section == "" {
			continue
		}
		sections++
		page, id, _ := strings.Cut(q.Section, "#")
		want := strings.TrimSuffix(strings.TrimPrefix(c.places[page], "/")+"#"+id, "#")
		if i := slices.Index(a.URLs, want); i >= 0 {
			mrr += 1 / float64(i+1)
		}
	}
	slices.Sort(times)
	n := len(times)
	fmt.Fprintf(w, "| %s\t| %d\t| %.3f\t| %.3f\t| %d\t| %.1f\t| %.1f\t|\n", class, n, mrr/float64(max(1, sections)), first/float64(n), empty, times[n/2], times[n*95/100])
}

// measureIndex says what the index costs.
func measureIndex(t testing.TB, s *site.Site) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	files, err := search.Index(t.Context(), s, new(config.Config))
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	size := 0
	for _, f := range files {
		size += len(f.Data)
	}
	fmt.Printf("%d articles: the index has %d files and %.1f MB; writing it took %s and at most %d MB more memory\n\n",
		len(s.Articles), len(files), float64(size)/1e6, took.Round(time.Millisecond), (after.Sys-before.Sys)>>20)
}

func readCorpus(t *testing.T) *benchCorpus {
	t.Helper()
	dir, file := os.Getenv("SEARCH_CORPUS"), os.Getenv("SEARCH_QUERIES")
	if dir == "" {
		return generated()
	}
	c := &benchCorpus{content: os.DirFS(filepath.Join(dir, "content"))}
	readJSON(t, filepath.Join(dir, "map.json"), &c.places)
	readJSON(t, file, &c.queries)
	return c
}

// generated makes up 100,000 sections.
func generated() *benchCorpus {
	content, queries := corpus.Centre(100_000)
	c := &benchCorpus{content: content, places: map[string]string{}, queries: map[string][]benchQuery{}}
	for _, q := range queries[:1000] {
		page, _, _ := strings.Cut(q.Want, "#")
		c.places[page] = "/" + page
		c.queries["generated"] = append(c.queries["generated"], benchQuery{q.Text, page, q.Want})
	}
	return c
}

// readJSON reads a file that may be packed by gzip.
func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil && strings.HasSuffix(name, ".gz") {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(data)); err == nil {
			data, err = io.ReadAll(z)
		}
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
