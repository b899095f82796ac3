// The worker: runs a scenario replicate by replicate and reports as it goes.
//   in   {type:'run', id, scenario}  {type:'cancel', id}
//        {type:'infer', key, scenario, csv, columns}
//        {type:'open', key, link}    {type:'set', key, scenario, path, value}
//   out  {type:'ready'}  {type:'report', id, json, finished}  {type:'progress', id, done, total}
//        {type:'cancelled', id}  {type:'error', id, message, fatal}  {type:'answer', key, json}
/* global importScripts, createCovenantWorker */
importScripts('../worker.js');

const kChunkMs = 30;     // between looks at the message queue
const kReportMs = 170;   // at most six partial reports a second
let complaint = '';      // what a failed check printed before it stopped us
let run = null;          // {id, total, started, nextReport, reportedAt}

const loading = createCovenantWorker({
  wasmBinary: self.covenantWasm,  // there in the single-file page, else fetched
  locateFile: (file) => `../${file}`,
  print: () => {},
  printErr: (text) => { complaint = text; },
});

/** A channel to ourselves: messages from the page get their turn between chunks, without timer clamps. */
const turn = new MessageChannel();
turn.port1.onmessage = () => guard(chunk);

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

function begin(module, id, scenario) {
  const wrong = textCall(module, 'begin', scenario);
  if (wrong !== '') {
    run = null;
    postMessage({ type: 'error', id, message: wrong, fatal: false });
    return;
  }
  run = { id, total: module._worker_total(), started: performance.now(), nextReport: 1, reportedAt: -kReportMs };
  postMessage({ type: 'progress', id, done: 0, total: run.total });
  turn.port2.postMessage(0);
}

function chunk(module) {
  if (!run) return;
  const begun = performance.now();
  let done = 0;
  do {
    done = module._worker_advance(1);
  } while (done < run.total && performance.now() - begun < kChunkMs);
  const now = performance.now();
  const finished = done >= run.total;
  const due = done >= run.nextReport && now - run.reportedAt >= kReportMs;
  if (finished || due) {
    const json = textCall(module, 'report', (now - run.started) / 1000);
    postMessage({ type: 'report', id: run.id, json, finished });
    run.nextReport = done * 2;
    run.reportedAt = now;
  }
  postMessage({ type: 'progress', id: run.id, done, total: run.total });
  if (finished) {
    run = null;
    module._worker_end();
  } else {
    turn.port2.postMessage(0);
  }
}

const handlers = {
  run: (module, { id, scenario }) => begin(module, id, scenario),
  cancel: (module, { id }) => {
    if (run && run.id === id) {
      run = null;
      module._worker_end();
    }
    postMessage({ type: 'cancelled', id });
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

onmessage = ({ data }) => guard((module) => handlers[data.type](module, data));
loading.then(() => postMessage({ type: 'ready' }), () => guard(() => {}));
