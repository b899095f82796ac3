// window.covenant: the lab for scripts, embedding pages, notebooks and tests.
//   await covenant.ready             the first frame has been drawn
//   get()                            the scenario as an object
//   set(path, value), set({path: value, ..})   throws an Error that says what is allowed
//   await run()                      the finished report of the scenario as it is now
//   results()                        the newest report, maybe partial; null before the first
//   edit(scenario, finished)         a whole scenario; unfinished edits share one step of undo
//   presets()  methods()  openPreset(id)  open(link)
//   await infer(csv, columns)        what choices of real people say under this scenario
//   sheet(name)                      'editor', 'presets', 'story', 'tour', 'table:<plotId>'; ('compare', link)
//   link()  svg(plotId)  table(plotId)  items()  state()  undo()  redo()

import { tableRows } from './tables.js';

const kPollMs = 30;

/** What the address says about the page, not about the scenario: it stays when another one is opened. */
const pageKeys = () => location.hash.slice(1).split('&')
  .filter((part) => /^(embed|theme|contrast|panel|readonly|lock|hide|ask|workers)=/.test(part))
  .map((part) => `&${part}`).join('');

const valueText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

export function makeApi({ engine, host, loop, ready, errors }) {
  const act = (name, ...values) => {
    const out = engine.text(name, ...values);
    loop.wake();
    return out;
  };

  const setOne = (path, value) => {
    if (value === undefined) throw new Error(`${path}: a value is needed`);
    const wrong = act('set', String(path), valueText(value));
    if (wrong !== '') throw new Error(wrong);
  };

  // Settled: no run is due or streaming, and the newest run has delivered its last report.
  const settled = () => !engine.call('busy') && host.runner.run === null;

  const run = async () => {
    await ready;
    const failures = errors.length;
    loop.wake();
    for (let calm = 0; calm < 3;) {
      await new Promise((resolve) => { setTimeout(resolve, kPollMs); });
      calm = settled() ? calm + 1 : 0;
      if (errors.length > failures && settled()) throw new Error(errors[errors.length - 1]);
    }
    const report = host.results();
    if (report === null) throw new Error('nothing has been computed');
    return report;
  };

  return {
    ready,
    get: () => JSON.parse(engine.text('get')),
    set: (path, value) => {
      if (typeof path === 'object' && path !== null) {
        for (const [field, each] of Object.entries(path)) setOne(field, each);
      } else setOne(path, value);
    },
    run,
    results: () => host.results(),
    link: () => engine.text('link'),
    svg: (id) => engine.text('svg', String(id)) || null,
    table: (id) => tableRows(String(id)),
    items: () => JSON.parse(engine.text('items') || '[]'),
    edit: (scenario, finished = true) => {
      const wrong = act('edit', JSON.stringify(scenario), finished);
      if (wrong !== '') throw new Error(wrong);
    },
    presets: () => JSON.parse(engine.text('presets')),
    methods: () => JSON.parse(engine.text('methods')),
    openPreset: (id) => act('open_link', `preset=${encodeURIComponent(id)}${pageKeys()}`),
    open: (link) => act('open_link', link + pageKeys()),
    infer: (csv, columns = '') => host.runner.infer(engine.text('get'), csv, columns),
    say: (text) => host.announce(text),
    download: (name, mime, text) => host.download(name, mime, text),
    sheet: (name, given) => host.openSheet(name, given),
    undo: () => { engine.call('undo'); loop.wake(); },
    redo: () => { engine.call('redo'); loop.wake(); },
    state: () => ({
      busy: Boolean(engine.call('busy')),
      running: host.runner.run !== null,
      progress: host.progress,
      fingerprint: host.results()?.fingerprint ?? null,
      frames: loop.frames,
      resting: !loop.pending,  // no frame is due
      frameMs: [...loop.spent],
      notices: [...host.notices],
      errors: [...errors],
      restarts: host.runner.restarts,
      workers: host.runner.members.length,
      silentMs: host.runner.cancelled?.silent ?? null,
      textInput: host.textInput,
      webgl: true,
      gpu: engine.text('gpu').split('\n').filter(Boolean),
    }),
  };
}
