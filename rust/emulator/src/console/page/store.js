// What the page knows, and who wants to be told when that has changed. Nothing here touches the page.

/** name -> { info, invocations: Map of number -> summary, oldest first } */
export const functions = new Map();

/** Queues and schedules, as the server lists them. */
export const sources = { queues: [], schedules: [] };

export const chosen = { name: null, number: null };

/** `known` is whether the server has told anything yet. */
export const connection = { live: false, known: false };

const listeners = new Set();
let scheduled = null;
let hidden = null;

/** Calls the listener with what has changed, at most once a frame. */
export function listen(listener) {
  listeners.add(listener);
}

/** `what` is a set of: functions, invocations, sources, chosen, connection. */
export function changed(...what) {
  if (scheduled) {
    for (const each of what) scheduled.add(each);
    return;
  }
  scheduled = new Set(what);
  const tell = () => {
    cancelAnimationFrame(frame);
    clearTimeout(hidden);
    const told = scheduled;
    scheduled = null;
    for (const listener of listeners) listener(told);
  };
  // A page that nobody sees has no frames.
  const frame = requestAnimationFrame(tell);
  hidden = setTimeout(tell, 250);
}

/** Takes in a message of the server. */
export function receive(message) {
  connection.known = true;
  if (message.whole) {
    functions.clear();
    Object.assign(sources, { queues: [], schedules: [] });
  }
  Object.assign(sources, message.sources ?? {});
  for (const { function: info, invocations } of message.functions) {
    let known = functions.get(info.name);
    if (!known) {
      known = { info, invocations: new Map() };
      functions.set(info.name, known);
    }
    known.info = info;
    for (const invocation of invocations) known.invocations.set(invocation.number, invocation);
    const oldest = info.totals.oldest ?? Infinity;
    for (const number of known.invocations.keys()) {
      if (number >= oldest) break;
      known.invocations.delete(number);
    }
  }
  if (!functions.has(chosen.name)) {
    chosen.name = functions.keys().next().value ?? null;
    chosen.number = null;
  }
  changed('functions', 'invocations', 'sources', ...(message.whole ? ['chosen'] : []));
}

/** The chosen function. */
export const current = () => functions.get(chosen.name);

/** The summary of the chosen invocation. */
export const currentInvocation = () => current()?.invocations.get(chosen.number);

export function choose(name, number) {
  if (chosen.name === name && chosen.number === number) return;
  chosen.name = name;
  chosen.number = number;
  const hash = number === null ? `#${encodeURIComponent(name)}` : `#${encodeURIComponent(name)}/${number}`;
  history.replaceState(null, '', hash);
  changed('chosen');
}

/** What the address says is chosen. */
export function chooseByAddress() {
  const [name, number] = location.hash.slice(1).split('/');
  if (!name) return;
  chosen.name = decodeURIComponent(name);
  chosen.number = /^\d+$/.test(number ?? '') ? Number(number) : null;
}
