// The events of the conformance suite on AWS's runtime interface client for Node: buffered, and streamed.

import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PREFIX = "conformance:";

/** The name, and up to two arguments. */
const order = (event) => {
  if (typeof event !== "string" || !event.startsWith(PREFIX)) {
    return [];
  }
  const [name, first = "", ...rest] = event.slice(PREFIX.length).split(":");
  return [name, first, rest.join(":")];
};

const appears = async (path) => {
  while (!existsSync(path)) {
    await sleep(3);
  }
};

const known = (context) => ({
  requestId: context.awsRequestId,
  traceId: context.xRayTraceId ?? null,
  remainingMs: context.getRemainingTimeInMillis(),
  processTraceId: process.env._X_AMZN_TRACE_ID ?? null,
});

export const buffered = async (event, context) => {
  const [name, first, second] = order(event);
  switch (name) {
    case undefined:
    case "wait":
    case "fail":
    case "log":
    case "ids":
      break;
    case "sleep":
      await sleep(Number(first));
      return event;
    case "exit":
      process.exit(Number(first));
      break;
    case "size":
      return "x".repeat(Number(first) - 2);
    case "throw-long":
      throw new Error("x".repeat(Number(first)));
    case "throw":
      throw new Error(first);
    default:
      throw new Error(`no such event: ${name}`);
  }
  if (name !== undefined) {
    await appears(first);
  }
  if (name === "fail") {
    throw new Error(second);
  }
  if (name === "log") {
    console.log(second);
  }
  return name === "ids" ? known(context) : event;
};

const write = async (stream, text) => {
  if (!stream.write(text)) {
    await once(stream, "drain");
  }
};

export const streamed = globalThis.awslambda?.streamifyResponse(async (event, stream) => {
  const [name, first, second] = order(event);
  switch (name) {
    case undefined:
      await write(stream, JSON.stringify(event));
      break;
    case "stream":
      for (let left = Number(first), size = Number(second); left > 0; left -= size) {
        await write(stream, "x".repeat(Math.min(left, size)));
      }
      break;
    case "stream-fail":
      if (Number(first) > 0) {
        await write(stream, "x".repeat(Number(first)));
      }
      throw new Error(second);
    case "stream-sleep":
      await write(stream, "x");
      await sleep(Number(first));
      await write(stream, "x");
      break;
    case "stream-wait":
      await write(stream, second);
      await appears(first);
      await write(stream, second);
      break;
    default:
      throw new Error(`no such event: ${name}`);
  }
  stream.end();
  await once(stream, "finish");
});
