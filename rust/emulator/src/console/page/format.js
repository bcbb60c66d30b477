// Figures as people read them. The same figure has the same width from one moment to the next.

export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return '';
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  if (milliseconds < 1000) return `${significant(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${significant(milliseconds / 1000)} s`;
  const seconds = Math.round((milliseconds % 60_000) / 1000);
  return `${Math.floor(milliseconds / 60_000)} min${seconds ? ` ${seconds} s` : ''}`;
}

/** Three digits. */
function significant(value) {
  if (value < 10) return value.toFixed(2);
  if (value < 100) return value.toFixed(1);
  return value.toFixed(0);
}

/** A power of ten, in milliseconds. */
export function decade(exponent) {
  if (exponent < 0) return `${10 ** (exponent + 3)} µs`;
  return exponent < 3 ? `${10 ** exponent} ms` : `${10 ** (exponent - 3)} s`;
}

export function bytes(count) {
  if (count === null || count === undefined) return '';
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${significant(count / 1000)} kB`;
  return `${significant(count / 1_000_000)} MB`;
}

/** Memory is counted in powers of two, as the size of a function is. */
export function mebibytes(count) {
  if (count === null || count === undefined) return '';
  return `${significant(count / 1_048_576)} MiB`;
}

export function time(milliseconds) {
  const date = new Date(milliseconds);
  const two = (value) => String(value).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export function plural(count, one, many) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

const STAGES = {
  queued: 'queued',
  starting: 'starting',
  running: 'running',
  streaming: 'streaming',
  succeeded: 'ok',
  failed: 'failed',
  'timed-out': 'timed out',
  exited: 'ended',
  'not-run': 'not run',
};

export const stage = (name) => STAGES[name] ?? name;

const STATES = {
  'not-started': 'not started',
  starting: 'starting',
  idle: 'waits for an event',
  busy: 'has an event',
  frozen: 'frozen',
  'init-failed': 'failed to start',
  ended: 'ended',
};

export const state = (name) => STATES[name] ?? name;

export function quantile(sorted, share) {
  if (sorted.length === 0) return undefined;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
