// Duration, memory and cold starts of the last invocations, side by side.

import { byId, el, setText, svg } from './dom.js';
import * as format from './format.js';
import { open } from './list.js';
import { chosen, current } from './store.js';

const HEIGHT = 64;
const TOP = 5;
const BOTTOM = 59;
const SHOWN = 120;
/** A few points are not spread over the whole width. */
const LEAST = 30;
/** Room for what the lines of an axis are. */
const LEFT = 42;

/** Pixels; all charts are of one width. */
let width = 300;

const figures = new Map();

function figure(name, title) {
  let made = figures.get(name);
  if (!made) {
    const frame = svg('svg', { role: 'img' });
    const told = el('span');
    const root = el(
      'figure',
      { class: 'chart', 'data-chart': name },
      el('figcaption', {}, el('strong', { text: title }), told),
      frame,
    );
    byId('charts').append(root);
    made = { frame, told };
    figures.set(name, made);
  }
  return made;
}

function show({ frame, told }, title, words, ...children) {
  setText(told, words);
  frame.setAttribute('aria-label', `${title}: ${words}`);
  frame.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  frame.replaceChildren(...children);
}

/** The newest is on the right. */
function placed(invocations) {
  const step = (width - LEFT - 5) / (Math.max(invocations.length, LEAST) - 1);
  return invocations.map((invocation, index) => [
    width - 5 - (invocations.length - 1 - index) * step,
    invocation,
  ]);
}

function point(at, height, invocation, words) {
  const bad = invocation.stage !== 'succeeded';
  const kind = bad ? ' bad' : invocation.cold ? ' cold' : '';
  const selected = invocation.number === chosen.number ? ' selected' : '';
  return svg(
    'circle',
    {
      class: `point${kind}${selected}`,
      cx: at.toFixed(1),
      cy: height.toFixed(1),
      r: 2.5,
      on: { click: () => open(invocation.number) },
    },
    svg('title', { text: `#${invocation.number}: ${words}` }),
  );
}

const grid = (height, kind = 'grid') =>
  svg('line', { class: kind, x1: 0, x2: width, y1: height, y2: height });

const label = (height, text) => svg('text', { x: 0, y: height, text });

/** From microseconds to seconds, so the axis counts decades. */
function durations(invocations) {
  const timed = invocations.filter((invocation) => invocation.duration !== null);
  const sorted = timed.map((invocation) => invocation.duration).sort((one, other) => one - other);
  const words =
    timed.length > 0
      ? `p50 ${format.duration(format.quantile(sorted, 0.5))}, p95 ${format.duration(format.quantile(sorted, 0.95))}`
      : 'none yet';
  const low = Math.floor(Math.log10(Math.max(sorted[0] ?? 1, 0.001)));
  const high = Math.max(Math.ceil(Math.log10(Math.max(sorted.at(-1) ?? 10, 0.001))), low + 1);
  const y = (value) => BOTTOM - ((Math.log10(Math.max(value, 0.001)) - low) / (high - low)) * (BOTTOM - TOP);
  const lines = [];
  for (let decade = low; decade <= high; decade++) lines.push(grid(y(10 ** decade)));
  if (timed.length > 0)
    lines.push(label(y(10 ** high) + 9, format.decade(high)), label(y(10 ** low) - 3, format.decade(low)));
  const points = placed(timed).map(([at, invocation]) =>
    point(at, y(invocation.duration), invocation, format.duration(invocation.duration)),
  );
  show(figure('duration', 'Duration'), 'Duration', words, ...lines, ...points);
}

function memory(invocations, info) {
  const known = invocations.filter((invocation) => invocation.memory !== null);
  const limit = info ? info.memoryMb * 1_048_576 : 1;
  const most = Math.max(...known.map((invocation) => invocation.memory), 0);
  const top = Math.max(most * 1.25, 1);
  const y = (value) => BOTTOM - (value / top) * (BOTTOM - TOP);
  const words = known.length > 0 ? `${format.mebibytes(most)} of ${info.memoryMb} MB` : 'none yet';
  let path = '';
  for (const [at, invocation] of placed(known))
    path += `${path ? 'L' : 'M'}${at.toFixed(1)} ${y(invocation.memory).toFixed(1)}`;
  const parts = [grid(TOP), grid(BOTTOM)];
  if (limit < top) parts.push(grid(y(limit), 'limit'));
  parts.push(svg('path', { class: 'curve', d: path }));
  parts.push(
    ...placed(known)
      .slice(-1)
      .map(([at, invocation]) =>
        point(at, y(invocation.memory), invocation, format.mebibytes(invocation.memory)),
      ),
  );
  show(figure('memory', 'Memory'), 'Memory', words, ...parts);
}

function coldStarts(invocations, info) {
  const cold = invocations.filter((invocation) => invocation.cold);
  const most = Math.max(...cold.map((invocation) => invocation.init), 0.001);
  const bars = placed(invocations)
    .filter(([, invocation]) => invocation.cold)
    .map(([at, invocation]) => {
      const height = Math.max((invocation.init / most) * (BOTTOM - TOP), 2);
      const bar = svg('rect', {
        class: 'point cold',
        x: (at - 1.5).toFixed(1),
        y: (BOTTOM - height).toFixed(1),
        width: 3,
        height: height.toFixed(1),
        on: { click: () => open(invocation.number) },
      });
      bar.append(svg('title', { text: `#${invocation.number}: init ${format.duration(invocation.init)}` }));
      return bar;
    });
  const totals = info?.totals;
  const last = cold.at(-1);
  const words =
    totals && totals.coldStarts > 0
      ? `${totals.coldStarts.toLocaleString('en')} of ${totals.invocations.toLocaleString('en')}${last ? `, last ${format.duration(last.init)}` : ''}`
      : 'none yet';
  show(figure('cold', 'Cold starts'), 'Cold starts', words, grid(BOTTOM), ...bars);
}

/** Draws again when there is another width to draw in. */
export function prepareCharts() {
  new ResizeObserver(() => drawCharts()).observe(byId('charts'));
}

export function drawCharts() {
  const frame = document.querySelector('.chart svg');
  width = Math.max(Math.round(frame?.clientWidth ?? 0), 100);
  const known = current();
  const over = [...(known?.invocations.values() ?? [])].filter((invocation) => invocation.over).slice(-SHOWN);
  durations(over);
  memory(over, known?.info);
  coldStarts(over, known?.info);
}
