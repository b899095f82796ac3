// The page without WebGL: no canvas, but the same worker computes the scenario in the link, and every result
// is shown as a table. Fields change through the address or window.covenant.set.

import { publishRun } from './tables.js';
import { showTrouble, speak } from './words.js';

export async function openWithoutCanvas(runner, host, why) {
  const state = { scenario: null, link: location.hash.slice(1), error: null, runs: 0 };
  const finished = [];
  document.body.classList.add('running', 'reading');
  document.getElementById('hide-tables').hidden = true;
  document.getElementById('skip').hidden = true;
  showTrouble('The lab cannot draw here', `${why} Everything is still computed: the results of the scenario `
    + 'in the address are below as tables.');

  runner.on = {
    progress: (done, total) => { host.progress = { done, total }; },
    replaced: (message) => host.announce(`A part of the computation stopped (${message}). It was started again.`),
    report: () => {},
    text: (json, done) => {
      host.publishRun(json);
      if (!done) return;
      speak('The results are ready.');
      finished.splice(0).forEach(({ resolve }) => resolve(JSON.parse(json)));
    },
    failed: (id, message) => {
      state.error = message;
      host.announce(`The run failed: ${message}`);
      finished.splice(0).forEach(({ reject }) => reject(new Error(message)));
    },
  };

  const start = () => runner.start(++state.runs, JSON.stringify(state.scenario));
  const nextReport = () => new Promise((resolve, reject) => { finished.push({ resolve, reject }); });

  const open = async (link) => {
    let opened = await runner.open(link);
    if (opened.error !== undefined) {
      host.announce(`The link could not be used: ${opened.error} The first scenario is shown instead.`);
      opened = await runner.open('');
    }
    for (const reason of opened.ignored) host.announce(`Ignored in the link: ${reason}.`);
    if (host.notices.length > 0) {
      showTrouble('The lab cannot draw here', `${why} The results are below as tables. `
        + host.notices.join(' '));
    }
    state.scenario = opened.scenario;
    state.link = link;
    document.getElementById('tables-title').textContent = opened.scenario.title || 'Results as tables';
    start();
  };

  const setOne = async (path, value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const changed = await runner.set(JSON.stringify(state.scenario), path, text);
    if (changed.error !== undefined) throw new Error(changed.error);
    state.scenario = changed.scenario;
    state.link = changed.link;
    host.setLocationHash(changed.link);
  };

  addEventListener('hashchange', () => open(location.hash.slice(1)));
  const ready = open(location.hash.slice(1));
  window.covenant = {
    ready,
    get: () => state.scenario,
    set: async (path, value) => {
      const fields = typeof path === 'object' && path !== null ? Object.entries(path) : [[path, value]];
      for (const [field, each] of fields) await setOne(field, each);
      start();
    },
    run: async () => {
      await ready;
      if (runner.run === null && host.results() !== null) return host.results();
      return nextReport();
    },
    results: () => host.results(),
    link: () => state.link,
    items: () => [],
    svg: () => null,
    table: () => null,
    state: () => ({ busy: runner.run !== null, progress: host.progress, notices: [...host.notices],
      fingerprint: host.results()?.fingerprint ?? null, error: state.error, frames: 0, webgl: false }),
  };
  await ready;
}
