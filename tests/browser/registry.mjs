// What each item of the lab's registry (web/platform/items.hpp) does, and how that is checked: the table behind
// registry.test.mjs. An entry is [label, check]; the first that fits counts. A check is a function that is run
// on the item, or `seenBy(file, test)`: the test that does it, by its name.
import assert from 'node:assert/strict';

import { assertEventually, waitFor } from './helpers.mjs';
import { clickLabel, dragLabel, finished, item, nativeReport, pressKey, scenario, workerReport } from './lab.mjs';

const known = new Map();  // by the scenario's text: the same one is asked for again and again
/** The command line's report of a scenario; the worker's wasm under Node where that has not been built. */
export function reference(input) {
  const text = JSON.stringify(input);
  if (!known.has(text)) known.set(text, nativeReport('-', text).then((report) => report ?? workerReport(input)));
  return known.get(text);
}
export const table = (page, id) => page.evaluate((plot) => window.covenant.table(plot), id);
const near = (a, b, what) => assert.ok(Math.abs(Number(a) - b) < 1e-9, `${what}: ${a} is not ${b}`);
const valueAt = (json, path) => path.split('.').reduce((part, key) => part?.[key], json);

export class SeenBy {
  constructor(file, name) { Object.assign(this, { file, name }); }
}
const seenBy = (file, name) => new SeenBy(file, name);

/** The page's run of the scenario that is there now is the command line's, to the last bit. */
async function sameRun(page, what) {
  const report = await finished(page);
  assert.equal(report.fingerprint, (await reference(await scenario(page))).fingerprint, what);
}

async function changes(page, label, path, act) {
  const before = await scenario(page);
  await act();
  await assertEventually(async () => assert.notDeepEqual(valueAt(await scenario(page), path), valueAt(before, path), `${label} changed nothing`));
  await sameRun(page, label);
}

/** Typical distance of the types' weights from their average, as the slider Conflict should say it. */
function conflictOf({ types }) {
  const total = types.reduce((sum, { share }) => sum + share, 0);
  const mean = types[0].weights.map((_, d) => types.reduce((sum, { share, weights }) => sum + share / total * weights[d], 0));
  const squares = types.map(({ share, weights }) => share / total * weights.reduce((sum, w, d) => sum + (w - mean[d]) ** 2, 0));
  return Math.sqrt(squares.reduce((sum, s) => sum + s, 0) / mean.length);
}

/** Dragged towards the middle of its track, or a little from there; its own field moves, the run follows. */
async function slides(page, label) {
  const { field, w } = await item(page, label);
  assert.ok(field, `${label} is no field`);
  const share = (field.value - field.lower) / (field.upper - field.lower);
  const right = share < 0.5;
  const act = () => dragLabel(page, label, (right ? 1 : -1) * Math.min(40, 0.25 * w), 0, 0.5);
  if (field.path === 'conflict') {
    await changes(page, label, 'types', act);
    return near((await item(page, label)).field.value, conflictOf(await scenario(page)), label);
  }
  if (field.path !== 'people_shown') return changes(page, label, field.path, act);
  await act();
  return assertEventually(async () => assert.notEqual((await item(page, label)).field.value, field.value));
}

// what is typed, and what then stands in the scenario
const kTyped = { spread: ['0.05', 0.05], 'designer.norm_strength': ['0.55', 0.55], 'designer.kl': ['0.25', 0.25],
  'designer.max_contracts': ['2', 2], 'feedback.comparisons': ['1,500', 1500], 'feedback.noise.0.level': ['30', 0.3],
  'feedback.rationality': ['2', 2], 'run.users': ['130', 130], 'run.replicates': ['5', 5], 'run.seed': ['9', 9] };

async function types(page, label) {
  const slider = label.replace(' (type it)', '');
  const { field: { path } } = await item(page, slider);
  const [words, wanted] = kTyped[path] ?? (path.endsWith('.share') ? ['40', 0.4] : path === 'people_shown' ? ['700', 700] : ['0.35', 0.35]);
  await clickLabel(page, label);
  await waitFor(page, () => window.covenant.state().textInput !== false);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(words, { delay: 40 });
  await pressKey(page, 'Enter');
  if (path === 'people_shown') return assertEventually(async () => assert.equal((await item(page, slider)).field.value, wanted));
  if (path === 'conflict') await assertEventually(async () => assert.ok(Math.abs(conflictOf(await scenario(page)) - wanted) < 1e-3));
  else await assertEventually(async () => near(valueAt(await scenario(page), path), wanted, label));
  return sameRun(page, label);
}

const selected = async (page, label) => (await item(page, label)).value === 'selected';
const opensSheet = (name) => async (page, label) => {
  await clickLabel(page, label);
  await page.locator('#sheet-title', { hasText: name }).waitFor();
  await page.locator('#sheet-close').click();
};
const shows = (check) => Object.assign(check, { shows: true });

/** The menu without noise, as the command line computes it: {picks, policies, transfers}. */
async function exactMenu(page) {
  const input = structuredClone(await scenario(page));
  Object.assign(input.feedback, { comparisons: 'infinite', noise: [] });
  Object.assign(input, { methods: ['menu'], run: { ...input.run, noise_levels: [0], baseline: null } });
  return [input, (await reference(input)).methods.menu.levels[0].deployment];
}

/** r_k(pi) of the scenario, by its definition. */
function valueOf(input, type, policy) {
  const total = input.contexts.reduce((sum, { weight }) => sum + weight, 0);
  let at = 0;
  return input.contexts.reduce((sum, { weight, responses }) => sum + responses.reduce((inner, { scores }) => {
    const reward = scores.reduce((r, score, d) => r + score * input.types[type].weights[d], 0);
    return inner + (weight / total) * policy[at++] * reward;
  }, 0), 0);
}

const labelsOf = async (page, start) => (await page.evaluate(() => window.covenant.items())).map(({ label }) => label).filter((label) => label.startsWith(start));

/** Bayes on the shares after one pick on the menu without noise, with the core's chance of a slip of 1 %. */
async function beliefAfter(page, pick) {
  const [input, menu] = await exactMenu(page);
  const chances = input.types.map(({ share }, k) => share * (0.99 * menu.picks[k][pick] + 0.01 / menu.picks[k].length));
  const sum = chances.reduce((a, b) => a + b, 0);
  return chances.map((chance) => 100 * chance / sum);
}

async function movesBelief(page, label, wanted) {
  await clickLabel(page, label);
  await item(page, 'Start again');
  await assertEventually(async () => {
    const shown = (await item(page, 'Belief')).value.match(/[\d.]+(?= %)/g).map(Number);
    wanted.forEach((share, k) => assert.ok(Math.abs(shown[k] - share) <= 0.0501, `${shown} is not ${wanted}`));
  });
  await clickLabel(page, 'Start again');
}

async function isCard(page, label) {
  const [, menu] = await exactMenu(page);
  const at = (await labelsOf(page, 'contract: ')).indexOf(label);
  const { value } = await item(page, label);
  assert.ok(value.startsWith(`friction ${Math.abs(menu.transfers[at]).toFixed(2)}`), value);
  await movesBelief(page, label, await beliefAfter(page, at));  // "pick it" as yourself
}

async function takes(page, label) {
  await movesBelief(page, label, await beliefAfter(page, (await labelsOf(page, 'I take: ')).indexOf(label)));
}

async function slacksAre(page) {
  const [input, menu] = await exactMenu(page);
  const out = input.contexts.flatMap(({ responses }) => responses.map(() => 1 / responses.length));
  const rows = (await table(page, 'slacks')).slice(1);
  input.types.forEach((_, k) => {
    const worth = menu.policies.slice(0, rows[k].length - 2).map((policy, j) => valueOf(input, k, policy) - menu.transfers[j]);
    const own = worth[menu.picks[k].indexOf(1)];
    worth.forEach((utility, j) => near(rows[k][1 + j], own - utility, `slack ${k},${j}`));
    near(rows[k].at(-1), own - valueOf(input, k, out), `leaving ${k}`);
  });
}

async function confusionIs(page) {
  const { inference } = await reference(await scenario(page));
  const level = inference.menu.find((each) => each.level === 0.2);
  (await table(page, 'confusion')).slice(1).forEach((row, k) => {
    const all = level.confusion[k].reduce((a, b) => a + b, 0);
    level.confusion[k].forEach((share, i) => near(row[1 + i], all > 0 ? share / all : 0, 'confusion'));
  });
  (await table(page, 'inference')).slice(1).forEach((row, at) => near(row[4], level.rounds[at].accuracy.mean, 'accuracy'));
}

/** Bayes on the command line's posteriors, for what a person of this type picks most. */
async function posteriorIs(page, name) {
  const input = await scenario(page);
  const report = await reference(input);
  const at = report.noise_levels.indexOf(0.2);
  const { picks } = report.methods.menu.levels[at].deployment;
  const mine = picks[input.types.findIndex((type) => type.name === name)];
  const wanted = report.inference.menu[at].posterior[mine.indexOf(Math.max(...mine))];
  await assertEventually(async () => (await table(page, 'posterior'))[2].slice(1).forEach((cell, k) => near(cell, wanted[k], `posterior ${k}`)));
}

async function zooms(page, label) {
  const whole = 'Show the whole plot';
  const box = await item(page, label);
  await page.mouse.move(box.x + box.w / 2, box.y + box.h / 2);
  await page.waitForTimeout(80);
  await page.mouse.wheel(0, -240);
  await clickLabel(page, whole);
  await assertEventually(async () => assert.ok(!(await labelsOf(page, whole)).length));
}

async function axisIs(page, label) {
  const [prefix, name] = label.split(': ');
  const other = prefix === 'up' ? 'across' : 'up';
  if (await selected(page, `${other}: ${name}`)) {
    const before = await table(page, 'pareto');
    await clickLabel(page, label);  // both axes of one type would say nothing: refused
    await page.waitForTimeout(150);
    assert.deepEqual(await table(page, 'pareto'), before);
    return;
  }
  await clickLabel(page, label);
  await assertEventually(async () => assert.ok(await selected(page, label)));
  const { methods, noise_levels: levels, types: names } = await reference(await scenario(page));
  const at = names.indexOf(name);
  const column = prefix === 'up' ? 4 : 1;
  await assertEventually(async () => {
    const rows = await table(page, 'pareto');
    Object.values(methods).forEach((method, row) => (
      near(rows[1 + row][column], method.levels[levels.indexOf(0.2)].by_type[at].value.mean, label)));
  });
}

async function movesType(page, label) {
  const at = (await labelsOf(page, 'type: ')).indexOf(label);
  await changes(page, label, `types.${at}.weights`, () => dragLabel(page, label, at === 0 ? 0 : at === 1 ? 50 : -50, at === 0 ? 60 : -30));
}

async function undoes(page, label) {
  const before = await scenario(page);
  await clickLabel(page, 'transfers: money');
  await assertEventually(async () => assert.equal((await scenario(page)).designer.transfers, 'money'));
  const after = await scenario(page);
  await clickLabel(page, 'Undo');
  await assertEventually(async () => assert.deepEqual(await scenario(page), before));
  if (label === 'Undo') return;
  await clickLabel(page, 'Redo');
  await assertEventually(async () => assert.deepEqual(await scenario(page), after));
}

async function transfersAre(page, label) {
  const kind = label.split(': ')[1];
  if (kind === 'friction') {
    await clickLabel(page, 'transfers: none');
    await assertEventually(async () => assert.equal((await scenario(page)).designer.transfers, 'none'));
  }
  await changes(page, label, 'designer.transfers', () => clickLabel(page, label));
  assert.equal((await scenario(page)).designer.transfers, kind);
}

const isTab = async (page, label) => {
  await clickLabel(page, label);
  await assertEventually(async () => assert.ok(await selected(page, label)));
};

async function turnsTheme(page, label) {
  const look = () => page.evaluate(() => document.documentElement.dataset.look);
  const before = await look();
  await clickLabel(page, label);
  await assertEventually(async () => assert.notEqual(await look(), before));
  await clickLabel(page, label.startsWith('Dark') ? 'Light theme' : 'Dark theme');
  await assertEventually(async () => assert.equal(await look(), before));
}

async function discloses(page, label) {
  const before = (await item(page, label)).value;
  await clickLabel(page, label);
  await assertEventually(async () => assert.notEqual((await item(page, label)).value, before));
  await clickLabel(page, label);
  await assertEventually(async () => assert.equal((await item(page, label)).value, before));
}

async function opensPreset(page, label) {
  const title = label.replace('preset: ', '');
  const { id } = (await page.evaluate(() => window.covenant.presets())).find((each) => each.title === title);
  await clickLabel(page, label);
  await waitFor(page, (wanted) => window.covenant.get().id === wanted, id);
}

const downloads = (name, check) => async (page, label) => {
  const [download] = await Promise.all([page.waitForEvent('download'), clickLabel(page, label)]);
  assert.match(download.suggestedFilename(), name);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  await check?.(page, Buffer.concat(chunks).toString('utf8'));
};

const kExported = {
  'This plot, SVG': downloads(/\.svg$/, async (page, text) => assert.ok(text.startsWith('<svg') && text.includes((await page.evaluate(() => window.covenant.results())).fingerprint))),
  'This plot, PNG': downloads(/\.png$/, (page, text) => assert.ok(text.includes('PNG'))),
  "This plot's numbers, CSV": downloads(/\.csv$/, async (page, text) => near(text.split('\n').at(3).split(',')[1],
    Object.values((await reference(await scenario(page))).methods)[0].levels[0].metrics.regret.mean, 'CSV')),
  'All results, JSON': downloads(/\.json$/, async (page, text) => assert.equal(JSON.parse(text).fingerprint, (await reference(await scenario(page))).fingerprint)),
  'All results, CSV': downloads(/\.csv$/, async (page, text) => assert.match(text, new RegExp(`${(await reference(await scenario(page))).fingerprint}`))),
  'Scenario, JSON': downloads(/\.json$/, async (page, text) => assert.deepEqual(JSON.parse(text), await scenario(page))),
  "This plot's numbers, as a table": async (page, label) => {
    await clickLabel(page, label);
    await page.locator('#sheet table').waitFor();
    await page.locator('#sheet-close').click();
  },
  'Compare with another link': opensSheet(/ompare/),
};

async function fingerprintIs(page, label) {
  const { fingerprint } = await reference(await scenario(page));
  assert.equal((await item(page, label)).value, `fingerprint ${fingerprint.slice(0, 4)} ${fingerprint.slice(4, 8)}`);
}

// the metrics by name, and the button that opens them
const kMetric = new RegExp('^(Choose the metric|Regret|Utility|The designer|Distance|KL divergence|Reward lost|Coherence|People who|Most that|'
  + 'Distortion|Proxy|Gold|Overestimation|Hacking|Transfer paid|The objective as|Largest IC)');

export const kRegistry = [
  // the column
  [/ \(type it\)$/, types],
  [/^(share: .*|Conflict|Spread|Norm|KL to base|Menu size|Comparisons|Reward noise|Rationality|People|Replicates|Seed|People shown)$/, slides],
  [/^(weight of .*: |.* wants .* in )/, slides],
  [/^norm factor: /, slides],
  [/^transfers: /, transfersAre],
  [/^(What each group wants|Replicates and seed)$/, discloses],
  ['Run status', shows(async (page, label) => assert.match((await item(page, label)).value, /^done in /))],
  ['Run again', seenBy('workers.test.mjs', 'a run is cancelled, its workers fall silent, and it can be run again to the end')],
  ['Edit scenario', opensSheet('Edit the scenario')],
  ['Your data', seenBy('input.test.mjs', 'choices dropped as CSV are taken in')],
  // the bar
  [/^(Undo|Redo)$/, undoes],
  [/^(Dark|Light) theme$/, turnsTheme],
  ['Keys', async (page, label) => {
    await clickLabel(page, label);
    await clickLabel(page, 'Close the list of keys');
    await assertEventually(async () => assert.equal((await labelsOf(page, 'Close the list of keys')).length, 0));
  }],
  ['Export', async (page, label) => { await clickLabel(page, label); await item(page, 'All results, JSON'); }],
  ['Copy link', seenBy('input.test.mjs', 'Copy link puts the whole address on the clipboard')],
  ['Fingerprint', shows(fingerprintIs)],
  ['Choose a scenario', async (page, label) => { await clickLabel(page, label); await item(page, 'All scenarios, with their sources →'); }],
  [/^preset: /, opensPreset],
  ['All scenarios, with their sources →', opensSheet(/scenarios/i)],
  ['Story', seenBy('reader.test.mjs', 'the story is walked from end to end; each chapter has a link; undo brings the reader’s scenario back')],
  ['Take the guided tour', async (page, label) => { await clickLabel(page, label); await page.locator('#guide').waitFor(); await page.keyboard.press('Escape'); }],
  ['Close the list of keys', async (page, label) => clickLabel(page, label)],
  // export
  ...Object.entries(kExported),
  [/^Plot: /, seenBy('reader.test.mjs', 'every plot of a tab leaves as SVG and CSV: the graph of what binds and the type space too')],
  // type space and menu
  [/^type: /, movesType],
  [/^(Let people pick|Send people back)$/, seenBy('crowd.test.mjs', '200,000 people flow to their picks and back; in between the page rests')],
  ['Type space', shows(async (page) => {
    const [input, menu] = await exactMenu(page);
    (await table(page, 'types')).slice(1, -1).forEach((row, j) => input.types.forEach((_, k) => (
      near(row[1 + k], valueOf(input, k, menu.policies[j]) - menu.transfers[j], `what ${row[0]} gives type ${k}`))));
  })],
  [/^(Who asks|Designer|Feedback|Run|Claims here)$/, shows(async (page, label) => {
    await assertEventually(async () => assert.ok((await page.locator('#mirror-controls h2').allTextContents()).includes(label)));
  })],
  ['Without a region', shows(async (page, label) => assert.match((await item(page, label)).value, /exactly indifferent/))],
  ['Choose corners', async (page, label) => { await clickLabel(page, label); await assertEventually(async () => assert.ok((await labelsOf(page, 'corner: ')).length > 3)); }],
  [/^corner: /, async (page, label) => {
    const name = label.replace('corner: ', '');
    await clickLabel(page, label);
    await assertEventually(async () => assert.ok((await table(page, 'types'))[0].includes(`utils for ${name}`)));
    const [input, menu] = await exactMenu(page);
    const [head, ...rows] = await table(page, 'types');
    const k = input.types.findIndex((type) => type.name === name);
    rows.slice(0, -1).forEach((row, j) => near(row[head.indexOf(`utils for ${name}`)], valueOf(input, k, menu.policies[j]) - menu.transfers[j], label));
  }],
  ['Next pair of types', async (page, label) => {
    const before = await table(page, 'pareto');
    await clickLabel(page, label);
    await assertEventually(async () => assert.notDeepEqual((await table(page, 'pareto'))[0], before[0]));
    const { methods, noise_levels: levels, types: names } = await reference(await scenario(page));
    const [head, ...rows] = await table(page, 'pareto');
    for (const column of [1, 4]) {
      const at = names.indexOf(head[column].replace(/ mean$/, ''));
      Object.values(methods).forEach((method, row) => near(rows[row][column], method.levels[levels.indexOf(0.2)].by_type[at].value.mean, head[column]));
    }
  }],
  ['Menu', shows(async (page, label) => assert.match((await item(page, label)).value, /^3 contracts, proven optimal/))],
  [/^contract: /, isCard],
  // results
  [/^(Noise robustness|Type inference|Pareto|Pressure|IC slacks|Claims)$/, isTab],
  [/ plot$/, zooms],
  ['Show the whole plot', async (page, label) => clickLabel(page, label)],
  [kMetric, seenBy('tabs.test.mjs', 'Noise: every metric that can be chosen is the command line’s, at every level and for every method')],
  ['Whose picks', async (page, label) => posteriorIs(page, (await item(page, label)).value)],
  [/^picks of /, async (page, label) => { await clickLabel(page, label); await posteriorIs(page, label.replace('picks of ', '')); }],
  ['Which type are you? Pick for yourself →', async (page, label) => { await clickLabel(page, label); await item(page, 'Belief'); }],
  ['Belief', shows(confusionIs)],
  [/^I take: /, takes],
  [/^Rather: /, seenBy('tabs.test.mjs', 'Which type are you: a comparison moves the belief as Bradley and Terry say, and starting again takes it back')],
  ['Start again', seenBy('tabs.test.mjs', 'Which type are you: a comparison moves the belief as Bradley and Terry say, and starting again takes it back')],
  [/^(across|up): /, axisIs],
  [/^pressure on /, seenBy('tabs.test.mjs', 'Pressure: each curve is the report’s')],
  ['Binding graph', shows(slacksAre)],
  [/^claim: /, shows(async (page, label) => {
    const { claims } = await reference(await scenario(page));
    const { verdict } = claims.find(({ id }) => `claim: ${id}` === label);
    const { value } = (await page.evaluate(() => window.covenant.items())).find((each) => each.label === label);
    assert.ok(value.includes(`: ${verdict}, `), value);
  })],
];

export const checkOf = (label) => kRegistry.find(([wanted]) => (wanted instanceof RegExp ? wanted.test(label) : wanted === label))?.[1];
