// The server: what it tells by itself, and what it is asked.

import { changed, connection, receive } from './store.js';

const ROOT = '/console/api';
const RETRY = 1000;

/** A reply's JSON; an Error with the server's own sentence where it refuses. */
async function ask(method, path, body) {
  let reply;
  try {
    const headers = method === 'GET' ? {} : { 'Lambda-Emulator-Console': '1' };
    reply = await fetch(ROOT + path, { method, body, headers });
  } catch {
    throw new Error('The emulator does not answer; start it again.');
  }
  const said = await reply.json().catch(() => ({}));
  if (!reply.ok) {
    const error = new Error(said.message ?? `The emulator answered with status ${reply.status}.`);
    error.status = reply.status;
    throw error;
  }
  return said;
}

const of = (name) => `/functions/${encodeURIComponent(name)}`;

export const invocation = (name, number) => ask('GET', `${of(name)}/invocations/${number}`);
export const functionLog = (name) => ask('GET', `${of(name)}/log`);
export const examples = () => ask('GET', '/examples');
export const example = (name) => ask('GET', `/examples/${encodeURIComponent(name)}`);
export const send = (name, event) => ask('POST', `${of(name)}/invocations`, event);
export const messages = (queue) => ask('GET', `/queues/${encodeURIComponent(queue)}/messages`);
export const sendMessage = (queue, text) =>
  ask('POST', `/queues/${encodeURIComponent(queue)}/messages`, text);
export const runSchedule = (name) => ask('POST', `/schedules/${encodeURIComponent(name)}/run`);
export const control = (name, what) => ask('POST', `${of(name)}/${what}`);

function setLive(live) {
  if (connection.live === live) return;
  connection.live = live;
  changed('connection');
}

/** Takes in all that the server tells, for as long as the page is open. */
export function follow() {
  const source = new EventSource(`${ROOT}/changes`);
  source.addEventListener('changes', (event) => {
    setLive(true);
    receive(JSON.parse(event.data));
  });
  source.addEventListener('error', () => {
    setLive(false);
    // The browser gives up after some failures, and waits too long after others.
    source.close();
    setTimeout(follow, RETRY);
  });
}
