// Queues and schedules: what is in them, what comes next, and a message or a run by hand.

import * as api from './api.js';
import { byId, el, notice, setText } from './dom.js';
import { awaitInvocation } from './editor.js';
import * as format from './format.js';
import { sources } from './store.js';

/** What is drawn of each queue, by its name. */
const drawn = new Map();

export function drawSources() {
  const { queues, schedules } = sources;
  const place = byId('sources');
  place.hidden = queues.length + schedules.length === 0;
  const key = JSON.stringify([queues, schedules].map((all) => all.map(({ name }) => name)));
  if (place.dataset.names !== key) {
    place.dataset.names = key;
    drawn.clear();
    byId('queues').replaceChildren(...queues.map(queueOf));
    byId('schedules').replaceChildren(...schedules.map(scheduleOf));
  }
  for (const queue of queues) drawQueue(queue, drawn.get(queue.name));
  schedules.forEach((schedule, index) => {
    const row = byId('schedules').children[index];
    setText(row.querySelector('.told'), `${schedule.when}, ${next(schedule)}`);
  });
}

/** In UTC, as schedules are written. */
function next({ next: at }) {
  return at === null ? 'not again' : `next ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function counts({ waiting, hidden, givenUp }) {
  const parts = [`${waiting.toLocaleString('en')} waiting`, `${hidden.toLocaleString('en')} in flight`];
  if (givenUp > 0) parts.push(`${givenUp.toLocaleString('en')} given up`);
  return parts.join(', ');
}

function rules(queue) {
  const receiver = queue.function
    ? `Given to ${queue.function}, up to ${format.plural(queue.batchSize, 'message', 'messages')} at once`
    : 'Read by programs alone';
  const again = `a message that failed shows again after ${format.duration(queue.visibility * 1000)}`;
  const dead = queue.deadLetters
    ? `; received ${format.plural(queue.deadLetters.maxReceives, 'time', 'times')}, it goes to ${queue.deadLetters.queue}`
    : '';
  return `${receiver}; ${again}${dead}.`;
}

function queueOf(queue) {
  const told = el('span', { class: 'told' });
  const list = el('ol', { class: 'messages', 'aria-label': `Messages of ${queue.name}` });
  const more = el('p', { class: 'note' });
  const id = `message-${queue.name}`;
  const field = el('textarea', { id, rows: 2, spellcheck: 'false', autocomplete: 'off' });
  const note = el('p', { class: 'note', role: 'status' });
  const form = el(
    'form',
    { class: 'message' },
    el('label', { class: 'hidden', for: id, text: `Message for ${queue.name}` }),
    field,
    el('button', { 'aria-label': `Send the message to ${queue.name}`, text: 'Send message' }),
    note,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendMessage(queue.name, field, note);
  });
  const root = el(
    'details',
    { class: 'source', 'data-queue': queue.name },
    el('summary', {}, el('span', { class: 'name', text: queue.name }), told),
    el('p', { class: 'note', text: rules(queue) }),
    form,
    list,
    more,
  );
  const parts = { told, list, more, root, key: null };
  drawn.set(queue.name, parts);
  root.addEventListener('toggle', drawSources);
  return root;
}

async function sendMessage(name, field, note) {
  note.classList.toggle('bad', field.value === '');
  if (field.value === '') {
    setText(note, 'A message has at least one character.');
    return;
  }
  try {
    await api.sendMessage(name, field.value);
    field.value = '';
    setText(note, 'Sent.');
  } catch (error) {
    note.classList.add('bad');
    setText(note, error.message);
  }
}

/** Messages are asked for where somebody looks at them, whenever their numbers have changed. */
async function drawQueue(queue, parts) {
  const told = counts(queue);
  setText(parts.told, told);
  if (!parts.root.open || parts.key === told) return;
  parts.key = told;
  try {
    const { of, messages } = await api.messages(queue.name);
    parts.list.replaceChildren(...messages.map(messageOf));
    setText(parts.more, of > messages.length ? `and ${(of - messages.length).toLocaleString('en')} more` : '');
  } catch (error) {
    setText(parts.more, error.message);
  }
}

const WORDS = { waiting: 'waiting', received: 'in flight', delayed: 'delayed' };

function messageOf(message) {
  const received = message.receives > 0 ? `, received ${format.plural(message.receives, 'time', 'times')}` : '';
  return el(
    'li',
    {},
    el('code', { text: message.cut ? `${message.text} ...` : message.text }),
    el('span', { class: 'told', text: `${WORDS[message.state]}${received}, sent ${format.time(message.sent)}` }),
  );
}

function scheduleOf(schedule) {
  const run = el('button', {
    type: 'button',
    'data-schedule': schedule.name,
    'aria-label': `Run ${schedule.name} now`,
    text: 'Run now',
  });
  run.addEventListener('click', async () => {
    try {
      const { requestId } = await api.runSchedule(schedule.name);
      awaitInvocation(schedule.function, requestId);
    } catch (error) {
      notice(error.message);
    }
  });
  return el(
    'li',
    { class: 'schedule' },
    el('span', { class: 'name', text: schedule.name }),
    run,
    el('span', { class: 'told' }),
  );
}
