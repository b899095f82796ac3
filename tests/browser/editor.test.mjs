// The panel beside the lab: the editor changes what it says it changes, undo takes every step back, and the
// same numbers come out as from the command line's core.
import assert from 'node:assert/strict';
import test from 'node:test';

import { edits, freshName } from '../../web/shell/edits.js';
import { assertEventually, screenshot, waitFor } from './helpers.mjs';
import { SHARP, SHORT, clickLabel, drop, finished, hears, inLab, scenario, workerReport } from './lab.mjs';

const openSheet = async (page, name) => {
  await page.evaluate((sheet) => window.covenant.sheet(sheet), name);
  await page.locator('#sheet').waitFor({ state: 'visible' });
};
const part = (page, title) => page.locator('#sheet summary', { hasText: title }).click();
const undoAll = (page) => page.evaluate(() => {
  for (let i = 0; i < 60; ++i) window.covenant.undo();
});
const settled = (page, wanted) => waitFor(page,
  (text) => JSON.stringify(window.covenant.get()) === text, JSON.stringify(wanted), 15000);

// ---- the edits themselves, without a browser ----

const society = () => ({
  norms: ['a', 'b'],
  contexts: [{ name: 'q', weight: 1, responses: [{ name: 'x', scores: [1, 2] }, { name: 'y', scores: [3, 4] }] },
    { name: 'r', weight: 1, responses: [{ name: 'u', scores: [5, 6] }, { name: 'v', scores: [7, 8] }, { name: 'w', scores: [9, 10] }] }],
  types: [{ name: 'A', share: 0.5, weights: [1, 2] }, { name: 'B', share: 0.5, rewards: [1, 2, 3, 4, 5] }],
  outside: [10, 20], reference: [0.25, 0.75, 0.5, 0.3, 0.2],
  designer: { norm: [1, -1], community: [[1, 2], [3, 4]] },
  feedback: { noise: [{ kind: 'flips', level: 0.1, factors: [1, 2] }, { kind: 'misreport', level: 0, type: 1, factor: 2 },
    { kind: 'missing_norm', level: 0, index: 1 }, { kind: 'bias', level: 0.1, offsets: [1, 2, 3, 4, 5] }] },
});

test('edits: what belongs to a type moves and goes with it', () => {
  const swapped = edits.types.move(society(), 1, 0);
  assert.deepEqual(swapped.types.map(({ name }) => name), ['B', 'A']);
  assert.deepEqual(swapped.outside, [20, 10]);
  assert.deepEqual(swapped.feedback.noise[0].factors, [2, 1]);
  assert.equal(swapped.feedback.noise[1].type, 0);
  const removed = edits.types.remove(society(), 1);
  assert.deepEqual(removed.outside, [10]);
  assert.ok(!removed.feedback.noise.some(({ kind }) => kind === 'misreport'), 'nobody is left to misreport');
  assert.deepEqual(edits.types.add(society()).outside, [10, 20, 20]);
});

test('edits: what belongs to a norm moves and goes with it', () => {
  const swapped = edits.norms.move(society(), 0, 1);
  assert.deepEqual(swapped.contexts[1].responses[2].scores, [10, 9]);
  assert.deepEqual(swapped.types[0].weights, [2, 1]);
  assert.deepEqual(swapped.designer, { norm: [-1, 1], community: [[2, 1], [4, 3]] });
  assert.equal(swapped.feedback.noise[2].index, 0);
  const removed = edits.norms.remove(society(), 1);
  assert.deepEqual(removed.contexts[0].responses[0].scores, [1]);
  assert.ok(!removed.feedback.noise.some(({ kind }) => kind === 'missing_norm'));
});

test('edits: numbers per answer follow questions and answers', () => {
  const swapped = edits.contexts.move(society(), 0, 1);
  assert.deepEqual(swapped.types[1].rewards, [3, 4, 5, 1, 2]);
  assert.deepEqual(swapped.reference, [0.5, 0.3, 0.2, 0.25, 0.75]);
  const removed = edits.responses.remove(society(), 1, 0);
  assert.deepEqual(removed.types[1].rewards, [1, 2, 4, 5]);
  assert.deepEqual(removed.feedback.noise[3].offsets, [1, 2, 4, 5]);
  assert.deepEqual(removed.reference.slice(0, 2), [0.25, 0.75]);
  assert.ok(Math.abs(removed.reference[2] - 0.6) < 1e-12, 'scaled to sum 1');
  const added = edits.responses.add(society(), 0);
  assert.deepEqual(added.types[1].rewards, [1, 2, 0, 3, 4, 5]);
  assert.deepEqual(edits.responses.move(society(), 1, 2, 0).types[1].rewards, [1, 2, 5, 3, 4]);
  assert.equal(freshName('x', ['x', 'x 2']), 'x 3');
});

test('edits: moving there and back, and adding and removing, change nothing', () => {
  for (const [list, more] of [['types', []], ['norms', []], ['contexts', []], ['responses', [1]]]) {
    const there = edits[list].move(society(), ...more, 0, 1);
    assert.deepEqual(edits[list].move(there, ...more, 1, 0), society(), list);
    const count = { types: 2, norms: 2, contexts: 2, responses: 3 }[list];
    const back = edits[list].remove(edits[list].add(society(), ...more), ...more, count);
    back.reference = back.reference.map((p) => Math.round(p * 1e12) / 1e12);
    assert.deepEqual(back, society(), list);
  }
});

// ---- in the page ----

test('types, norms, questions and answers are added, renamed, reordered and removed, and undone', async () => {
  await inLab({ ...SHARP, hash: SHORT }, async ({ page }) => {
    const before = await scenario(page);
    await clickLabel(page, 'Edit scenario');
    await page.locator('#sheet').waitFor({ state: 'visible' });
    await page.getByRole('button', { name: 'Add a type' }).click();
    await page.getByLabel('Name of type 4').fill('Visitors');
    await page.getByLabel('Name of type 4').press('Tab');
    await page.getByRole('button', { name: 'Move up: Visitors' }).click();
    assert.deepEqual((await scenario(page)).types.map(({ name }) => name),
      [before.types[0].name, before.types[1].name, 'Visitors', before.types[2].name]);
    await part(page, 'Norms');
    await page.getByRole('button', { name: 'Add a norm' }).click();
    await page.getByLabel('Name of norm 5').fill('humour');
    await page.getByLabel('Name of norm 5').press('Enter');
    await part(page, 'Questions');
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByRole('button', { name: 'Add an answer to new question' }).click();
    const changed = await scenario(page);
    assert.equal(changed.norms[4], 'humour');
    assert.equal(changed.contexts.length, before.contexts.length + 1);
    assert.equal(changed.contexts.at(-1).responses.length, 3);
    for (const { responses } of changed.contexts) for (const { scores } of responses) assert.equal(scores.length, 5);
    const report = await finished(page);
    assert.equal(report.fingerprint, (await workerReport(changed)).fingerprint);
    await screenshot(page, 'editor');
    await undoAll(page);
    await settled(page, before);
  });
});

test('a number moves by slider and by typing; a whole drag is one step; what is not allowed is said', async () => {
  await inLab({ hash: SHORT, results: false }, async ({ page }) => {
    const before = await scenario(page);
    await openSheet(page, 'editor');
    await part(page, 'Designer');
    const slider = page.getByLabel('KL to base, slider');
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 1; step <= 6; ++step) await page.mouse.move(box.x + 20 + 10 * step, box.y + box.height / 2);
    await page.mouse.up();
    const dragged = (await scenario(page)).designer.kl;
    assert.ok(dragged > before.designer.kl, `${dragged}`);
    await page.evaluate(() => window.covenant.undo());
    await settled(page, before);

    await part(page, 'Questions');
    const label = `${before.contexts[0].responses[0].name}: ${before.norms[1]}`;
    await page.getByLabel(label, { exact: true }).fill('0.35');
    await page.getByLabel(label, { exact: true }).press('Enter');
    assert.equal((await scenario(page)).contexts[0].responses[0].scores[1], 0.35);
    const shared = page.getByLabel(`${label}, slider`);
    await shared.press('ArrowRight');
    assert.equal((await scenario(page)).contexts[0].responses[0].scores[1], 0.36);
    await undoAll(page);
    await settled(page, before);

    await page.getByLabel('Discount of transfers', { exact: true }).fill('7');
    await page.getByLabel('Discount of transfers', { exact: true }).press('Enter');
    assert.match(await page.locator('#sheet .wrong').textContent(), /designer\.discount/);
    assert.deepEqual(await scenario(page), before);
    await page.getByRole('button', { name: /^Remove / }).first().waitFor();
    await page.locator('#sheet').press('Escape');
    await page.locator('#sheet').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  });
});

test('edits: probabilities of the base policy keep their sum, and their proportions', () => {
  const given = edits.reference.kind(society(), 'given');
  const sums = (s) => {
    let at = 0;
    return s.contexts.map(({ responses }) => responses.reduce((sum) => sum + s.reference[at++], 0));
  };
  sums(given).forEach((sum) => assert.ok(Math.abs(sum - 1) < 1e-12));
  const moved = edits.reference.set(edits.reference.set(given, 0, 0.7), 1, 0.2);
  assert.equal(moved.reference[1], 0.2);
  sums(moved).forEach((sum) => assert.ok(Math.abs(sum - 1) < 1e-12));
  assert.equal(edits.reference.kind(moved, 'uniform').reference, 'uniform');
});

test('edits: wishes by norm become the same wishes answer by answer, and back', () => {
  const byAnswer = edits.types.wishes(society(), 0, 'answers');
  // weights (1, 2) on scores (1,2) (3,4) (5,6) (7,8) (9,10)
  assert.deepEqual(byAnswer.types[0], { name: 'A', share: 0.5, rewards: [5, 11, 17, 23, 29] });
  const back = edits.types.wishes(byAnswer, 0, 'norms').types[0];
  back.weights.forEach((weight, d) => assert.ok(Math.abs(weight - [1, 2][d]) < 1e-9, `${back.weights}`));
  assert.equal(back.rewards, undefined);
  assert.deepEqual(edits.types.wishes(society(), 0, 'norms'), society(), 'what is so already stays');
});

test('edits: methods are added under a fresh label, and who was compared with them is not left behind', () => {
  const start = { ...society(), methods: ['menu', { id: 'best_of_n', n: 16 }], run: { baseline: 'best_of_n' } };
  const twice = edits.methods.add(start, 'best_of_n');
  assert.deepEqual(twice.methods[2], { id: 'best_of_n', label: 'best_of_n 2' });
  assert.deepEqual(edits.methods.set(twice, 2, { n: 4 }).methods[2], { id: 'best_of_n', label: 'best_of_n 2', n: 4 });
  assert.equal(edits.methods.set(start, 1, { label: 'mine' }).run.baseline, 'mine');
  assert.deepEqual(edits.methods.remove(twice, 2), start);
  assert.deepEqual(edits.methods.removeAll(twice, 'best_of_n').methods, ['menu']);
  assert.equal(edits.methods.removeAll(twice, 'best_of_n').run.baseline, null);
});

test('every number of every method has an input, the same method can run twice, and the run follows', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=2&users=50&run.noise_levels=[0]', results: false }, async ({ page }) => {
    await openSheet(page, 'editor');
    await part(page, 'Methods');
    const known = await page.evaluate(() => window.covenant.methods());
    const input = (key) => page.locator(`#sheet [data-key="${key}"]`);
    let numbers = 0;
    for (const { id, parameters } of known) {
      if (parameters.length === 0) continue;
      await input(`method ${id}`).check();
      await assertEventually(async () => assert.ok((await scenario(page)).methods.some((method) => method.id === id), id));
      for (const { name, initial, lower, upper, integer } of parameters) {
        const at = (await scenario(page)).methods.findIndex((method) => method.id === id);
        const wanted = integer ? (initial < upper ? initial + 1 : initial - 1) : Number(((initial + Math.min(upper, initial + 1, 2 * Math.abs(initial) + 0.1)) / 2).toPrecision(3));
        assert.ok(wanted >= lower && wanted <= upper && wanted !== initial, `${id}.${name}: ${wanted}`);
        await input(`methods.${at}.${name}`).fill(String(wanted));
        await input(`methods.${at}.${name}`).press('Enter');
        await assertEventually(async () => assert.equal((await scenario(page)).methods[at][name], wanted, `${id}.${name}`));
        numbers += 1;
      }
    }
    assert.ok(numbers >= 10);
    await page.getByRole('button', { name: 'Once more: best_of_n' }).click();
    await page.getByLabel('Label of best_of_n 2').fill('best of four');
    await page.getByLabel('Label of best_of_n 2').press('Enter');
    await page.getByLabel('n of best of four', { exact: true }).fill('4');
    await page.getByLabel('n of best of four', { exact: true }).press('Enter');
    await assertEventually(async () => assert.ok((await scenario(page)).methods.some(({ label, n }) => label === 'best of four' && n === 4)));
    await input('types.0 wishes').evaluate((node) => node.closest('details').setAttribute('open', ''));
    await input('types.0 wishes').selectOption('answers');
    await assertEventually(async () => assert.equal((await scenario(page)).types[0].rewards?.length, 15));
    const report = await finished(page);
    assert.ok(report.methods['best of four']);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
  });
});

/** Path of the scenario file, and how the editor is asked for another value: [section, key, action, value]. */
const kInputs = [
  ['reference', 'Questions and answers', 'reference kind', 'given', (v) => Array.isArray(v) && v.length > 1],
  ['outside', 'Designer', 'outside kind', 'each', (v) => Array.isArray(v) && v.every((each) => each === 0)],
  ['outside', 'Designer', 'outside kind', 'number', (v) => v === 0],
  ['designer.norm', 'Norms: what can matter', 'designer.norm elicited', true, (v) => v === 'elicited'],
  ['designer.elicitation', 'Norms: what can matter', 'designer.elicitation', 'trimmed_mean', (v) => v === 'trimmed_mean'],
  ['designer.trim', 'Norms: what can matter', 'designer.trim', '0.2', (v) => v === 0.2],
  ['designer.community.0.1', 'Norms: what can matter', 'designer.community.0.1', '0.4', (v) => v === 0.4],
  ['feedback.labelled', 'Feedback and noise', 'feedback.labelled', false, (v) => v === false],
  ['run.baseline', 'Choice and run', 'run.baseline', 'average', (v) => v === 'average'],
  ['run.noise_levels', 'Choice and run', 'run.noise_levels', '0, 0.2', (v) => v.join() === '0,0.2'],
  ['id', 'About', 'id', 'mine', (v) => v === 'mine'],
];

test('what is a word, a number or a list in the file has an input, and the run follows', async () => {
  await inLab({ hash: SHORT, results: false }, async ({ page }) => {
    await page.evaluate(() => window.covenant.sheet('editor'));
    const read = (json, where) => where.split('.').reduce((part, key) => part[key], json);
    for (const [where, section, key, value, good] of kInputs) {
      const part = page.locator('details', { has: page.locator('summary', { hasText: section }) });
      if (!(await part.evaluate((node) => node.open))) await part.locator('summary').click();
      const input = part.locator(`[data-key="${key}"]`);
      if (typeof value === 'boolean') await input.setChecked(value);
      else if (await input.evaluate((node) => node.tagName) === 'SELECT') await input.selectOption(value);
      else {
        await input.fill(value);
        await input.press('Tab');
      }
      await assertEventually(async () => assert.ok(good(read(await scenario(page), where)), `${where} by ${key}`));
    }
    const report = await finished(page);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
  });
});

test('the gallery names every scenario with its source, and opens it', async () => {
  await inLab({ ...SHARP, hash: SHORT, results: false }, async ({ page }) => {
    const before = await scenario(page);
    await clickLabel(page, 'Choose a scenario');
    await clickLabel(page, 'All scenarios, with their sources →');
    await page.locator('#sheet .preset').first().waitFor();
    const presets = await page.evaluate(() => window.covenant.presets());
    assert.equal(await page.locator('#sheet .preset').count(), presets.length);
    await page.getByRole('button', { name: `Open: ${presets[1].title}` }).click();
    await waitFor(page, (id) => window.covenant.get().id === id, presets[1].id);
    await screenshot(page, 'gallery');
    await page.evaluate(() => window.covenant.undo());
    await settled(page, before);
  });
});

const kChoices = 'respondent,context,response\nann,a dual-use question,full detail\nbob,a dual-use question,summary\n';

test('a table of choices is read by the worker and shown beside the lab', async () => {
  await inLab({ hash: '#preset=dual-use&replicates=4' }, async ({ page }) => {
    await drop(page, 'mine.csv', kChoices);
    await page.locator('#sheet caption', { hasText: 'Each person' }).waitFor();
    assert.match(await page.locator('#sheet').textContent(), /2 choices of 2 people/);
    await hears(page, /Read 2 choices from mine\.csv/);
  });
});

test('a table with other column names is refused in words, and read once it is said which is which', async () => {
  await inLab({ ...SHARP, hash: '#preset=dual-use&replicates=4' }, async ({ page }) => {
    await drop(page, 'raw.csv', kChoices.replace('respondent,context,response', 'id,asked,said'));
    await page.getByText('Which column holds what?').waitFor();
    assert.match(await page.locator('#sheet .wrong').textContent(), /raw\.csv/);
    await page.getByLabel('Who chose').selectOption('id');
    await page.getByLabel('Asked what').selectOption('asked');
    await page.getByLabel('Chose', { exact: true }).selectOption('said');
    await page.getByRole('button', { name: 'Read it like this' }).click();
    await page.locator('#sheet caption', { hasText: 'Each person' }).waitFor();
    await screenshot(page, 'your-data');
  });
});

test('every number of every kind of noise has an input, and what it does is in the scenario', async () => {
  const kinds = {
    student_t: [['feedback.noise.0.df', 7]],
    bias: [['feedback.noise.0.offsets.1', 0.25]],
    missing_norm: [['feedback.noise.0.index', 2]],
    misreport: [['feedback.noise.0.type', 1], ['feedback.noise.0.factor', 3]],
    flips: [['feedback.noise.0.level', 0.1]],
  };
  await inLab({ hash: SHORT, results: false }, async ({ page }) => {
    await page.evaluate(() => window.covenant.sheet('editor'));
    const kindOf = page.locator('[data-key="feedback.noise.0.kind"]');
    await page.locator('summary', { hasText: 'Feedback and noise' }).click();
    for (const [kind, fields] of Object.entries(kinds)) {
      await kindOf.selectOption(kind);
      for (const [path, value] of fields) {
        const input = page.locator(`[data-key="${path}"]`);
        if (await input.evaluate((node) => node.tagName) === 'SELECT') await input.selectOption(String(value));
        else {
          await input.fill(String(value));
          await input.press('Enter');
        }
        const read = (json, where) => where.split('.').reduce((part, key) => part[key], json);
        await assertEventually(async () => assert.equal(read(await scenario(page), path), value, `${kind}: ${path}`));
      }
    }
    await page.locator('[data-key="feedback.noise.0 by type"]').check();
    await assertEventually(async () => assert.deepEqual((await scenario(page)).feedback.noise[0].factors, [1, 1, 1]));
    await kindOf.selectOption('misreport');
    await page.locator('[data-key="feedback.noise.0 best"]').check();
    await assertEventually(async () => assert.equal((await scenario(page)).feedback.noise[0].factor, 'best'));
    await finished(page);
  });
});
