// The list of invocations, newest first. A row is changed in its place, and a new one moves what somebody has
// scrolled to as little as the browser can.

import { byId, el, setText, svg } from './dom.js';
import * as format from './format.js';
import { choose, chosen, connection, current } from './store.js';

const rows = new Map();
let shown = null;
let filter = 'all';
let find = '';

const SIGNS = {
  succeeded: 'M2.5 6.5 5 9l4.5-6',
  failed: 'M3 3l6 6M9 3l-6 6',
  'timed-out': 'M6 2.5V6l2.5 2M6 1a5 5 0 1 0 .01 0',
  exited: 'M3 3l6 6M9 3l-6 6',
  'not-run': 'M2.5 6h7',
};

/** State as a sign and a word, since a colour alone says nothing to many. */
export function badge(name, more) {
  const sign = svg('svg', { viewBox: '0 0 12 12', 'aria-hidden': 'true' });
  if (SIGNS[name]) {
    sign.append(svg('path', { d: SIGNS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6 }));
  } else {
    sign.append(
      svg('circle', { cx: 6, cy: 6, r: 3.5, fill: 'currentColor', class: name === 'queued' ? '' : 'pulse' }),
    );
  }
  const title = more ? `${format.stage(name)}: ${more}` : format.stage(name);
  // Of a class the name alone; there is no room for its package.
  const text = more ? more.split('.').at(-1) : title;
  return el('span', { class: `badge ${name}`, title }, sign, el('span', { class: 'text', text }));
}

function matches(invocation) {
  if (filter === 'failed' && !(invocation.over && invocation.stage !== 'succeeded')) return false;
  if (filter === 'cold' && !invocation.cold) return false;
  if (!find) return true;
  const text = `${invocation.requestId} ${invocation.errorType ?? ''} ${invocation.errorName ?? ''} ${invocation.errorMessage ?? ''}`;
  return text.toLowerCase().includes(find);
}

function build(invocation) {
  const { number } = invocation;
  const cell = (name) => el('td', { class: name });
  const row = el('tr', {
    'data-number': number,
    on: { click: () => open(number) },
  });
  const button = el('button', { type: 'button', text: `#${number}`, tabindex: -1 });
  row.append(el('td', { class: 'number' }, button));
  for (const name of ['received', 'stage', 'duration', 'init', 'memory', 'size']) row.append(cell(name));
  return row;
}

function fill(row, invocation) {
  if (row.known === invocation) return;
  row.known = invocation;
  const [, received, stage, duration, init, memory, size] = row.children;
  setText(received, format.time(invocation.received));
  stage.replaceChildren(
    badge(invocation.stage, invocation.over ? (invocation.errorName ?? invocation.errorType) : null),
  );
  setText(duration, format.duration(invocation.duration));
  setText(init, format.duration(invocation.init));
  setText(memory, format.mebibytes(invocation.memory));
  setText(size, invocation.over || invocation.streamed ? format.bytes(invocation.answerBytes) : '');
}

/** Shows one, and on a narrow page nothing else. */
export function open(number) {
  choose(chosen.name, number);
  document.body.classList.add('reading');
}

export function drawList() {
  const known = current();
  const body = byId('rows');
  if (shown !== chosen.name) {
    shown = chosen.name;
    rows.clear();
    body.replaceChildren();
  }
  const invocations = known ? known.invocations : new Map();
  for (const [number, row] of rows) {
    const invocation = invocations.get(number);
    if (!invocation || !matches(invocation)) {
      row.remove();
      rows.delete(number);
    }
  }
  // Oldest first, so that each goes above the one before it.
  let below = null;
  for (const [number, invocation] of invocations) {
    if (!matches(invocation)) continue;
    let row = rows.get(number);
    if (!row) {
      row = build(invocation);
      rows.set(number, row);
      body.insertBefore(row, below);
    }
    fill(row, invocation);
    below = row;
  }
  markChosen(body);
  const total = known?.info.totals.invocations ?? 0;
  setText(byId('list-count'), count(rows.size, invocations.size, total));
  drawEmpty(invocations.size);
}

function count(listed, kept, total) {
  if (total === 0) return '';
  if (listed < kept) return `${listed.toLocaleString('en')} of ${kept.toLocaleString('en')}`;
  return kept < total
    ? `last ${kept.toLocaleString('en')} of ${total.toLocaleString('en')}`
    : total.toLocaleString('en');
}

function markChosen(body) {
  let first = null;
  for (const row of body.children) {
    first ??= row;
    const is = Number(row.dataset.number) === chosen.number;
    row.classList.toggle('selected', is);
    const button = row.firstChild.firstChild;
    if (is) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    button.tabIndex = is ? 0 : -1;
  }
  // One of them can always be reached by the keyboard.
  if (first && !rows.has(chosen.number)) first.firstChild.firstChild.tabIndex = 0;
}

function drawEmpty(kept) {
  const place = byId('list-empty');
  if (rows.size > 0) {
    place.dataset.why = '';
    place.replaceChildren();
    return;
  }
  const why = kept > 0 ? `filter ${filter} ${find}` : `none ${chosen.name}`;
  if (place.dataset.why === why || !connection.known) return;
  place.dataset.why = why;
  if (kept > 0) {
    place.replaceChildren(
      el('strong', { text: 'None of these' }),
      el('p', { text: 'No kept invocation is like that.' }),
    );
    return;
  }
  const name = encodeURIComponent(chosen.name ?? 'function');
  const command = `curl -d '{}' ${location.origin}/2015-03-31/functions/${name}/invocations`;
  place.replaceChildren(
    el('strong', { text: 'No invocation yet' }),
    el('p', { text: 'Send an event from here, or from a terminal:' }),
    el('pre', { class: 'mono', text: command, tabindex: 0, 'aria-label': 'Command' }),
  );
}

/** Goes to the next row in this direction, 1 being down. */
export function step(direction, focus) {
  const body = byId('rows');
  const now = rows.get(chosen.number);
  const row = now
    ? direction > 0
      ? now.nextElementSibling
      : now.previousElementSibling
    : body.firstElementChild;
  if (!row) return;
  choose(chosen.name, Number(row.dataset.number));
  row.scrollIntoView({ block: 'nearest' });
  if (focus) row.firstChild.firstChild.focus({ preventScroll: true });
}

/** Puts the focus on the chosen row. */
export function focusList() {
  document.body.classList.remove('reading');
  const row = rows.get(chosen.number) ?? byId('rows').firstElementChild;
  (row?.firstChild.firstChild ?? byId('list')).focus();
}

export function prepareList() {
  for (const button of document.querySelectorAll('[data-filter]')) {
    button.addEventListener('click', () => {
      filter = button.dataset.filter;
      for (const each of document.querySelectorAll('[data-filter]')) {
        each.setAttribute('aria-pressed', String(each === button));
      }
      drawList();
    });
  }
  byId('find').addEventListener('input', (event) => {
    find = event.target.value.trim().toLowerCase();
    drawList();
  });
  byId('rows').addEventListener('keydown', (event) => {
    const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    step(direction, true);
  });
}
