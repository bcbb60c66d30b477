package main

import (
	"context"
	"io"
)

const period = 251

// A response of as many bytes as the event asks for, of which the one at position n is n modulo 251.
type request struct {
	Bytes int `json:"bytes"`
}

type pattern struct {
	bytes           []byte
	position, total int
}

func stream(_ context.Context, event request) (io.Reader, error) {
	bytes := make([]byte, 64*1024+period)
	for i := range bytes {
		bytes[i] = byte(i % period)
	}
	return &pattern{bytes: bytes, total: event.Bytes}, nil
}

func (p *pattern) Read(into []byte) (int, error) {
	if p.position == p.total {
		return 0, io.EOF
	}
	start := p.position % period
	count := copy(into, p.bytes[start:start+min(len(p.bytes)-period, p.total-p.position)])
	p.position += count
	return count, nil
}
