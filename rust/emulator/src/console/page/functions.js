// The functions, and the environment of the chosen one with what can be done to it.

import * as api from './api.js';
import { byId, el, notice, setText } from './dom.js';
import * as format from './format.js';
import { choose, chosen, current, functions } from './store.js';

export function drawFunctions() {
  const place = byId('functions');
  const names = [...functions.keys()];
  if (names.join('\n') !== place.dataset.names) {
    place.dataset.names = names.join('\n');
    place.replaceChildren(...names.map(row));
  }
  for (const button of place.children) {
    const { info } = functions.get(button.dataset.name);
    button.setAttribute('aria-current', String(info.name === chosen.name));
    button.querySelector('.dot').className = `dot ${info.state}`;
    setText(button.querySelector('.told'), told(info));
  }
}

function row(name) {
  return el(
    'button',
    { type: 'button', 'data-name': name, on: { click: () => choose(name, null) } },
    el('span', { class: 'dot', 'aria-hidden': 'true' }),
    el('span', { class: 'name', text: name, title: name }),
    el('span', { class: 'told' }),
  );
}

function told(info) {
  const failures = info.totals.failures;
  const count = info.totals.invocations.toLocaleString('en');
  return failures > 0 ? `${count}, ${failures.toLocaleString('en')} failed` : count;
}

const parts = {};

/** Built once; what changes is changed in its place, so that a button keeps the focus. */
function build(place) {
  parts.dot = el('span', { class: 'dot', 'aria-hidden': 'true' });
  parts.state = el('strong', { id: 'state' });
  parts.told = el('span', { class: 'told' });
  parts.reason = el('p', { class: 'reason', hidden: true });
  parts.bar = el('i');
  parts.memory = el('span');
  parts.limit = el('span');
  parts.starts = el('span');
  parts.settings = el('span');
  parts.restart = action('restart', 'Restart', 'Ends the process and starts another one');
  parts.kill = action('kill', 'Kill', 'Ends the process at once, as a crash would');
  parts.freeze = action(
    'freeze',
    'Freeze',
    'Stops the process as Lambda does between two invocations; the next event lets it go on',
  );
  place.replaceChildren(
    el('p', { class: 'state-line' }, parts.dot, parts.state, parts.told),
    parts.reason,
    el(
      'div',
      { class: 'meter' },
      el('div', { class: 'pair' }, parts.memory, parts.limit),
      el('div', { class: 'scale', 'aria-hidden': 'true' }, parts.bar),
    ),
    el('div', { class: 'pair' }, parts.starts, parts.settings),
    el('div', { class: 'controls' }, parts.restart, parts.kill, parts.freeze),
  );
}

function action(what, label, title) {
  const button = el('button', { type: 'button', 'data-what': what, text: label, title });
  button.addEventListener('click', async () => {
    // Freeze and thaw are one button.
    const asked = button.dataset.what;
    button.setAttribute('aria-busy', 'true');
    try {
      const said = await api.control(chosen.name, asked);
      if (asked === 'restart') notice(`Restarted: ready after ${format.duration(said.init)}`);
    } catch (error) {
      notice(error.message);
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
  return button;
}

export function drawEnvironment() {
  const place = byId('environment');
  const info = current()?.info;
  if (!info) return;
  if (!parts.dot) build(place);
  parts.dot.className = `dot ${info.state}`;
  setText(parts.state, format.state(info.state));
  setText(parts.told, info.pid ? `pid ${info.pid}` : '');
  parts.reason.hidden = !info.reason;
  setText(parts.reason, info.reason ?? '');
  const limit = info.memoryMb * 1_048_576;
  const resident = info.memory?.resident ?? 0;
  parts.bar.style.width = `${Math.min(100, (100 * resident) / limit)}%`;
  parts.bar.className = resident > limit ? 'over' : '';
  setText(
    parts.memory,
    info.memory
      ? `${format.mebibytes(resident)}, at most ${format.mebibytes(info.memory.peak)}`
      : 'no memory in use',
  );
  setText(parts.limit, `of ${info.memoryMb} MB`);
  setText(parts.starts, format.plural(info.started, 'start', 'starts'));
  const open = info.concurrency > 1 ? `${info.open} of ${info.concurrency} open, ` : '';
  setText(parts.settings, `${open}time-out ${format.duration(info.timeout * 1000)}`);
  const frozen = info.state === 'frozen';
  parts.freeze.dataset.what = frozen ? 'thaw' : 'freeze';
  setText(parts.freeze, frozen ? 'Thaw' : 'Freeze');
  setText(parts.restart, info.started === 0 ? 'Start' : 'Restart');
  parts.kill.disabled = parts.freeze.disabled = !info.pid;
}
