// A run spread over several workers: the same numbers whatever their number, and whoever dies.
import assert from 'node:assert/strict';
import test from 'node:test';

import { waitFor } from './helpers.mjs';
import { clickLabel, finished, hears, inLab, scenario, state, workerReport } from './lab.mjs';

const isWorker = (each) => each.url().endsWith('shell/worker.js');
const end = (worker) => worker.evaluate('guard(() => { throw new Error("ended by the test"); })');

for (const workers of [1, 2, 3]) {
  test(`the numbers are the same on ${workers === 1 ? 'one worker' : `${workers} workers`} as under Node`, async () => {
    await inLab({ hash: `#preset=three-groups&replicates=30&workers=${workers}` }, async ({ page }) => {
      const report = await finished(page);
      assert.equal((await state(page)).workers, workers);
      assert.equal(report.replicates_done, 30);
      assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
    });
  });
}

for (const [who, which] of [['that only computes', 1], ['that folds', 0]]) {
  test(`a worker ${who} dies: it is replaced, its part is done again, the numbers are the same`, async () => {
    await inLab({ hash: '#preset=three-groups&replicates=400&workers=3', results: false }, async ({ page }) => {
      // well into the run, so that there is something to lose
      await waitFor(page, () => window.covenant.state().progress?.done >= 20 && window.covenant.state().workers === 3);
      await end(page.workers().filter(isWorker)[which]);
      await hears(page, /stopped .*ended by the test.* started again/);
      const report = await finished(page);
      const { restarts, errors } = await state(page);
      assert.equal(restarts, 1);
      assert.deepEqual(errors, [], 'the run itself did not fail');
      assert.equal(report.replicates_done, 400);
      assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
    });
  });
}

test('a run is cancelled, its workers fall silent, and it can be run again to the end', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=1000&workers=2', results: false }, async ({ page }) => {
    await waitFor(page, () => window.covenant.state().progress?.done >= 1);
    await clickLabel(page, 'Cancel');
    await waitFor(page, () => window.covenant.state().silentMs !== null);
    const { done } = await page.evaluate(() => window.covenant.state().progress ?? { done: null });
    assert.equal((await state(page)).running, false);
    await page.evaluate(() => window.covenant.set('run.replicates', 5));
    const report = await finished(page);
    assert.equal(report.replicates_done, 5);
    assert.notEqual(done, 1000);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
  });
});

test('a worker deep in a long replicate is ended when its run is cancelled', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=3&spread=0.2', results: false }, async ({ page }) => {
    await finished(page);
    const before = (await state(page)).fingerprint;
    // a replicate of some seconds
    await page.evaluate(() => window.covenant.set('run.users', 300000));
    await waitFor(page, () => window.covenant.state().running && window.covenant.state().progress?.total === 3);
    await page.evaluate(() => window.covenant.undo());
    await waitFor(page, () => window.covenant.state().silentMs !== null);
    assert.equal((await finished(page)).fingerprint, before);
  });
});
