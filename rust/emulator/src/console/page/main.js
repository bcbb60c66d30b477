// Brings the parts together: who is told of what, and what the keys do.

import { follow } from './api.js';
import { drawCharts, prepareCharts } from './charts.js';
import { drawDetail, resend } from './detail.js';
import { byId, setText } from './dom.js';
import { drawSamples, focusEditor, prepareEditor, showAwaited } from './editor.js';
import { drawEnvironment, drawFunctions } from './functions.js';
import { drawList, focusList, prepareList, step } from './list.js';
import { drawSources } from './sources.js';
import { chooseByAddress, chosen, connection, functions, listen } from './store.js';

function drawConnection() {
  const place = byId('connection');
  place.classList.toggle('lost', !connection.live);
  place.firstElementChild.className = connection.live ? 'dot live' : 'dot lost';
  setText(place.lastElementChild, connection.live ? 'live' : 'The emulator does not answer; trying again');
}

function drawTitle() {
  document.title = chosen.name && functions.size > 0 ? `${chosen.name} - lambda-emulator` : 'lambda-emulator';
}

listen((what) => {
  if (what.has('connection')) drawConnection();
  if (what.has('functions') || what.has('chosen')) {
    drawTitle();
    drawFunctions();
    drawEnvironment();
  }
  if (what.has('sources')) drawSources();
  if (what.has('invocations')) showAwaited();
  if (what.has('invocations') || what.has('chosen')) {
    drawList();
    drawCharts();
    drawSamples();
    drawDetail();
  }
});

/** Keys of one letter are for when nobody writes. */
function writes(target) {
  return target.matches('input, textarea, select') || target.isContentEditable;
}

const KEYS = {
  j: () => step(1, true),
  k: () => step(-1, true),
  e: focusEditor,
  r: resend,
  '/': () => byId('find').focus(),
  '?': () => byId('keys').showModal(),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return;
  if (event.key === 'Escape' && !writes(event.target)) {
    focusList();
    return;
  }
  if (event.key === 'Escape' && event.target.id === 'find') {
    focusList();
    return;
  }
  if (writes(event.target)) return;
  if (event.key === 'Enter' && event.target.closest('#rows')) {
    event.preventDefault();
    document.body.classList.add('reading');
    byId('detail').focus();
    return;
  }
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

byId('keys-button').addEventListener('click', () => byId('keys').showModal());
addEventListener('hashchange', () => {
  chooseByAddress();
  drawFunctions();
  drawEnvironment();
  drawList();
  drawCharts();
  drawDetail();
});

chooseByAddress();
prepareList();
prepareCharts();
prepareEditor();
follow();
