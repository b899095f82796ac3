// The page's end of the workers. A run is spread over them replicate by replicate: each is given a few at a time,
// the first one folds what all of them computed (worker.js). A worker that dies or does not listen is replaced,
// and what it had been given is done again by whoever is free; nothing else is repeated.

const kListenMs = 50;        // a cancelled worker that has not stopped by then is ended
const kTaskMs = 20;          // about as long as a task takes: what a cancelled worker may still be busy with
const kAhead = 2;            // tasks that a worker has at a time, so that it need not wait for the page
const kMostWorkers = 4;
const kMostDeaths = 3;       // of one run, which is then given up
const kKeptBytes = 128e6;    // of parts, for a new worker to fold if the one that folds dies

/** `workers=3` in the address, else one less than there are cores. The numbers do not depend on it. */
export function workersWanted() {
  const asked = /[#&]workers=([1-8])(&|$)/.exec(location.hash);
  if (asked) return Number(asked[1]);
  return Math.min(kMostWorkers, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
}

export class Runner {
  /** on: {report(id, packed, finished), text(json, finished), failed(id, message), progress(done, total), replaced(message)} */
  constructor(on) {
    this.on = on;
    this.run = null;           // {id, scenario, total, next, again, parts, kept, deaths}
    this.members = [];         // {worker, folds, ready, begun, tasks, pace, deaf}; the first one folds
    this.waiting = new Map();  // answers to open(), set() and infer()
    this.nextKey = 1;
    this.restarts = 0;
    this.module = null;        // compiled wasm, for the next worker
    this.cancelled = null;     // {at, silent}: when, and how many ms later all workers were silent
  }

  /** Starts the first worker before it is needed. Its wasm comes with the first request: the first frame goes before. */
  warm() {
    if (this.members.length === 0) this.members.push(this.spawn(true));
  }

  /** The first worker, which may load from now on. */
  first() {
    this.warm();
    const [member] = this.members;
    if (!member.loading) this.load(member);
    return member;
  }

  load(member) {
    member.loading = true;
    member.worker.postMessage({ type: 'load', module: this.module });
  }

  spawn(folds) {
    const worker = new Worker(new URL('worker.js', import.meta.url));
    const member = { worker, folds, ready: false, loading: false, begun: 0, tasks: [], pace: kTaskMs, deaf: 0 };
    const known = () => this.members.includes(member);
    worker.onmessage = ({ data }) => { if (known()) this.receive(member, data); };
    worker.onerror = (event) => {
      event.preventDefault();
      if (known()) this.die(member, event.message || 'the worker could not be loaded');
    };
    return member;
  }

  receive(member, message) {
    const { run } = this;
    const current = run !== null && message.id === run.id;
    if (message.type === 'ready') {
      member.ready = true;
      this.module = message.module;
    } else if (message.type === 'begun' && current) {
      run.total = message.total;
      if (member.folds) {
        this.on.progress(0, run.total);
        this.recruit();
      }
      this.feed(member);
    } else if (message.type === 'part' && current) {
      this.takePart(member, message);
    } else if (message.type === 'report' && current) {
      this.on.report(message.id, message.packed, message.finished);
    } else if (message.type === 'text' && current) {
      if (message.finished) this.run = null;
      this.on.text(message.json, message.finished);
    } else if (message.type === 'progress' && current) {
      this.on.progress(message.done, message.total);
    } else if (message.type === 'cancelled') {
      clearTimeout(member.deaf);
      member.deaf = 0;
      this.fallSilent();
    } else if (message.type === 'answer') {
      const { resolve } = this.waiting.get(message.key);
      this.waiting.delete(message.key);
      resolve(JSON.parse(message.json));
    } else if (message.type === 'error') {
      if (message.fatal) this.die(member, message.message);
      else if (current) this.fail(message.message);
    }
  }

  /** As many workers as there is work for. */
  recruit() {
    const wanted = Math.min(workersWanted(), this.run.total);
    while (this.members.length < wanted) this.members.push(this.spawn(false));
    for (const member of this.members) this.enlist(member);
  }

  enlist(member) {
    const { id, scenario } = this.run;
    if (member.begun === id) return;
    if (!member.loading) this.load(member);
    member.begun = id;
    member.tasks = [];
    member.worker.postMessage({ type: 'run', id, scenario, folds: member.folds });
  }

  /** {first, count}, or null when everything has been given out. */
  nextTask(pace) {
    const { run } = this;
    if (run.again.length > 0) return run.again.shift();
    const count = Math.min(run.total - run.next, run.next < this.members.length ? 1 : Math.max(1, Math.floor(kTaskMs / pace)));
    if (count <= 0) return null;
    const task = { first: run.next, count };
    run.next += count;
    return task;
  }

  feed(member) {
    if (this.run.total === 0 || member.begun !== this.run.id) return;
    while (member.tasks.length < kAhead) {
      const task = this.nextTask(member.pace);
      if (task === null) return;
      member.tasks.push(task);
      member.worker.postMessage({ type: 'compute', id: this.run.id, ...task });
    }
  }

  takePart(member, { id, first, parts, spent }) {
    const { run } = this;
    member.tasks = member.tasks.filter((task) => task.first !== first);
    member.pace = Math.max(0.1, spent / parts.length);
    if (!member.folds) this.members[0].worker.postMessage({ type: 'fold', id, first, parts });
    run.kept += parts.reduce((sum, part) => sum + part.byteLength, 0);
    if (run.kept > kKeptBytes) run.parts = null;
    run.parts?.push({ first, parts });
    this.feed(member);
  }

  /** The worker is gone: a new one takes its place, and what it had been given is given out again. */
  die(member, message) {
    this.restarts += 1;
    if (member.folds) {
      this.waiting.forEach(({ reject }) => reject(new Error(message)));
      this.waiting.clear();
    }
    if (!member.ready) {
      this.dismiss(member, message);
      return;
    }
    const fresh = this.replace(member);
    const { run } = this;
    if (run === null || member.begun !== run.id) return;
    run.deaths += 1;
    if (run.deaths >= kMostDeaths || (fresh.folds && run.parts === null)) {
      this.fail(message);
      return;
    }
    this.on.replaced(message);
    this.resume(member, fresh);
  }

  /** One that did not even load would not load again: the others do without it, if it is not the first. */
  dismiss(member, message) {
    const gone = member.folds ? this.members : [member];
    gone.forEach(({ worker, deaf }) => { worker.terminate(); clearTimeout(deaf); });
    this.members = this.members.filter((each) => !gone.includes(each));
    if (member.folds) this.fail(message);
  }

  resume(member, fresh) {
    const { run } = this;
    run.again.push(...member.tasks);
    this.enlist(fresh);
    if (fresh.folds) run.parts.forEach((part) => fresh.worker.postMessage({ type: 'fold', id: run.id, ...part }));
    // those who had nothing left to do help
    this.members.forEach((each) => { if (each !== fresh) this.feed(each); });
  }

  replace(member) {
    member.worker.terminate();
    clearTimeout(member.deaf);
    member.deaf = 0;
    const fresh = this.spawn(member.folds);
    this.load(fresh);
    this.members[this.members.indexOf(member)] = fresh;
    return fresh;
  }

  fail(message) {
    const { run } = this;
    this.run = null;
    if (run) this.on.failed(run.id, message);
  }

  start(id, scenario) {
    this.cancel();
    this.run = { id, scenario, total: 0, next: 0, again: [], parts: [], kept: 0, deaths: 0 };
    this.enlist(this.first());
  }

  cancel() {
    const { run } = this;
    this.run = null;
    if (!run) return;
    this.cancelled = { at: performance.now(), silent: null };
    for (const member of this.members) {
      if (member.begun !== run.id) continue;
      member.worker.postMessage({ type: 'cancel', id: run.id });
      if (!member.deaf && member.ready) member.deaf = setTimeout(() => this.deafen(member), kListenMs);
    }
  }

  /** The worker is deep in a long replicate: give what is wanted now to a new one. */
  deafen(member) {
    const fresh = this.replace(member);
    if (this.run && member.begun === this.run.id) this.resume(member, fresh);
    if (fresh.folds) this.waiting.forEach(({ message }) => fresh.worker.postMessage(message));
    this.fallSilent();
  }

  fallSilent() {
    if (this.cancelled?.silent !== null || this.members.some(({ deaf }) => deaf !== 0)) return;
    this.cancelled.silent = performance.now() - this.cancelled.at;
  }

  /** Ends all workers; whoever waits is not answered. */
  close() {
    this.run = null;
    this.members.splice(0).forEach(({ worker, deaf }) => { worker.terminate(); clearTimeout(deaf); });
  }

  ask(message) {
    const key = this.nextKey++;
    const sent = { ...message, key };
    return new Promise((resolve, reject) => {
      this.waiting.set(key, { resolve, reject, message: sent });
      this.first().worker.postMessage(sent);
    });
  }

  infer(scenario, csv, columns) { return this.ask({ type: 'infer', scenario, csv, columns }); }
  design(scenario) { return this.ask({ type: 'design', scenario }); }
  open(link) { return this.ask({ type: 'open', link }); }
  set(scenario, path, value) { return this.ask({ type: 'set', scenario, path, value }); }
}
