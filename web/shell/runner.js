// The page's end of the worker: starts and cancels runs, and replaces a worker that died or does not listen.

const kListenMs = 100;  // a cancelled run that has not stopped by then is stopped with its worker

export class Runner {
  /** on: {report(id, json, finished), failed(id, message), progress(done, total)} */
  constructor(on) {
    this.on = on;
    this.run = null;       // {id, scenario}
    this.waiting = new Map();  // answers to open() and set()
    this.nextKey = 1;
    this.restarts = 0;
    this.deaf = 0;
    this.ready = false;
    this.worker = null;
  }

  /** Loads the worker before it is needed; after the first frame, which should not wait for it. */
  warm() {
    if (!this.worker) this.spawn();
  }

  spawn() {
    if (this.worker) this.worker.terminate();
    clearTimeout(this.deaf);
    this.deaf = 0;
    this.ready = false;
    const worker = new Worker(new URL('worker.js', import.meta.url));
    this.worker = worker;
    worker.onmessage = ({ data }) => { if (worker === this.worker) this.receive(data); };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.worker) this.die(event.message || 'the worker could not be loaded');
    };
  }

  receive(message) {
    const current = this.run && message.id === this.run.id;
    if (message.type === 'ready') {
      this.ready = true;
    } else if (message.type === 'report' && current) {
      if (message.finished) this.run = null;
      this.on.report(message.id, message.json, message.finished);
    } else if (message.type === 'progress' && current) {
      this.on.progress(message.done, message.total);
    } else if (message.type === 'cancelled') {
      clearTimeout(this.deaf);
      this.deaf = 0;
    } else if (message.type === 'answer') {
      const { resolve } = this.waiting.get(message.key);
      this.waiting.delete(message.key);
      resolve(JSON.parse(message.json));
    } else if (message.type === 'error') {
      if (message.fatal) this.die(message.message);
      else if (current) this.fail(message.message);
    }
  }

  /** The worker is gone: whoever waits hears of it, and the next run gets a new one. */
  die(message) {
    this.restarts += 1;
    this.worker.terminate();
    this.worker = null;
    this.waiting.forEach(({ reject }) => reject(new Error(message)));
    this.waiting.clear();
    this.fail(message);
  }

  fail(message) {
    const run = this.run;
    this.run = null;
    if (run) this.on.failed(run.id, message);
  }

  send(message) {
    this.warm();
    this.worker.postMessage(message);
  }

  start(id, scenario) {
    this.cancel();
    this.run = { id, scenario };
    this.send({ type: 'run', id, scenario });
  }

  cancel() {
    const run = this.run;
    this.run = null;
    if (!run || !this.worker) return;
    this.send({ type: 'cancel', id: run.id });
    if (!this.deaf && this.ready) this.deaf = setTimeout(() => this.replace(), kListenMs);
  }

  /** The worker is deep in a long replicate: give what is wanted now to a new one. */
  replace() {
    this.spawn();
    if (this.run) this.worker.postMessage({ type: 'run', ...this.run });
    this.waiting.forEach(({ message }) => this.worker.postMessage(message));
  }

  ask(message) {
    const key = this.nextKey++;
    const sent = { ...message, key };
    return new Promise((resolve, reject) => {
      this.waiting.set(key, { resolve, reject, message: sent });
      this.send(sent);
    });
  }

  infer(scenario, csv, columns) { return this.ask({ type: 'infer', scenario, csv, columns }); }
  open(link) { return this.ask({ type: 'open', link }); }
  set(scenario, path, value) { return this.ask({ type: 'set', scenario, path, value }); }
}
