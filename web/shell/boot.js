// Opens the page: looks what the browser can do, starts worker and app, joins the two, and says in words what
// does not work. The poster in index.html stands until the first frame is drawn.

import { makeApi } from './api.js';
import { Engine, Loop } from './engine.js';
import { Host } from './host.js';
import * as input from './input.js';
import { Runner } from './runner.js';
import { showTables } from './tables.js';
import { hideTrouble, reloadButton, showTrouble } from './words.js';

const canvas = document.getElementById('canvas');
const tablesButton = { text: 'Show the results as tables', action: () => { hideTrouble(); showTables(true); } };

/**
 * Asks for the lab's context as web/main.cpp will (which then gets this one), while its code is still being
 * compiled: what a browser takes to start its graphics is not waited for twice.
 */
function hasWebGL2() {
  try {
    const size = ({ clientWidth, clientHeight }) => [clientWidth, clientHeight].map((px) => Math.floor(px * devicePixelRatio));
    [canvas.width, canvas.height] = size(canvas);
    return canvas.getContext('webgl2', { alpha: false, depth: false, stencil: false, antialias: false }) !== null;
  } catch {
    return false;
  }
}

/** SDL opens its window by making the canvas one pixel large and back: four times new buffers for nothing. */
function atItsSize(open) {
  const { width, height } = canvas;
  let [asked, high] = [width, height];
  Object.defineProperty(canvas, 'width', { configurable: true, get: () => asked, set: (value) => { asked = value; } });
  Object.defineProperty(canvas, 'height', { configurable: true, get: () => high, set: (value) => { high = value; } });
  try {
    return open();
  } finally {
    delete canvas.width;
    delete canvas.height;
    if (asked !== width) canvas.width = asked;
    if (high !== height) canvas.height = high;
  }
}

function lateRunner() {
  const none = () => {};
  return new Runner({ report: none, text: none, failed: none, progress: none, replaced: none });
}

async function loadModule(host) {
  if (typeof createCovenant !== 'function') throw new Error('covenant.js did not load');
  // eslint-disable-next-line no-undef
  return createCovenant({ canvas, host, wasmBinary: window.covenantWasm, print: () => {}, printErr: (text) => { host.complaint = text; } });
}

function joinRunner(runner, host, engine, loop, errors) {
  runner.on = {
    progress: (done, total) => {
      host.progress = { done, total };
      engine.call('progress', done, total);
      loop.wake();
    },
    replaced: (message) => host.announce(`A part of the computation stopped (${message}). It was started again.`),
    report: (id, packed, finished) => {
      host.taken = false;
      engine.call('report', id, packed, finished);
      loop.wake();
    },
    text: (json) => { if (host.taken) host.publishRun(json); },
    failed: (id, message) => {
      errors.push(message);
      engine.call('run_failed', id, message);
      loop.wake();
    },
  };
}

function followContext(engine, loop) {
  let patience = 0;
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    engine.call('context_lost', true);
    patience = setTimeout(() => showTrouble('The picture is gone',
      'The browser took the graphics away from this page. It usually gives them back by itself; your '
      + 'scenario is safe in the address.', [reloadButton, tablesButton]), 1500);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(patience);
    hideTrouble();
    engine.call('context_lost', false);
    loop.wake();
  });
}

function followInput(plain, host, loop) {
  // Whatever arrives here changes the picture.
  const engine = {
    call: (...request) => {
      const out = plain.call(...request);
      loop.wake();
      return out;
    },
  };
  const keyboard = document.getElementById('keyboard');
  input.wakeOnInput(loop.wake);
  input.filterKeyboard(canvas, engine);
  input.followFocus(canvas, keyboard, engine);
  input.followScreenKeyboard(keyboard, engine);
  const openText = (name, text) => {
    // a table of choices is read by the worker, and shown beside the lab; a scenario goes to the lab
    if (text.trimStart().startsWith('{') || text.trim() === '') engine.call('file', name, text);
    else host.openSheet('data', { name, text });
  };
  input.followPaste(canvas, engine, openText);
  input.followFiles(openText);
  input.followSystem(engine);
  // Our own rewrites of the address (replaceState) send no hashchange.
  addEventListener('hashchange', () => {
    host.forgetAddress();
    engine.call('open_link', location.hash.slice(1));
  });
  document.getElementById('show-tables').addEventListener('click', () => showTables(true));
  document.getElementById('hide-tables').addEventListener('click', () => showTables(false));
}

/** The controls as real inputs. Not needed for the first frame, so not loaded before it. */
async function loadMirror(engine, loop) {
  const { Mirror, showControls } = await import('./mirror.js');
  const mirror = new Mirror(engine, loop.wake);
  document.getElementById('show-controls').addEventListener('click', () => showControls(mirror, true));
  document.getElementById('hide-controls').addEventListener('click', () => showControls(mirror, false));
  mirror.later();
  return mirror;
}

async function openLab(loading, runner, host) {
  const errors = [];
  const engine = new Engine(await loading, (error) => {
    loop.stop();
    errors.push(host.complaint || String(error));
    showTrouble('The lab has stopped', `This is a fault of ours, not yours: ${host.complaint || error}. `
      + 'Your scenario is safe in the address.', [reloadButton, tablesButton]);
  });
  let mirror = null;
  let opened = null;
  let seen = false;  // a first report has been drawn
  const ready = new Promise((resolve) => { opened = resolve; });
  const loop = new Loop(() => {
    const next = engine.call('frame');
    if (host.taken && !seen) {
      performance.mark('covenant-first-results');
      seen = true;
    }
    if (opened && !engine.crashed) {
      document.body.classList.add('running');
      performance.mark('covenant-first-frame');
      opened();
      opened = null;
    }
    mirror?.later();
    const look = String(engine.call('look'));
    if (document.documentElement.dataset.look !== look) document.documentElement.dataset.look = look;
    return engine.crashed ? -1 : next;
  }, () => engine.call('own_ms'));
  joinRunner(runner, host, engine, loop, errors);
  const started = atItsSize(() => engine.call('start', location.hash.slice(1)));
  if (!started) {
    if (engine.crashed) return;
    await fallBack(runner, host);
    return;
  }
  followContext(engine, loop);
  followInput(engine, host, loop);
  window.covenant = makeApi({ engine, host, loop, ready, errors });
  loop.wake();
  await ready;
  mirror = await loadMirror(engine, loop);
  if (/[#&]embed=1(&|$)/.test(location.hash)) (await import('./embed.js')).listen();
  else if (location.protocol.startsWith('http')) navigator.serviceWorker?.register('service_worker.js').catch(() => {});
  if (/[#&]chapter=/.test(location.hash)) host.openSheet('story:here');
}

async function fallBack(runner, host) {
  const { openWithoutCanvas } = await import('./fallback.js');
  await openWithoutCanvas(runner, host, 'This browser, or this computer, offers no WebGL 2, which the lab '
    + 'draws with.');
}

// A module whose one function returns a vector of zeros.
const VECTORS = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 22, 1, 20, 0,
  253, 12, ...new Array(16).fill(0), 11]);

async function boot() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(VECTORS)) {
    showTrouble('This browser cannot compute the lab', 'Covenant needs WebAssembly with vectors, which this browser '
      + 'does not have or does not allow. Any Firefox, Chrome, Edge or Safari from 2023 on will do.');
    return;
  }
  const runner = lateRunner();
  const host = new Host(runner);
  try {
    runner.warm();
    const loading = loadModule(host);
    loading.catch(() => {});  // where there is no WebGL nobody waits for it
    if (hasWebGL2()) await openLab(loading, runner, host);
    else await fallBack(runner, host);
  } catch (error) {
    showTrouble('The lab did not open', `Something could not be loaded or started: ${error.message ?? error}.`,
      [reloadButton]);
  }
}

boot();
