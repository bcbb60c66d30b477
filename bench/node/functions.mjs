// The echo, the chain of sines and a response in pieces on AWS's runtime interface client for Node.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export const echo = async (event) => event;

export const sine = async ({ x, iterations }) => {
  for (let turn = 0; turn < iterations; turn++) {
    x = Math.sin(x);
  }
  return { x, iterations };
};

const PERIOD = 251;
const PIECE = 64 * 1024;
const pattern = Uint8Array.from({ length: PIECE + PERIOD }, (_, index) => index % PERIOD);

// As many bytes as the event asks for, of which the one at position n is n modulo 251.
function* pieces(bytes) {
  for (let position = 0; position < bytes; position += PIECE) {
    const start = position % PERIOD;
    yield pattern.subarray(start, start + Math.min(PIECE, bytes - position));
  }
}

// Where there is no client there is no such function.
export const stream = globalThis.awslambda?.streamifyResponse(async ({ bytes }, response) => {
  await pipeline(Readable.from(pieces(bytes), { objectMode: false }), response);
});
