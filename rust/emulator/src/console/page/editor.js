// The event that is to be sent.

import * as api from './api.js';
import { byId, el, setText } from './dom.js';
import { mistake, tidy } from './json.js';
import { choose, chosen, current } from './store.js';

const MAX_EARLIER = 8;

/** Name and line of each event of AWS's services. */
let examples = [];

/** An event that was sent and has not been seen in the list yet. */
let awaited = null;

function note(text, bad) {
  const place = byId('event-note');
  setText(place, text);
  place.classList.toggle('bad', Boolean(bad));
  byId('event').setAttribute('aria-invalid', String(Boolean(bad)));
}

function check() {
  const wrong = mistake(byId('event').value);
  note(wrong, wrong);
  byId('send').disabled = Boolean(wrong);
  return !wrong;
}

/** Sends a text as an event of the chosen function and shows what comes of it. */
export async function sendEvent(text) {
  try {
    const name = chosen.name;
    const { requestId } = await api.send(name, text);
    note('Sent.');
    awaitInvocation(name, requestId);
  } catch (error) {
    note(error.message, true);
  }
}

/** Shows this invocation as soon as it is known. */
export function awaitInvocation(name, requestId) {
  awaited = { name, requestId };
  if (chosen.name !== name) choose(name, null);
  showAwaited();
}

/** Shows the invocation of the event that was sent last, once it is in the list. */
export function showAwaited() {
  const known = awaited && awaited.name === chosen.name && current();
  if (!known) return;
  for (const invocation of [...known.invocations.values()].reverse()) {
    if (invocation.requestId === awaited.requestId) {
      choose(awaited.name, invocation.number);
      awaited = null;
      return;
    }
  }
}

export function writeEvent(text) {
  byId('event').value = tidy(text) || text;
  check();
}

export function focusEditor() {
  document.body.classList.remove('reading');
  byId('editor-fold').open = true;
  byId('event').focus();
}

/** Samples, and the events that were sent before. */
export function drawSamples() {
  const earlier = new Map();
  for (const invocation of [...(current()?.invocations.values() ?? [])].reverse()) {
    if (earlier.size === MAX_EARLIER) break;
    if (invocation.eventBytes > 2 && !earlier.has(invocation.eventBytes))
      earlier.set(invocation.eventBytes, invocation.number);
  }
  const place = byId('sample');
  const key = `${chosen.name} ${examples.length} ${[...earlier.values()].join(' ')}`;
  if (place.dataset.key === key || document.activeElement === place) return;
  place.dataset.key = key;
  const before = [...earlier.values()].map((number) =>
    el('option', { value: `event:${number}`, text: `Event of #${number}` }),
  );
  const known = examples.map(({ name, about }) =>
    el('option', { value: `example:${name}`, text: `${name}: ${about}` }),
  );
  place.replaceChildren(
    el('option', { value: '', text: 'Start from ...' }),
    el('option', { value: 'empty:', text: 'Empty object' }),
    ...(before.length > 0 ? [el('optgroup', { label: 'Earlier events' }, ...before)] : []),
    el('optgroup', { label: 'Events of AWS' }, ...known),
  );
}

async function takeSample(value) {
  const [kind, rest] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)];
  try {
    if (kind === 'empty') writeEvent('{}');
    if (kind === 'example') writeEvent((await api.example(rest)).text);
    if (kind === 'event') {
      const { event } = await api.invocation(chosen.name, rest);
      writeEvent(event.text);
      if (event.cut) note('Only the beginning of this event was kept.', true);
    }
  } catch (error) {
    note(error.message, true);
  }
}

export function prepareEditor() {
  const field = byId('event');
  field.addEventListener('input', check);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      byId('editor').requestSubmit();
    }
    if (event.key === 'Escape') field.blur();
  });
  byId('tidy').addEventListener('click', () => check() && writeEvent(field.value));
  byId('sample').addEventListener('change', async (event) => {
    await takeSample(event.target.value);
    event.target.value = '';
  });
  byId('editor').addEventListener('submit', (event) => {
    event.preventDefault();
    if (check()) sendEvent(field.value);
  });
  // There is no room for it beside the list on a phone.
  if (matchMedia('(max-width: 1199px)').matches) byId('editor-fold').open = false;
  api
    .examples()
    .then((said) => {
      examples = said.examples;
      drawSamples();
    })
    .catch((error) => note(error.message, true));
}
