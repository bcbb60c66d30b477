// An error report: type, message, stack, causes.

import { el } from './dom.js';

/** The report, if the answer is one. */
function report(invocation) {
  if (!invocation.over || invocation.stage === 'succeeded') return null;
  try {
    const body = JSON.parse(invocation.answer?.text ?? '');
    if (body && typeof body === 'object' && (body.errorMessage !== undefined || body.errorType !== undefined))
      return body;
  } catch {
    // A function may report whatever it likes.
  }
  return {
    errorType: invocation.errorType,
    errorMessage: invocation.errorMessage ?? invocation.answer?.text,
  };
}

/** Frames of the JDK and of what calls the handler are seldom what somebody looks for. */
const FOREIGN =
  /^(java|jdk|sun|com\.sun|com\.oracle|org\.graalvm|kotlin|clojure|io\.github\.libhello\.(internal|aws))\.|^io\.github\.libhello\.LambdaRuntime/;

function described(error, heading) {
  const frames = Array.isArray(error.stackTrace) ? error.stackTrace : [];
  const lines = frames.map((frame) => {
    // The module says nothing that the class does not.
    const text = String(frame)
      .replace(/^at /, '')
      .replace(/^[\w.]+@[\w.+-]+\//, '');
    return el('li', { class: FOREIGN.test(text) ? 'foreign' : '', text });
  });
  const nested = [];
  if (error.cause && typeof error.cause === 'object') nested.push(described(error.cause, 'Caused by'));
  for (const each of Array.isArray(error.suppressed) ? error.suppressed : [])
    nested.push(described(each, 'Suppressed'));
  return el(
    'div',
    { class: heading ? 'nested' : '' },
    heading ? el('p', { class: 'note', text: heading }) : null,
    el('p', { class: 'type mono', text: error.errorType ?? 'Error' }),
    error.errorMessage === undefined || error.errorMessage === null
      ? null
      : el('p', { class: 'message', text: String(error.errorMessage) }),
    lines.length > 0
      ? el('ol', { class: 'frames payload', tabindex: 0, 'aria-label': 'Stack' }, ...lines)
      : null,
    ...nested,
  );
}

/** The part of the page that shows it; null if nothing went wrong. */
export function failure(invocation) {
  const error = report(invocation);
  if (!error) return null;
  return el(
    'section',
    { class: 'part failure', 'aria-labelledby': 'failure-title' },
    el('div', { class: 'part-head' }, el('h3', { id: 'failure-title', text: 'Error' })),
    described(error, null),
  );
}
