// Every item of the lab's registry, wherever one can be made to appear, is looked up in registry.mjs and its
// effect checked in numbers against the command line's core. An item without an entry fails the test: a control
// that is added has to say how it is checked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { assertEventually, clickAt } from './helpers.mjs';
import { clickLabel, finished, inLab, item, scenario } from './lab.mjs';
import { SeenBy, checkOf, kRegistry } from './registry.mjs';

const items = (page) => page.evaluate(() => window.covenant.items());
const labels = async (page) => (await items(page)).map(({ label }) => label);

const tab = (name) => async (page) => {
  await clickLabel(page, name);
  await assertEventually(async () => assert.equal((await item(page, name)).value, 'selected'));
};
const disclosed = (label) => async (page) => {
  await tab('Noise robustness')(page);
  if ((await item(page, label)).value === 'closed') await clickLabel(page, label);
  await assertEventually(async () => assert.notEqual((await item(page, label)).value, 'closed'));
};
const popup = (label, sign) => async (page) => {
  await tab('Noise robustness')(page);
  const open = async () => (await labels(page)).some((each) => each.startsWith(sign));
  await clickLabel(page, label);
  await assertEventually(async () => assert.ok(await open(), `${label} opened nothing`));
};

/** Where items are: how it is opened, whatever was open before. */
const kPlaces = {
  'the lab as it opens': tab('Noise robustness'),
  'replicates and seed': disclosed('Replicates and seed'),
  'type inference': tab('Type inference'),
  'a pick of one’s own': async (page) => {
    await tab('Type inference')(page);
    const [first] = (await labels(page)).filter((label) => label.startsWith('I take: '));
    if (!(await labels(page)).includes('Start again')) await clickLabel(page, first);
    await item(page, 'Start again');
  },
  pareto: tab('Pareto'),
  pressure: tab('Pressure'),
  'IC slacks': tab('IC slacks'),
  claims: tab('Claims'),
  scenarios: popup('Choose a scenario', 'preset: '),
  export: popup('Export', 'Plot: '),
  metrics: popup('Choose the metric', 'Regret against'),
  'whose picks': popup('Whose picks', 'picks of '),
  keys: popup('Keys', 'Close the list of keys'),
  'a zoomed plot': async (page) => {
    await tab('Noise robustness')(page);
    const box = await item(page, 'Noise robustness plot');
    if ((await labels(page)).includes('Show the whole plot')) return;
    await page.mouse.move(box.x + box.w / 2, box.y + box.h / 2);
    await assertEventually(async () => {
      await page.mouse.wheel(0, -120);
      assert.ok((await labels(page)).includes('Show the whole plot'));
    });
  },
};
/** In small scenarios, for there is a slider for each number of each group. */
const kWishes = { 'what each group wants': disclosed('What each group wants') };
const kManyTypes = {
  'five types': tab('Noise robustness'),
  corners: popup('Choose corners', 'corner: '),
  'pareto of many types': tab('Pareto'),
};

async function fold(page) {
  for (const label of ['What each group wants', 'Replicates and seed']) {
    const found = (await items(page)).find((each) => each.label === label);
    if (found === undefined || found.value === 'closed') continue;
    await intoView(page, label);
    await clickLabel(page, label);
    await assertEventually(async () => assert.equal((await items(page)).find((each) => each.label === label).value, 'closed'));
  }
}

const rewind = (page, start) => assertEventually(async () => {
  if (JSON.stringify(await scenario(page)) !== start) await page.evaluate(() => window.covenant.undo());
  assert.equal(JSON.stringify(await scenario(page)), start);
}, 20000);

async function reset(page, start) {
  await page.evaluate(() => document.getElementById('sheet-close')?.click());
  await clickAt(page, 45, 25);  // beside everything: closes what is open over the lab
  await rewind(page, start);
  await fold(page);
}

/** By the wheel, over the column where it stands, as far as it takes. */
async function intoView(page, label) {
  const find = async () => (await items(page)).find((each) => each.label === label);
  const { visible, x } = await find();
  if (visible) return;
  await page.mouse.move(Math.max(60, Math.min(x + 20, 1240)), x < 270 ? 400 : 700);
  for (const turn of [120, -120]) {
    for (let n = 0; n < 25 && !(await find())?.visible; ++n) {
      await page.mouse.wheel(0, turn);
      await page.waitForTimeout(50);
    }
  }
}

/** What can be seen: every item with its value, but for how long the last run took and what can be taken back. */
const looks = async (page) => JSON.stringify((await items(page)).filter(({ label }) => !/^(Run status|Undo|Redo)$/.test(label))
  .map(({ label, value, disabled, checked, field }) => [label, value, disabled, checked, field]));

/** Takes back what was edited; whether the lab then looks `opened`, so that the place need not be opened anew. */
async function stands(page, start, opened) {
  await page.evaluate(() => document.getElementById('sheet-close')?.click());
  await rewind(page, start);
  await finished(page);
  return assertEventually(async () => assert.equal(await looks(page), opened), 250).then(() => true, () => false);
}

async function walk(page, places, checked, only = /./) {
  const start = JSON.stringify(await scenario(page));
  const [missing, wrong] = [[], []];
  for (const [place, open] of Object.entries(places)) {
    const enter = async () => {
      await reset(page, start);
      await finished(page);
      await open(page);
    };
    await enter();
    const opened = await looks(page);
    for (const label of await labels(page)) {
      if (checked.has(label) || !only.test(label)) continue;
      checked.add(label);
      const check = checkOf(label);
      if (check === undefined) missing.push(`${label} (${place})`);
      if (typeof check !== 'function') continue;
      if ((await items(page)).find((each) => each.label === label)?.disabled && !/^(Undo|Redo)$/.test(label)) missing.push(`${label} is never enabled (${place})`);
      if (!(await stands(page, start, opened))) await enter();
      try {
        if (!check.shows) await intoView(page, label);
        await check(page, label);
      } catch (error) {
        wrong.push(`${place}: ${label}: ${error.message}`);
      }
    }
  }
  assert.deepEqual(missing, [], 'no entry in registry.mjs');
  assert.deepEqual(wrong, []);
}

test('every item of the lab has a check of its own, and passes it', async (t) => {
  const checked = new Set();
  await inLab({ hash: '#preset=three-groups&replicates=4&users=100&run.noise_levels=[0,0.2]' }, async ({ page }) => walk(page, kPlaces, checked));
  for (const [preset, wishes] of [['hidden-context', /^(weight of|norm factor: )/], ['dual-use', /^Professional wants /]]) {
    await inLab({ hash: `#preset=${preset}&replicates=2&users=100&run.noise_levels=[0,0.2]` }, async ({ page }) => {
      const before = checked.size;
      await walk(page, kWishes, checked, wishes);
      assert.ok(checked.size >= before + 8, `only ${checked.size - before} wishes were found in ${preset}`);
    });
  }
  await inLab({ hash: '#preset=moral-foundations&replicates=2&users=100&run.noise_levels=[0,0.2]' }, async ({ page }) => {
    await page.evaluate(() => {
      const { types, ...rest } = window.covenant.get();
      window.covenant.edit({ ...rest, types: [...types, { ...types[0], name: 'A fifth', share: 0.1 }] });
    });
    // what was seen with three types is not looked at again, but what is of more types is
    await walk(page, kManyTypes, checked, /^(Choose corners|corner: |Next pair)/);
  });
  t.diagnostic(`${checked.size} items: ${[...checked].join(' | ')}`);
});

test('what is said to be checked by another test is', () => {
  for (const [label, check] of kRegistry) {
    if (!(check instanceof SeenBy)) continue;
    const text = readFileSync(new URL(check.file, import.meta.url), 'utf8');
    assert.ok(text.includes(`test('${check.name}'`), `${label}: ${check.file} has no test '${check.name}'`);
  }
});
