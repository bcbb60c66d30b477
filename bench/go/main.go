// An echo on aws-lambda-go; with the argument "sine" a chain of sines,
// with "stream" a response in pieces.
package main

import (
	"context"
	"encoding/json"
	"math"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

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
		return event, nil
	})
}
