// A function on aws-lambda-go that obeys the events of the conformance suite; with the argument "streams", those of
// streamed responses.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

const prefix = `"conformance:`

var logger *slog.Logger

func main() {
	logger = lambdacontext.NewLogger()
	if len(os.Args) > 1 && os.Args[1] == "streams" {
		lambda.Start(stream)
	}
	lambda.Start(func(ctx context.Context, event json.RawMessage) (json.RawMessage, error) {
		name, first, second, found := order(event)
		if !found {
			return event, nil
		}
		return perform(ctx, event, name, first, second)
	})
}

// order takes an event of the suite apart: the name, and up to two arguments.
func order(event json.RawMessage) (string, string, string, bool) {
	asked, found := strings.CutPrefix(string(event), prefix)
	name, arguments, _ := strings.Cut(strings.TrimSuffix(asked, `"`), ":")
	first, second, _ := strings.Cut(arguments, ":")
	return name, first, second, found
}

func perform(ctx context.Context, event json.RawMessage, name, first, second string) (json.RawMessage, error) {
	number, _ := strconv.Atoi(first)
	switch name {
	case "sleep":
		time.Sleep(time.Duration(number) * time.Millisecond)
	case "exit":
		os.Exit(number)
	case "size":
		return json.RawMessage(`"` + strings.Repeat("x", number-2) + `"`), nil
	case "throw-long":
		return nil, errors.New(strings.Repeat("x", number))
	case "throw":
		return nil, errors.New(first)
	case "wait":
		await(first)
	case "fail":
		await(first)
		return nil, errors.New(second)
	case "log":
		await(first)
		logger.InfoContext(ctx, second)
	case "ids":
		await(first)
		return known(ctx)
	default:
		return nil, errors.New("no such event: " + name)
	}
	return event, nil
}

// await waits until there is a file.
func await(path string) {
	for {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(3 * time.Millisecond)
	}
}

func known(ctx context.Context) (json.RawMessage, error) {
	invocation, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	known := map[string]any{
		"requestId":      invocation.AwsRequestID,
		"traceId":        ctx.Value("x-amzn-trace-id"),
		"remainingMs":    time.Until(deadline).Milliseconds(),
		"processTraceId": nil,
	}
	if process, found := os.LookupEnv("_X_AMZN_TRACE_ID"); found {
		known["processTraceId"] = process
	}
	return json.Marshal(known)
}

func stream(_ context.Context, event json.RawMessage) (io.Reader, error) {
	name, first, second, found := order(event)
	if !found {
		return strings.NewReader(string(event)), nil
	}
	if name == "stream-fail" && first == "0" {
		return nil, errors.New(second)
	}
	reader, writer := io.Pipe()
	go func() {
		// Whoever reads it gets the error, and nil as the end.
		_ = writer.CloseWithError(write(writer, name, first, second))
	}()
	return reader, nil
}

func write(writer io.Writer, name, first, second string) error {
	number, _ := strconv.Atoi(first)
	switch name {
	case "stream":
		size, _ := strconv.Atoi(second)
		piece := []byte(strings.Repeat("x", size))
		for left := number; left > 0; left -= size {
			if _, err := writer.Write(piece[:min(left, size)]); err != nil {
				return err
			}
		}
		return nil
	case "stream-fail":
		if _, err := io.WriteString(writer, strings.Repeat("x", number)); err != nil {
			return err
		}
		return errors.New(second)
	case "stream-sleep":
		return twice(writer, "x", func() { time.Sleep(time.Duration(number) * time.Millisecond) })
	case "stream-wait":
		return twice(writer, second, func() { await(first) })
	default:
		return errors.New("no such event: " + name)
	}
}

func twice(writer io.Writer, text string, pause func()) error {
	if _, err := io.WriteString(writer, text); err != nil {
		return err
	}
	pause()
	_, err := io.WriteString(writer, text)
	return err
}
