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

	"signpost/checks"
)

// client keeps no connection: a program that ends in a moment has no use for it.
var client = &http.Client{
	Transport: &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DisableKeepAlives:      true,
		OnProxyConnectResponse: throughProxy,
	},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func get(ctx context.Context, u *url.URL, most int) (*Answer, error) {
	var stage atomic.Value
	stage.Store(checks.StageName)
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, follow(&stage)),
		http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}

	request.Header.Set("User-Agent", agent)
	response, err := client.Do(request)
	if err != nil {
		var whole *url.Error
		if errors.As(err, &whole) {
			err = whole.Err // without the address, which the caller knows
		}
		var refused refusal
		if errors.As(err, &refused) {
			return refused.answer()
		}

		return nil, &Failure{stage.Load().(string), err}
	}
	defer response.Body.Close()

	a := &Answer{Status: response.StatusCode}
	a.Date, _ = http.ParseTime(response.Header.Get("Date")) // without one it is zero
	if most > 0 {
		a.Body, err = io.ReadAll(io.LimitReader(response.Body, int64(most)+1))
	}
	if err != nil {
		return nil, &Failure{checks.StageAnswer, err}
	}

	return a, nil
}

// throughProxy fails where a proxy does not call the server: what it answers is no server's.
func throughProxy(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode != http.StatusOK {
		return refusal(response.StatusCode)
	}
	return nil
}

// follow keeps in stage what is being done.
func follow(stage *atomic.Value) *httptrace.ClientTrace {
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

// Proxy is the proxy through which an address is called; empty when there is none.
func Proxy(address string) string {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return ""
	}

	proxy, err := http.ProxyFromEnvironment(request)
	if err != nil || proxy == nil {
		return ""
	}

	return proxy.Host // without user and password
}
