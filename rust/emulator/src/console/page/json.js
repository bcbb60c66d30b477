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
  return laidOut(tokens(text)).map(([token]) => token).join('');
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

/** What is wrong with a text, with its line and column; empty if nothing is. */
export function mistake(text) {
  if (text.trim() === '') return '';
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const at = /position (\d+)/.exec(error.message);
    if (!at) return `No JSON: ${error.message}`;
    const before = text.slice(0, Number(at[1])).split('\n');
    const what = error.message.replace(/ in JSON at position.*| at position.*/, '').replace(/^JSON\.parse: /, '');
    return `No JSON: ${what}, line ${before.length}, column ${before.at(-1).length + 1}`;
  }
}
