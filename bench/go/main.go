// An echo on aws-lambda-go, which obeys the conformance suite too; with the argument "sine" a chain of sines,
// with "stream" a response in pieces.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
)

const prefix = `"conformance:`

type chain struct {
	X          float64 `json:"x"`
	Iterations int     `json:"iterations"`
}

func sine(_ context.Context, event chain) (chain, error) {
	for range event.Iterations {
		event.X = math.Sin(event.X)
	}
	return event, nil
}

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "sine":
			lambda.Start(sine)
		case "stream":
			lambda.Start(stream)
		}
	}
	lambda.Start(func(_ context.Context, event json.RawMessage) (json.RawMessage, error) {
		order, found := strings.CutPrefix(string(event), prefix)
		if !found {
			return event, nil
		}
		return perform(strings.TrimSuffix(order, `"`))
	})
}

func perform(order string) (json.RawMessage, error) {
	name, argument, _ := strings.Cut(order, ":")
	number, _ := strconv.Atoi(argument)
	switch name {
	case "sleep":
		time.Sleep(time.Duration(number) * time.Millisecond)
	case "exit":
		os.Exit(number)
	case "size":
		return json.RawMessage(`"` + strings.Repeat("x", number-2) + `"`), nil
	case "throw-long":
		return nil, errors.New(strings.Repeat("x", number))
	default:
		return nil, errors.New(argument)
	}
	return json.RawMessage(`"done"`), nil
}
