// Where the time of one invocation went.

import { el, svg } from './dom.js';
import * as format from './format.js';

/** [kind, label, beginning, end] of each part that is known. */
function parts(invocation) {
  const { turn, ready, delivered, firstByte, ended } = invocation.timeline;
  const last = ended ?? null;
  const found = [];
  const add = (kind, label, from, to) => {
    if (from !== null && to !== null && to > from) found.push([kind, label, from, to]);
  };
  add('queue', 'queue', 0, turn ?? last);
  if (invocation.cold || (ready === null && last !== null)) {
    add('init', 'init', turn, ready ?? delivered ?? last);
    add('queue', 'hand-over', ready, delivered);
  } else {
    add('queue', 'hand-over', turn, delivered ?? ready);
  }
  add('run', 'run', delivered, firstByte ?? last);
  add('stream', 'stream', firstByte, last);
  return found;
}

export function timeline(invocation) {
  const all = parts(invocation);
  const end = Math.max(...all.map(([, , , to]) => to), 0);
  const words = all.map(([, label, from, to]) => `${label} ${format.duration(to - from)}`).join(', ');
  const bar = svg('svg', {
    viewBox: '0 0 1000 14',
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': `Timeline: ${words || 'not yet known'}`,
  });
  for (const [kind, label, from, to] of all) {
    const width = Math.max(((to - from) / end) * 1000, 2);
    const part = svg('rect', { class: `fill-${kind}`, x: (from / end) * 1000, y: 0, width, height: 14 });
    part.append(svg('title', { text: `${label} ${format.duration(to - from)}` }));
    bar.append(part);
  }
  const legend = all.map(([kind, label, from, to]) =>
    el(
      'li',
      {},
      el('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }),
      label,
      el('b', { text: format.duration(to - from) }),
    ),
  );
  if (end > 0) legend.push(el('li', { class: 'muted' }, 'in all', el('b', { text: format.duration(end) })));
  return el('section', { class: 'part timeline' }, bar, curve(invocation), el('ul', {}, ...legend));
}

/** How the bytes of a streamed response came. */
function curve(invocation) {
  const { pieces, firstByte, ended } = invocation.timeline;
  if (!invocation.streamed || pieces.points.length < 2) return null;
  const end = ended ?? pieces.points.at(-1)[0];
  const x = (at) => ((at - firstByte) / Math.max(end - firstByte, 0.001)) * 1000;
  const y = (count) => 60 - (count / pieces.bytes) * 56;
  let path = `M0 60`;
  for (const [at, count] of pieces.points) path += `H${x(at).toFixed(1)}V${y(count).toFixed(1)}`;
  path += 'H1000';
  const words = `${format.bytes(pieces.bytes)} in ${format.plural(pieces.count, 'piece', 'pieces')} within ${format.duration(end - firstByte)}`;
  return el(
    'figure',
    {},
    svg(
      'svg',
      {
        class: 'curve-frame',
        viewBox: '0 0 1000 60',
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `Streamed: ${words}`,
      },
      svg('path', { class: 'area', d: `${path}V60Z` }),
      svg('path', { class: 'curve', d: path }),
    ),
    el('figcaption', { class: 'note', text: words }),
  );
}
