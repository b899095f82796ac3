// Every control of the lab is moved by hand, and what follows is compared with the command line's numbers.
import assert from 'node:assert/strict';
import test from 'node:test';

import { assertEventually, waitFor } from './helpers.mjs';
import { clickLabel, dragLabel, finished, inLab, item, nativeReport, pressKey, scenario, state, workerReport } from './lab.mjs';

/** The command line's report of a scenario; the worker's wasm under Node where that has not been built. */
const reference = async (input) => (await nativeReport('-', JSON.stringify(input))) ?? workerReport(input);

// label, and how far it is dragged; what a drag does not suit is clicked
const kSliders = [['share: Teenagers', 30], ['share: Elders', -20], ['Conflict', -20], ['Spread', 25], ['Norm', 30], ['KL to base', 20], ['Menu size', -90],
  ['Comparisons', -20], ['Reward noise', 25], ['Rationality', 20], ['People', -25], ['Replicates', -40], ['Seed', 20]];
const kButtons = ['transfers: none', 'transfers: money', 'transfers: friction'];

test('every control of the column changes the scenario, its numbers are the command line’s, and undo leads back to the start', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=8&users=200&run.noise_levels=[0,0.2]' }, async ({ page }) => {
    const start = await scenario(page);
    await clickLabel(page, 'Replicates and seed');
    let steps = 0;
    const check = async (what, before) => {
      await assertEventually(async () => assert.notDeepEqual(await scenario(page), before, `${what} changed nothing`));
      const report = await finished(page);
      const after = await scenario(page);
      assert.notDeepEqual(after, before, `${what} changed nothing`);
      assert.equal(report.fingerprint, (await reference(after)).fingerprint, what);
      steps += 1;
    };
    for (const [label, by] of kSliders) {
      const before = await scenario(page);
      await dragLabel(page, label, by);
      await check(label, before);
    }
    for (const label of kButtons) {
      const before = await scenario(page);
      await clickLabel(page, label);
      await check(label, before);
    }
    for (const label of ['type: Teenagers', 'type: Elders']) {
      const before = await scenario(page);
      await dragLabel(page, label, label.endsWith('Elders') ? -40 : 0, 60);
      await check(label, before);
    }
    for (let n = 0; n < steps; ++n) await page.evaluate(() => window.covenant.undo());
    assert.deepEqual(await scenario(page), start);
    assert.equal((await finished(page)).fingerprint, (await reference(start)).fingerprint);
    for (let n = 0; n < steps; ++n) await page.evaluate(() => window.covenant.redo());
    assert.notDeepEqual(await scenario(page), start);
  });
});

test('what each group wants has a slider per norm, and its numbers are the command line’s', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=3&users=100&run.noise_levels=[0]' }, async ({ page }) => {
    await clickLabel(page, 'What each group wants');
    // three groups, four norms
    const labels = await waitFor(page, () => {
      const found = window.covenant.items().filter(({ field }) => /^types\.\d+\.weights/.test(field?.path ?? ''));
      return found.length === 12 && found.map(({ label }) => label);
    });
    for (const label of labels.slice(0, 2)) {
      const before = await scenario(page);
      await item(page, label);
      await dragLabel(page, label, 15);
      await assertEventually(async () => assert.notDeepEqual(await scenario(page), before, label));
      assert.equal((await finished(page)).fingerprint, (await reference(await scenario(page))).fingerprint, label);
    }
  });
});

for (const scale of [1, 1.5, 2]) {
  test(`${scale} device pixels per CSS pixel: the canvas is as sharp, and what is clicked is what is there`, async () => {
    await inLab({ hash: '#preset=three-groups&replicates=2', deviceScaleFactor: scale }, async ({ page }) => {
      const size = await page.evaluate(() => {
        const canvas = document.getElementById('canvas');
        return [canvas.width / canvas.clientWidth, canvas.height / canvas.clientHeight];
      });
      size.forEach((ratio) => assert.ok(Math.abs(ratio - scale) < 0.01, `${ratio} pixels per CSS pixel`));
      await clickLabel(page, 'transfers: money');
      await assertEventually(async () => assert.equal((await scenario(page)).designer.transfers, 'money'));
      await clickLabel(page, 'Claims');
      await waitFor(page, () => window.covenant.items().some(({ label, selected, checked }) => label === 'Claims' && (selected ?? checked ?? true)));
      await page.locator('#canvas').focus();
      await pressKey(page, '1');
      assert.deepEqual((await state(page)).errors, []);
    });
  });
}
