// The page opens by itself with real numbers, and they are the numbers of every other way to compute them.
import assert from 'node:assert/strict';
import test from 'node:test';

import { filesBeforeFirstFrame, sumOf, weighFiles } from '../../scripts/page_weight.mjs';
import { openPage, screenshot, siteFolder } from './helpers.mjs';
import { SHARP, SHORT, finished, inLab, nativeReport, openLab, scenario, state, workerReport } from './lab.mjs';

const kMaxFirstFrameBytes = 400000;  // brotli, everything that is fetched before the first frame

test('page, command line and worker under Node agree bit for bit on the first scenario', async (t) => {
  await inLab({}, async ({ page }) => {
    const report = await page.evaluate(() => window.covenant.results());
    assert.match(report.fingerprint, /^[0-9a-f]{16}$/);
    assert.equal((await state(page)).fingerprint, report.fingerprint);
    const node = await workerReport(await scenario(page));
    assert.equal(node.fingerprint, report.fingerprint);
    const native = await nativeReport('preset:three-groups');
    if (native === null) {
      t.diagnostic('the native command line is not built: not compared with it');
      return;
    }
    assert.equal(native.fingerprint, report.fingerprint);
    for (const method of Object.keys(native.methods)) {
      for (const [at, level] of native.methods[method].levels.entries()) {
        const here = report.methods[method].levels[at];
        for (const metric of ['regret', 'utility', 'objective']) {
          assert.deepEqual(here.metrics[metric], level.metrics[metric], `${method} ${metric} at level ${at}`);
        }
      }
    }
  });
});

test('an idle page draws nothing, and a pointer that moves makes it draw', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await page.waitForTimeout(2500);
    const before = (await state(page)).frames;
    await page.waitForTimeout(2000);
    assert.equal((await state(page)).frames, before);
    await page.mouse.move(400, 300);
    await page.waitForTimeout(300);
    assert.ok((await state(page)).frames > before);
  });
});

test('set names what is allowed and leaves the scenario alone; a good value is computed', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    const before = await scenario(page);
    const refused = await page.evaluate(() => {
      try { window.covenant.set('designer.kl', -3); return ''; } catch (error) { return error.message; }
    });
    assert.match(refused, /designer\.kl.*-3/);
    assert.deepEqual(await scenario(page), before);
    await page.evaluate(() => window.covenant.set({ 'run.seed': 7, 'designer.kl': 0.2 }));
    const report = await finished(page);
    const after = await scenario(page);
    assert.equal(after.run.seed, 7);
    assert.equal(after.designer.kl, 0.2);
    assert.equal(report.fingerprint, (await workerReport(after)).fingerprint);
  });
});

test('everything before the first frame weighs at most 400 kB compressed', async (t) => {
  await inLab({ results: false }, async ({ page }) => {
    const files = weighFiles(await page.evaluate(filesBeforeFirstFrame), siteFolder);
    const total = sumOf(files);
    const words = files.map(({ name, bytes }) => `${name} ${(bytes / 1000).toFixed(1)}`).join(', ');
    t.diagnostic(`weight before the first frame: ${(total / 1000).toFixed(1)} kB brotli (${words})`);
    assert.ok(files.some(({ name }) => name.endsWith('.wasm')));
    assert.ok(total <= kMaxFirstFrameBytes, `${total} bytes: ${words}`);
  });
});

test('the page of timings uses the lab to the end and prints figures, with budgets beside those that have one', async () => {
  const { page, errors, close } = await openPage({ hash: 'shell/bench.html', viewport: { width: 1300, height: 900 } });
  try {
    const rows = await page.evaluate(() => window.covenantBench);
    assert.equal(await page.locator('#rows tr').count(), rows.length);
    rows.forEach(({ what, value }) => assert.ok(value >= 0, what));
    assert.deepEqual(rows.filter(({ budget }) => budget !== null).map(({ budget }) => budget), [1500, 0, 8, 100, 30]);
    assert.match(await page.locator('#note').textContent(), /Done/);
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
});

test('results stand in tables beside the canvas, with one column per noise level', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await page.waitForTimeout(700);
    const report = await page.evaluate(() => window.covenant.results());
    const table = page.locator('#tables-run table', { hasText: 'regret' }).first();
    const columns = await table.locator('tr').first().locator('th').count();
    assert.equal(columns, 1 + Object.values(report.methods)[0].levels.length);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'show-tables');
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('#tables h1').isVisible());
    await page.locator('#hide-tables').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  });
});

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  middle: { viewport: { width: 900, height: 800 } },
})) {
  test(`pictures: ${name}`, async () => {
    const lab = await openLab({ ...SHARP, ...options });
    await lab.page.waitForTimeout(800);
    await screenshot(lab.page, name);
    const { errors } = lab;
    await lab.close();
    assert.deepEqual(errors, []);
  });
}
