// Links: an edit is in the address at once, a reload brings the identical state back, and a damaged link says
// what was wrong with it.
import assert from 'node:assert/strict';
import test from 'node:test';

import { waitFor } from './helpers.mjs';
import { SHORT, dragLabel, finished, hears, inLab, item, ready, scenario } from './lab.mjs';

const link = (page) => page.evaluate(() => window.covenant.link());
const hash = (page) => page.evaluate(() => location.hash.slice(1));

async function waitForAddress(page) {
  await waitFor(page, () => location.hash.slice(1) === window.covenant.link(), null, 5000);
}

test('a slider dragged with the mouse is in the link, and the link brings the identical scenario back', async () => {
  await inLab({ hash: SHORT }, async ({ page, context, address }) => {
    const before = await scenario(page);
    await dragLabel(page, 'KL to base', 30, 0, 0.3);
    const after = await scenario(page);
    assert.notEqual(after.designer.kl, before.designer.kl);
    assert.deepEqual({ ...after, designer: { ...after.designer, kl: before.designer.kl } }, before,
      'nothing else moved');
    await finished(page);
    await waitForAddress(page);
    const shared = await hash(page);
    assert.equal(shared, await link(page));

    const fresh = await context.newPage();
    await fresh.goto(`${address}/#${shared}`);
    await waitFor(fresh, () => window.covenant !== undefined);
    await ready(fresh);
    assert.deepEqual(await scenario(fresh), after);
    const report = await finished(fresh);
    const here = await page.evaluate(() => window.covenant.results());
    assert.equal(report.fingerprint, here.fingerprint);
    await waitForAddress(fresh);
    assert.equal(await hash(fresh), shared, 'opening a link does not change it');
    await fresh.close();
  });
});

test('a link that is typed over the old one is opened without a reload', async () => {
  await inLab({ results: false }, async ({ page }) => {
    await page.evaluate(() => { location.hash = 'preset=three-groups&kl=0.3&seed=5'; });
    await waitFor(page, () => window.covenant.get().designer.kl === 0.3);
    assert.equal((await scenario(page)).run.seed, 5);
  });
});

for (const [name, damaged, pattern] of [
  ['an unknown preset', '#preset=nope', /nope/],
  ['a value out of range', '#preset=three-groups&designer.kl=-3', /designer\.kl|kl/],
  ['a field that does not exist', '#preset=three-groups&colour=red', /colour/],
  ['garbage', '#%%%&&==&=x&%E0%A4%A', /\S/],
]) {
  test(`a damaged link (${name}) says what was wrong, and the page works`, async () => {
    await inLab({ hash: damaged }, async ({ page }) => {
      await hears(page, pattern);
      const report = await page.evaluate(() => window.covenant.results());
      assert.match(report.fingerprint, /^[0-9a-f]{16}$/);
      await item(page, 'KL to base');
      await page.evaluate(() => window.covenant.set('designer.kl', 0.25));
      assert.equal((await scenario(page)).designer.kl, 0.25);
    });
  });
}

test('an embedded page never rewrites its address', async () => {
  await inLab({ hash: '#preset=three-groups&embed=1', results: false }, async ({ page }) => {
    await page.evaluate(() => window.covenant.set('designer.kl', 0.25));
    await page.waitForTimeout(800);
    assert.equal(await hash(page), 'preset=three-groups&embed=1');
  });
});
