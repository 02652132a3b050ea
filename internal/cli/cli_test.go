package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"
)

func TestReport(t *testing.T) {
	cause := errors.New("cause")
	hinted := WithHint(cause, "try again")
	for _, test := range []struct {
		name string
		err  error
		code int
		text string
	}{
		{"success", nil, 0, ""},
		{"any error", cause, 1, "prog: cause\n"},
		{"usage", Usage(cause, "run it differently"), 2, "prog: cause\nhint: run it differently\n"},
		{"problems", ErrProblems, 3, ""},
		{"problems with an explanation", Problems(cause, "look elsewhere"), 3, "prog: cause\nhint: look elsewhere\n"},
		{"hint", hinted, 1, "prog: cause\nhint: try again\n"},
		{"wrapped hint", fmt.Errorf("file: %w", hinted), 1, "prog: file: cause\nhint: try again\n"},
		{"hint on a usage error", WithHint(Usage(cause, ""), "try again"), 2, "prog: cause\nhint: try again\n"},
		{"hint on no error", WithHint(nil, "try again"), 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stderr bytes.Buffer
			if code := Report(t.Context(), &stderr, "prog", test.err); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if stderr.String() != test.text {
				t.Errorf("printed %q, want %q", &stderr, test.text)
			}
		})
	}
}

func TestReportAfterASignal(t *testing.T) {
	for signal, want := range map[syscall.Signal]int{
		syscall.SIGINT:  130,
		syscall.SIGTERM: 143,
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(&Interrupted{signal})

		var stderr bytes.Buffer
		if code := Report(ctx, &stderr, "prog", fmt.Errorf("read: %w", ctx.Err())); code != want {
			t.Errorf("%v: exit code %d, want %d", signal, code, want)
		}
		if stderr.String() != "prog: interrupted\n" {
			t.Errorf("%v: printed %q", signal, &stderr)
		}
		if code := Report(ctx, &stderr, "prog", nil); code != ExitOK {
			t.Errorf("%v: a program that finished exits with %d", signal, code)
		}
	}
}

func TestSignalCancelsTheContext(t *testing.T) {
	ctx, stop := WithSignals(t.Context())
	defer stop()

	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(syscall.SIGTERM); err != nil {
		t.Skip("this system has no signals: ", err)
	}

	<-ctx.Done()
	var interrupted *Interrupted
	if cause := context.Cause(ctx); !errors.As(cause, &interrupted) || interrupted.Code() != 143 {
		t.Errorf("the cause is %v", cause)
	}
}

func TestStopWithoutASignal(t *testing.T) {
	ctx, stop := WithSignals(t.Context())
	stop()
	if !errors.Is(ctx.Err(), context.Canceled) {
		t.Errorf("the context is left alone: %v", ctx.Err())
	}
}

// failing fails at its second write.
type failing struct{ writes int }

func (f *failing) Write(data []byte) (int, error) {
	f.writes++
	if f.writes > 1 {
		return 0, errors.New("disk full")
	}
	return len(data), nil
}

func TestOutputRemembersItsFirstError(t *testing.T) {
	w := new(failing)
	out := NewOutput(w)
	for range 4 {
		fmt.Fprintln(out, "text")
	}

	if err := out.Err(); err == nil || err.Error() != "cannot write the output: disk full" {
		t.Errorf("got %v", err)
	}
	if w.writes != 2 {
		t.Errorf("%d writes, want none after the error", w.writes)
	}
}

func TestOrList(t *testing.T) {
	for want, words := range map[string][]string{
		"":                    nil,
		"text":                {"text"},
		"text or json":        {"text", "json"},
		"text, json or junit": {"text", "json", "junit"},
	} {
		if got := OrList(words); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func TestWriteJSON(t *testing.T) {
	value := map[string]any{"link": "<a href=\"/?a&b\">"}
	var indented, line bytes.Buffer
	if err := WriteJSON(&indented, value); err != nil {
		t.Fatal(err)
	}
	if err := WriteJSONLine(&line, value); err != nil {
		t.Fatal(err)
	}

	if want := "{\n  \"link\": \"<a href=\\\"/?a&b\\\">\"\n}\n"; indented.String() != want {
		t.Errorf("got %q, want %q", &indented, want)
	}
	if want := "{\"link\":\"<a href=\\\"/?a&b\\\">\"}\n"; line.String() != want {
		t.Errorf("got %q, want %q", &line, want)
	}
}

func TestInput(t *testing.T) {
	in := NewInput(t.Context(), iotest.DataErrReader(strings.NewReader(strings.Repeat("text ", 2000))))
	if err := iotest.TestReader(in, []byte(strings.Repeat("text ", 2000))); err != nil {
		t.Error(err)
	}
}

func TestInputStopsWaiting(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	in := NewInput(ctx, r)

	cause := errors.New("interrupted")
	time.AfterFunc(time.Millisecond, func() { cancel(cause) })
	if _, err := in.Read(make([]byte, 10)); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}
