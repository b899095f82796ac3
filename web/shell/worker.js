// A worker: computes replicates of a scenario, and, where the page asks for it, folds those of all workers into
// the report. One worker folds, however many compute; replicates are folded in the order of their index, so
// that the numbers do not depend on how many workers there are.
//   in   {type:'load', module}  first; module: compiled by an earlier worker, or null
//        {type:'run', id, scenario, folds}  {type:'compute', id, first, count}  {type:'cancel', id}
//        {type:'fold', id, first, parts}    what another worker computed
//        {type:'infer', key, scenario, csv, columns}
//        {type:'design', key, scenario}  {type:'open', key, link}  {type:'set', key, scenario, path, value}
//   out  {type:'ready', module}  {type:'begun', id, total}  {type:'part', id, first, parts, spent}
//        {type:'report', id, packed, finished}  {type:'text', id, json, finished}  the same report
//        {type:'progress', id, done, total}
//        {type:'cancelled', id}  {type:'error', id, message, fatal}  {type:'answer', key, json}
/* global importScripts, createCovenantWorker */
importScripts('../worker.js');

const kReportMs = 170;   // at most six partial reports a second
let complaint = '';      // what a failed check printed before it stopped us
let loading = null;
let run = null;          // {id, total, started, folds, waiting, done, nextReport, reportedAt}

async function compiled(given) {
  if (given) return given;
  if (self.covenantWasm) return WebAssembly.compile(self.covenantWasm);  // in the single-file page
  const response = await fetch('../worker.wasm');
  if (!response.ok) throw new Error('worker.wasm did not load');
  return WebAssembly.compile(await response.arrayBuffer());
}

async function load(given) {
  const wasm = await compiled(given);
  const module = await createCovenantWorker({
    instantiateWasm: (imports, done) => {
      WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm));
      return {};
    },
    print: () => {},
    printErr: (text) => { complaint = text; },
  });
  postMessage({ type: 'ready', module: wasm });
  return module;
}

function textCall(module, name, ...values) {
  const held = [];
  const args = values.map((value) => {
    if (typeof value !== 'string') return value;
    const size = module.lengthBytesUTF8(value) + 1;
    const at = module._malloc(size);
    module.stringToUTF8(value, at, size);
    held.push(at);
    return at;
  });
  const out = module.UTF8ToString(module[`_worker_${name}`](...args));
  held.forEach((at) => module._free(at));
  return out;
}

/** A copy of the bytes that the call returns. */
function bytesCall(module, name, ...values) {
  const at = module[`_worker_${name}`](...values);
  return module.HEAPU8.slice(at, at + module._worker_size()).buffer;
}

/** A crash of the wasm is final for this worker: the page makes a new one. */
async function guard(step) {
  try {
    step(await loading);
  } catch (error) {
    const message = complaint || String((error && error.message) || error);
    postMessage({ type: 'error', id: run ? run.id : 0, message, fatal: true });
    run = null;
  }
}

function begin(module, id, scenario, folds) {
  const wrong = textCall(module, 'begin', scenario);
  if (wrong !== '') {
    run = null;
    postMessage({ type: 'error', id, message: wrong, fatal: false });
    return;
  }
  const total = module._worker_total();
  run = { id, total, started: performance.now(), folds, waiting: new Map(), done: 0, nextReport: 1, reportedAt: -kReportMs };
  postMessage({ type: 'begun', id, total });
}

function foldOne(module, bytes) {
  const at = module._malloc(bytes.byteLength);
  module.HEAPU8.set(new Uint8Array(bytes), at);
  const good = module._worker_fold(at, bytes.byteLength);
  module._free(at);
  if (!good) throw new Error('a part of the run did not arrive whole');
}

/** Folds what has come in as far as it is without a gap, and reports. */
function fold(module, first, parts) {
  parts.forEach((bytes, at) => { if (first + at >= run.done) run.waiting.set(first + at, bytes); });
  const before = run.done;
  for (; run.waiting.has(run.done); run.done += 1) {
    foldOne(module, run.waiting.get(run.done));
    run.waiting.delete(run.done);
  }
  if (run.done === before) return;
  const now = performance.now();
  postMessage({ type: 'progress', id: run.id, done: run.done, total: run.total });
  const finished = run.done >= run.total;
  if (finished || (run.done >= run.nextReport && now - run.reportedAt >= kReportMs)) {
    const packed = bytesCall(module, 'packed_report', (now - run.started) / 1000);
    postMessage({ type: 'report', id: run.id, packed, finished }, [packed]);
    postMessage({ type: 'text', id: run.id, json: textCall(module, 'report'), finished });
    run.nextReport = run.done * 2;
    run.reportedAt = now;
  }
  if (!finished) return;
  run = null;
  module._worker_end();
}

function compute(module, id, first, count) {
  const begun = performance.now();
  const parts = [];
  for (let i = first; i < first + count; ++i) parts.push(bytesCall(module, 'compute', i));
  postMessage({ type: 'part', id, first, parts, spent: performance.now() - begun });
  if (run.folds) fold(module, first, parts);
}

const current = (id) => run !== null && run.id === id;

const handlers = {
  run: (module, { id, scenario, folds }) => begin(module, id, scenario, folds),
  compute: (module, { id, first, count }) => { if (current(id)) compute(module, id, first, count); },
  fold: (module, { id, first, parts }) => { if (current(id)) fold(module, first, parts); },
  cancel: (module, { id }) => {
    if (current(id)) {
      run = null;
      module._worker_end();
    }
    postMessage({ type: 'cancelled', id });
  },
  design: (module, { key, scenario }) => {
    postMessage({ type: 'answer', key, json: textCall(module, 'design', scenario) });
  },
  open: (module, { key, link }) => {
    postMessage({ type: 'answer', key, json: textCall(module, 'open', link) });
  },
  infer: (module, { key, scenario, csv, columns }) => {
    postMessage({ type: 'answer', key, json: textCall(module, 'infer', scenario, csv, columns) });
  },
  set: (module, { key, scenario, path, value }) => {
    postMessage({ type: 'answer', key, json: textCall(module, 'set', scenario, path, value) });
  },
};

onmessage = ({ data }) => {
  if (data.type === 'load') {
    loading = load(data.module);
    guard(() => {});
    return;
  }
  guard((module) => handlers[data.type](module, data));
};
