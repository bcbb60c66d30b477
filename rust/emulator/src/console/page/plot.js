// Points and centers of a k-means answer.

import { el, svg } from './dom.js';
import * as format from './format.js';

const WIDTH = 640;
const HEIGHT = 400;
const PAD = 28;
/** Room for the numbers beside the upright axis, where no point is drawn. */
const GUTTER = 58;
/** The upright axis, left of the leftmost point. */
const EDGE = GUTTER - 8;
const COLOURS = 10;

/** More would take longer to draw than to cluster. */
const MAX_POINTS = 4000;

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
const isRow = (value) => Array.isArray(value) && value.length > 0 && value.every(isNumber);
const areRows = (value) => Array.isArray(value) && value.length > 0 && value.every(isRow);

function parsed(payload) {
  if (!payload || payload.cut) return null;
  try {
    return JSON.parse(payload.text);
  } catch {
    return null;
  }
}

/** What there is to draw; null if the answer is none of k-means. */
function clusters(invocation) {
  if (invocation.stage !== 'succeeded') return null;
  const answer = parsed(invocation.answer);
  if (!answer || !areRows(answer.centers)) return null;
  const event = parsed(invocation.event);
  const dimensions = answer.centers[0].length;
  const data = areRows(event?.data) && event.data[0].length === dimensions ? event.data : [];
  return { ...answer, dimensions, data };
}

function nearest(point, centers) {
  let best = 0;
  let least = Infinity;
  centers.forEach((center, index) => {
    const distance = center.reduce((sum, value, axis) => sum + (value - point[axis]) ** 2, 0);
    if (distance < least) {
      least = distance;
      best = index;
    }
  });
  return best;
}

/** A number of an axis, which has room for eight letters. */
function short(value) {
  const size = Math.abs(value);
  const notation = size >= 1e5 ? 'compact' : size > 0 && size < 1e-3 ? 'scientific' : 'standard';
  return value.toLocaleString('en', { maximumSignificantDigits: 3, notation });
}

function drawing(found, axes) {
  const [across, up] = axes;
  const rows = [...found.data, ...found.centers];
  const extent = (axis) => {
    let low = Infinity;
    let high = -Infinity;
    for (const row of rows) {
      low = Math.min(low, row[axis] ?? 0);
      high = Math.max(high, row[axis] ?? 0);
    }
    return high > low ? [low, high] : [low - 1, high + 1];
  };
  const [left, right] = extent(across);
  const [bottom, top] = extent(up);
  const x = (row) => GUTTER + (((row[across] ?? 0) - left) / (right - left)) * (WIDTH - GUTTER - PAD);
  const y = (row) => HEIGHT - PAD - (((row[up] ?? 0) - bottom) / (top - bottom)) * (HEIGHT - 2 * PAD);
  const stride = Math.ceil(found.data.length / MAX_POINTS);
  const points = [];
  for (let index = 0; index < found.data.length; index += stride) {
    const row = found.data[index];
    const cluster = found.assignments?.[index] ?? nearest(row, found.centers);
    points.push(
      svg('circle', { class: `c${cluster % COLOURS}`, cx: x(row).toFixed(1), cy: y(row).toFixed(1), r: 3 }),
    );
  }
  const centers = found.centers.map((center) => {
    const at = [x(center).toFixed(1), y(center).toFixed(1)];
    const d = `M${at[0] - 7} ${at[1] - 7}l14 14m0-14l-14 14`;
    return svg(
      'g',
      { class: 'center' },
      svg('path', { class: 'halo', d }),
      svg('path', { class: 'cross', d }),
    );
  });
  const text = (value, at) => svg('text', { ...at, text: short(value) });
  const words = `${format.plural(found.data.length, 'point', 'points')} and ${format.plural(found.centers.length, 'center', 'centers')}`;
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Scatter plot: ${words}` },
    svg('path', {
      class: 'axis',
      d: `M${EDGE} ${PAD / 2}V${HEIGHT - PAD / 2}M${EDGE - PAD / 2} ${HEIGHT - PAD / 2}H${WIDTH - PAD / 2}`,
      fill: 'none',
    }),
    text(left, { x: GUTTER, y: HEIGHT - 2 }),
    text(right, { x: WIDTH - PAD, y: HEIGHT - 2, 'text-anchor': 'end' }),
    text(bottom, { x: EDGE - 6, y: HEIGHT - PAD + 4, 'text-anchor': 'end' }),
    text(top, { x: EDGE - 6, y: PAD + 4, 'text-anchor': 'end' }),
    ...points,
    ...centers,
  );
}

function chooser(label, dimensions, chosen, change) {
  const options = Array.from({ length: dimensions }, (_, axis) =>
    el('option', { value: axis, text: String(axis + 1), selected: axis === chosen }),
  );
  return el(
    'label',
    {},
    `${label} `,
    el('select', { on: { change: (event) => change(Number(event.target.value)) } }, ...options),
  );
}

function table(found) {
  const number = (value) => value.toLocaleString('en', { maximumFractionDigits: 4 });
  const rows = found.centers.map((center, index) =>
    el(
      'tr',
      {},
      el(
        'td',
        {},
        el('span', { class: `swatch c${index % COLOURS}`, 'aria-hidden': 'true' }),
        ` ${index + 1}`,
      ),
      el('td', { text: String(found.sizes?.[index] ?? '') }),
      ...center.slice(0, 8).map((value) => el('td', { class: 'mono', text: number(value) })),
    ),
  );
  const columns = Math.min(found.dimensions, 8);
  const head = Array.from({ length: columns }, (_, axis) =>
    el('th', { scope: 'col', text: `axis ${axis + 1}` }),
  );
  return el(
    'div',
    { class: 'centers-frame', tabindex: 0, role: 'region', 'aria-label': 'Centers' },
    el(
      'table',
      { class: 'centers' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col', text: 'cluster' }),
          el('th', { scope: 'col', text: 'points' }),
          ...head,
        ),
      ),
      el('tbody', {}, ...rows),
    ),
  );
}

/** The part of the page that shows them; null if the answer is none of k-means. */
export function plot(invocation) {
  const found = clusters(invocation);
  if (!found) return null;
  const axes = [0, Math.min(1, found.dimensions - 1)];
  const frame = el('div', { class: 'plot-frame' });
  const draw = () => frame.querySelector('svg').replaceWith(drawing(found, axes));
  const change = (index) => (axis) => {
    axes[index] = axis;
    draw();
  };
  frame.append(drawing(found, axes));
  if (found.dimensions > 2) {
    frame.append(
      el(
        'div',
        { class: 'axes note' },
        chooser('Across: axis', found.dimensions, axes[0], change(0)),
        chooser('Up: axis', found.dimensions, axes[1], change(1)),
      ),
    );
  }
  if (found.data.length === 0)
    frame.append(
      el('p', { class: 'note', text: 'The event holds no points to draw, only the centers are there.' }),
    );
  if (found.data.length > MAX_POINTS)
    frame.append(
      el('p', {
        class: 'note',
        text: `Every ${Math.ceil(found.data.length / MAX_POINTS)}th point is drawn.`,
      }),
    );
  frame.append(table(found));
  const told = [
    isNumber(found.inertia)
      ? `inertia ${found.inertia.toLocaleString('en', { maximumFractionDigits: 3 })}`
      : '',
    isNumber(found.iterations) ? format.plural(found.iterations, 'iteration', 'iterations') : '',
  ];
  return el(
    'section',
    { class: 'part', 'aria-labelledby': 'plot-title' },
    el(
      'div',
      { class: 'part-head' },
      el('h3', { id: 'plot-title', text: 'Clusters' }),
      el('span', { class: 'note', text: told.filter(Boolean).join(', ') }),
    ),
    frame,
  );
}
