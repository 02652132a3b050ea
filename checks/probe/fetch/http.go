//go:build !windows

package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"golang.org/x/net/http/httpproxy"

	"signpost/checks"
)

// client returns an HTTP client that keeps no connections, because the program ends soon.
func (c Client) client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  func(r *http.Request) (*url.URL, error) { return c.proxyFor(r.URL) },
			DisableKeepAlives:      true,
			OnProxyConnectResponse: checkProxyResponse,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (c Client) proxyFor(u *url.URL) (*url.URL, error) {
	config := httpproxy.Config{
		HTTPProxy:  c.env("HTTP_PROXY", "http_proxy"),
		HTTPSProxy: c.env("HTTPS_PROXY", "https_proxy"),
		NoProxy:    c.env("NO_PROXY", "no_proxy"),
	}

	return config.ProxyFunc()(u)
}

func (c Client) get(ctx context.Context, u *url.URL, limit int) (*Answer, error) {
	var stage atomic.Value
	stage.Store(checks.StageName)

	ctx = httptrace.WithClientTrace(ctx, trackStage(&stage))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}

	request.Header.Set("User-Agent", agent)
	response, err := c.client().Do(request)
	if err != nil {
		return failed(err, stage.Load().(string))
	}
	defer response.Body.Close()

	a := &Answer{Status: response.StatusCode}
	if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		a.Date = date
	}

	if limit == 0 {
		return a, nil
	}

	a.Body, err = io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	if err != nil {
		return nil, &Failure{checks.StageAnswer, err}
	}

	return a, nil
}

// failed returns the result of a request that failed at this stage.
func failed(err error, stage string) (*Answer, error) {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err // without the address, which the caller knows
	}

	var refused refusal
	if errors.As(err, &refused) {
		return refused.answer()
	}

	return nil, &Failure{stage, err}
}

// checkProxyResponse fails if a proxy refuses to connect to the server, so that the proxy's response is not taken for
// the server's.
func checkProxyResponse(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode != http.StatusOK {
		return refusal(response.StatusCode)
	}

	return nil
}

// trackStage records the current stage.
func trackStage(stage *atomic.Value) *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		ConnectStart: func(string, string) { stage.Store(checks.StageConnect) },
		ConnectDone: func(_, _ string, err error) {
			if err == nil {
				stage.Store(checks.StageSecure)
			}
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err == nil {
				stage.Store(checks.StageAnswer)
			}
		},
		WroteRequest: func(httptrace.WroteRequestInfo) { stage.Store(checks.StageAnswer) },
	}
}

// Proxy returns the proxy for an address, or nothing.
func (c Client) Proxy(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}

	proxy, err := c.proxyFor(u)
	if err != nil || proxy == nil {
		return ""
	}

	return proxy.Host // without user and password
}
