// What can go wrong around the lab is said in the page, and what can come back does.
import assert from 'node:assert/strict';
import test from 'node:test';

import { assertEventually, openPage, screenshot, waitFor } from './helpers.mjs';
import { SHARP, SHORT, clickLabel, finished, inLab, item, scenario, state, workerReport } from './lab.mjs';

test('without WebGL the results are shown as tables, with the same fingerprint', async () => {
  const { page, errors, close } = await openPage({ withoutWebGL: true, hash: '#preset=three-groups&kl=0.2&replicates=4' });
  try {
    await waitFor(page, () => window.covenant !== undefined);
    const report = await finished(page);
    assert.equal((await state(page)).webgl, false);
    assert.match(await page.locator('#trouble').textContent(), /WebGL/);
    await page.waitForTimeout(700);
    assert.ok(await page.locator('#tables-run table').first().isVisible());
    assert.ok((await page.locator('#tables').textContent()).includes(report.fingerprint));
    const wanted = await scenario(page);
    assert.equal(wanted.designer.kl, 0.2);
    assert.equal((await workerReport(wanted)).fingerprint, report.fingerprint);
    await screenshot(page, 'no-webgl');
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
});

test('without WebGL a damaged link says what was wrong', async () => {
  const { page, errors, close } = await openPage({ withoutWebGL: true, hash: '#preset=nope' });
  try {
    await waitFor(page, () => window.covenant !== undefined);
    await finished(page);
    assert.match(await page.locator('#trouble').textContent(), /nope/);
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
});

for (const [what, init] of [
  ['WebAssembly', () => { delete window.WebAssembly; }],
  ['the vectors of WebAssembly', () => { WebAssembly.validate = () => false; }],
]) {
  test(`without ${what} the page says so`, async () => {
    const { page, close } = await openPage();
    try {
      await page.addInitScript(init);
      await page.reload();
      await waitFor(page, () => !document.getElementById('trouble').hidden);
      assert.match(await page.locator('#trouble').textContent(), /WebAssembly/);
    } finally {
      await close();
    }
  });
}

test('a file that does not arrive is said, with a way to try again', async () => {
  const { page, close } = await openPage();
  try {
    await page.route('**/covenant.wasm', (route) => route.abort());
    await page.reload();
    await waitFor(page, () => !document.getElementById('trouble').hidden);
    assert.match(await page.locator('#trouble').textContent(), /did not open/);
    assert.ok(await page.locator('#trouble button').isVisible());
  } finally {
    await close();
  }
});

test('a lost graphics context comes back with the same picture', async () => {
  await inLab({ ...SHARP, hash: SHORT }, async ({ page }) => {
    await page.mouse.move(2, 2);
    await page.waitForTimeout(1500);
    const before = await page.screenshot();
    await page.evaluate(() => {
      const gl = document.getElementById('canvas').getContext('webgl2');
      window.lost = gl.getExtension('WEBGL_lose_context');
      window.lost.loseContext();
    });
    await assertEventually(async () => assert.match(await page.locator('#trouble').textContent(), /picture is gone/));
    await page.evaluate(() => window.lost.restoreContext());
    await page.locator('#trouble').waitFor({ state: 'hidden' });
    await item(page, 'KL to base');
    await assertEventually(async () => assert.ok((await page.screenshot()).equals(before), 'the picture is the same as before'));
  });
});

test('every GL object has a name, none is left behind, and after a lost context the same ones are made again', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await clickLabel(page, 'IC slacks');
    await clickLabel(page, 'Let people pick');
    const labels = () => page.evaluate(() => window.covenant.state().gpu);
    const wanted = ['heat_map.frag', 'heat_map: cells', 'type_field.frag', 'rectangle: corners', 'crowd.frag', 'crowd: people'];
    await assertEventually(async () => {
      const there = await labels();
      wanted.forEach((label) => assert.ok(there.includes(label), label));
    });
    const before = await labels();
    assert.equal(new Set(before).size, before.length, 'each once');
    await page.evaluate(() => window.covenant.set('spread', 0.1));  // people are uploaded anew
    await finished(page);
    assert.deepEqual(await labels(), before, 'drawing makes no more of them');
    await page.evaluate(() => {
      const gl = document.getElementById('canvas').getContext('webgl2');
      window.lost = gl.getExtension('WEBGL_lose_context');
      window.lost.loseContext();
    });
    await waitFor(page, () => window.covenant.state().gpu.length === 0);
    await page.evaluate(() => window.lost.restoreContext());
    await waitFor(page, (count) => window.covenant.state().gpu.length === count, before.length);
    assert.deepEqual(await labels(), before);
  });
});

test('a worker that dies is replaced, and the run is repeated', async () => {
  await inLab({ results: false }, async ({ page }) => {
    await waitFor(page, () => window.covenant.state().running);
    const worker = page.workers().find((each) => each.url().endsWith('shell/worker.js'));
    await worker.evaluate('guard(() => { throw new Error("ended by the test"); })');
    await waitFor(page, () => window.covenant.state().restarts === 1);
    const report = await finished(page);
    assert.equal(report.replicates_done, report.replicates);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
  });
});

test('an edit while a run streams in replaces the run, and its result is right', async () => {
  await inLab({ results: false }, async ({ page }) => {
    await waitFor(page, () => window.covenant.state().running);
    await page.evaluate(() => {
      window.covenant.set('run.seed', 8);
      window.covenant.set('run.replicates', 4);
    });
    const report = await finished(page);
    assert.equal(report.replicates, 4);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
  });
});
