// JSON for people: indented and coloured, every digit as it came.

import { el } from './dom.js';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/g;

/** Longer texts are shown as they are: colouring them takes longer than reading them. */
const MAX_COLOURED = 200_000;

/** Lists of plain values up to this width stay in one line. */
const WIDTH = 76;

function tokens(text) {
  return text.match(TOKEN) ?? [];
}

/** Whether what begins here ends within a line, and has nothing nested in it. */
function endOfLine(all, start) {
  let width = 0;
  for (let index = start + 1; index < all.length; index++) {
    const token = all[index];
    if (token === '[' || token === '{') return -1;
    if (token === ']' || token === '}') return index;
    width += token.length + 1;
    if (width > WIDTH) return -1;
  }
  return -1;
}

/** The tokens with spaces and line breaks between them, as pairs of text and kind. */
function laidOut(all) {
  const out = [];
  let depth = 0;
  const line = () => out.push([`\n${'  '.repeat(depth)}`, '']);
  for (let index = 0; index < all.length; index++) {
    const token = all[index];
    if (token === '{' || token === '[') {
      const end = endOfLine(all, index);
      if (end >= 0 && (token === '[' || end === index + 1)) {
        for (; index < end; index++) out.push(pair(all, index), ...(all[index] === ',' ? [[' ', '']] : []));
        out.push([all[end], '']);
        continue;
      }
      out.push([token, '']);
      depth++;
      line();
    } else if (token === '}' || token === ']') {
      depth--;
      line();
      out.push([token, '']);
    } else if (token === ',') {
      out.push([token, '']);
      line();
    } else if (token === ':') {
      out.push([': ', '']);
    } else {
      out.push(pair(all, index));
    }
  }
  return out;
}

function pair(all, index) {
  const token = all[index];
  const first = token[0];
  if (first === '"') return [token, all[index + 1] === ':' ? 'key' : 'string'];
  if (first === '-' || (first >= '0' && first <= '9')) return [token, 'number'];
  return [token, /^[tfn]/.test(token) ? 'word' : ''];
}

export function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Indented, as text. */
export function tidy(text) {
  return laidOut(tokens(text))
    .map(([token]) => token)
    .join('');
}

/** What stands in a payload's box. */
export function coloured(text) {
  if (text.length > MAX_COLOURED || !isJson(text)) return [text];
  const out = [];
  let plain = '';
  for (const [token, kind] of laidOut(tokens(text))) {
    if (!kind) {
      plain += token;
      continue;
    }
    out.push(plain, el('span', { class: kind, text: token }));
    plain = '';
  }
  out.push(plain);
  return out;
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/** Where a text stops being JSON: each browser says it in another way, and some do not. */
function firstMistake(text) {
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found !== null;
  };
  const is = (character) => {
    take(SPACE);
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const members = (end, member) => {
    if (is(end)) return true;
    do {
      if (!member()) return false;
    } while (is(','));
    return is(end);
  };
  const value = () => {
    take(SPACE);
    if (is('{')) return members('}', () => (take(SPACE), take(STRING)) && is(':') && value());
    if (is('[')) return members(']', value);
    return take(STRING) || take(PLAIN);
  };
  if (value()) take(SPACE);
  return at;
}

/** What is wrong with a text, with its line and column; empty if nothing is. */
export function mistake(text) {
  if (text.trim() === '' || isJson(text)) return '';
  const at = firstMistake(text);
  const before = text.slice(0, at).split('\n');
  const what = at < text.length ? JSON.stringify(text[at]).slice(1, -1) : 'the end';
  return `No JSON: ${what} is not expected in line ${before.length}, column ${before.at(-1).length + 1}`;
}
