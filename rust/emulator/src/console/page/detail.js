// All that is known of the chosen invocation.

import * as api from './api.js';
import { byId, copy, el } from './dom.js';
import { focusEditor, sendEvent, writeEvent } from './editor.js';
import { failure } from './failure.js';
import * as format from './format.js';
import { coloured, tidy } from './json.js';
import { badge, focusList } from './list.js';
import { plot } from './plot.js';
import { chosen, connection, currentInvocation } from './store.js';
import { timeline } from './timeline.js';

/** How often one that runs is looked at again, in milliseconds. */
const PERIOD = 400;

let fetched = null;
let drawn = null;
let again = null;

function figure(label, text, absent = 'none') {
  return el(
    'div',
    {},
    el('dt', { text: label }),
    el('dd', { class: text ? '' : 'none', text: text || absent }),
  );
}

function figures(invocation) {
  const { turn } = invocation.timeline;
  return el(
    'dl',
    { class: 'figures' },
    figure('Duration', format.duration(invocation.duration), 'not yet'),
    figure('Init', format.duration(invocation.init), 'warm'),
    figure('Queue', format.duration(turn), 'not yet'),
    figure('Memory', format.mebibytes(invocation.memory), 'unknown'),
    figure('Event', format.bytes(invocation.eventBytes)),
    figure('Answer', format.bytes(invocation.answerBytes)),
  );
}

/** Lines of the platform stand back, those that tell of an error do not. */
function log(text) {
  return text.split('\n').map((line, index, all) => {
    const end = index + 1 < all.length ? '\n' : '';
    const platform =
      /^(START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION)\b/.test(line);
    const error = /\b(ERROR|SEVERE|FATAL|Exception)\b|"level":"(ERROR|FATAL)"|Task timed out/.test(line);
    return platform || error
      ? el('span', { class: platform ? 'platform' : 'error-line', text: line + end })
      : line + end;
  });
}

function payload(id, title, content, told, children) {
  const notes = [told];
  if (content?.cut)
    notes.push(
      `the first ${format.bytes(new Blob([content.text]).size)} of ${format.bytes(content.bytes)} were kept`,
    );
  if (content?.binary) notes.push('not UTF-8');
  const text = content?.text ?? '';
  const body = text
    ? el('pre', { class: 'payload', id, tabindex: 0, 'aria-label': title }, ...children(text))
    : el('p', { class: 'note', id, text: content ? 'Empty.' : 'Not yet there.' });
  return el(
    'section',
    { class: 'part', 'aria-labelledby': `${id}-title` },
    el(
      'div',
      { class: 'part-head' },
      el('h3', { id: `${id}-title`, text: title }),
      el('span', { class: 'note', text: notes.filter(Boolean).join(', ') }),
      text
        ? el('button', {
            type: 'button',
            'aria-label': `Copy: ${title}`,
            text: 'Copy',
            on: { click: () => copy(tidy(text) || text, title) },
          })
        : null,
    ),
    body,
  );
}

function head(invocation) {
  const cut = invocation.event.cut;
  const title = cut ? 'Only the beginning of the event was kept' : undefined;
  return el(
    'div',
    { class: 'detail-head' },
    el('button', { type: 'button', class: 'back', text: 'Back', on: { click: focusList } }),
    el('h2', { id: 'detail-title', text: `#${invocation.number}` }),
    badge(invocation.stage),
    invocation.cold ? el('span', { class: 'note', text: 'cold start' }) : null,
    el(
      'div',
      { class: 'actions' },
      el('button', {
        type: 'button',
        text: 'Edit event',
        on: {
          click: () => {
            writeEvent(invocation.event.text);
            focusEditor();
          },
        },
      }),
      el('button', {
        type: 'button',
        id: 'again',
        text: 'Send again',
        disabled: cut,
        title,
        on: { click: resend },
      }),
    ),
  );
}

/** Sends the event of the shown invocation once more. */
export function resend() {
  if (fetched && fetched.number === chosen.number && !fetched.event.cut) sendEvent(fetched.event.text);
}

function draw(place, invocation) {
  const wrong = failure(invocation);
  // Where somebody reads, he goes on to read.
  const scrolled = new Map([...place.querySelectorAll('[id].payload')].map((box) => [box.id, box.scrollTop]));
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  place.replaceChildren(
    head(invocation),
    el(
      'p',
      { class: 'request' },
      el('span', { text: 'Request id' }),
      el('code', { text: invocation.requestId, title: invocation.requestId }),
    ),
    figures(invocation),
    timeline(invocation),
    ...[wrong, plot(invocation)].filter(Boolean),
    ...(wrong
      ? []
      : [
          payload(
            'answer',
            'Answer',
            invocation.answer,
            invocation.contentType === 'application/json' ? '' : invocation.contentType,
            coloured,
          ),
        ]),
    payload('log', 'Log', invocation.log, '', log),
    payload('sent', 'Event', invocation.event, '', coloured),
  );
  for (const [id, top] of scrolled) {
    const box = byId(id);
    if (box) box.scrollTop = top;
  }
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

/** What the function logged last, while nothing else is shown. */
async function drawFunctionLog(place) {
  const { name } = chosen;
  if (name === null || document.visibilityState === 'hidden') return;
  const said = await api.functionLog(name).catch(() => null);
  if (!said || drawn !== 'none' || chosen.name !== name) return;
  const box = place.querySelector('#function-log');
  if (box?.textContent !== said.text) {
    const below = box && box.scrollTop + box.clientHeight > box.scrollHeight - 4;
    const part = payload('function-log', 'Log of the function', said, '', log);
    place.querySelector('[aria-labelledby="function-log-title"]')?.remove();
    place.append(part);
    const filled = part.querySelector('#function-log');
    filled.scrollTop = below || !box ? filled.scrollHeight : box.scrollTop;
  }
}

function drawNone(place, why) {
  if (why === 'none') drawFunctionLog(place);
  if (drawn === why) return;
  drawn = why;
  const texts = {
    none: [
      'No invocation is chosen',
      'Choose one in the list to see its event, its answer, its log and where its time went.',
    ],
    gone: [
      'This invocation is no longer kept',
      'Only the last ones are. The list has those that are still there.',
    ],
  };
  const [title, text] = texts[why];
  place.replaceChildren(
    el(
      'div',
      { class: 'empty' },
      el('strong', { id: 'detail-title', text: title }),
      el('p', { text }),
      why === 'gone'
        ? el('button', { type: 'button', class: 'back', text: 'Back', on: { click: focusList } })
        : null,
    ),
  );
}

/** Asks for what is not known yet of the chosen invocation, and draws it. */
export async function drawDetail() {
  clearTimeout(again);
  const place = byId('detail');
  const summary = currentInvocation();
  if (chosen.number === null) {
    document.body.classList.remove('reading');
    return drawNone(place, 'none');
  }
  if (!summary) return connection.known ? drawNone(place, 'gone') : undefined;
  const { name, number } = chosen;
  if (fetched && fetched.name === name && fetched.summary === summary && summary.over) return;
  let invocation;
  try {
    invocation = await api.invocation(name, number);
  } catch (error) {
    if (error.status === 404) drawNone(place, 'gone');
    return;
  }
  // Another one may have been chosen meanwhile.
  if (chosen.name !== name || chosen.number !== number) return;
  const other = drawn !== `${name} ${number}`;
  fetched = { ...invocation, name, summary };
  drawn = `${name} ${number}`;
  draw(place, invocation);
  if (other) place.scrollTop = 0;
  if (!invocation.over) again = setTimeout(drawDetail, PERIOD);
}
