// Simulated people in the type space: shown, on their way, and still again.
import assert from 'node:assert/strict';
import test from 'node:test';

import { screenshot, waitFor } from './helpers.mjs';
import { SHARP, clickLabel, hears, inLab, item, state } from './lab.mjs';

/** Until the page has drawn nothing for two seconds. Never, and the test's time is up. */
async function atRest(page) {
  for (let before = -1; ;) {
    const { frames } = await state(page);
    if (frames === before) return frames;
    before = frames;
    await page.waitForTimeout(2000);
  }
}

test('200,000 people flow to their picks and back; in between the page rests', async () => {
  await inLab({ ...SHARP, hash: '#preset=three-groups&replicates=4&spread=0.15' }, async ({ page }) => {
    await page.evaluate(() => window.covenant.set('people_shown', 200000));
    await clickLabel(page, 'Let people pick');
    await item(page, 'Send people back');
    const said = await hears(page, /People pick: .*\d+ %/);
    const shares = [...said.matchAll(/(\d+) %/g)].map(([, share]) => Number(share));
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) <= shares.length, said);
    await page.mouse.move(2, 2);
    await atRest(page);
    await screenshot(page, 'crowd-at-picks');
    await clickLabel(page, 'Send people back');
    await item(page, 'Let people pick');
  });
});

test('with reduced motion people are at their picks at once', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=4&spread=0.15', reducedMotion: 'reduce' }, async ({ page }) => {
    await page.mouse.move(2, 2);
    await atRest(page);
    const { frames } = await state(page);
    await page.evaluate(() => [...document.querySelectorAll('#mirror-controls button')]
      .find(({ textContent }) => textContent.startsWith('Let people pick')).click());
    await waitFor(page, () => window.covenant.items().some(({ label }) => label === 'Send people back'));
    // an animation of 1.6 s would draw far more
    assert.ok(await atRest(page) - frames <= 12);
  });
});

test('how many are shown is set like any number, and what is not allowed is said', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=4' }, async ({ page }) => {
    await clickLabel(page, 'Replicates and seed');
    await page.evaluate(() => window.covenant.set('people_shown', '50,000'));
    await waitFor(page, () => window.covenant.items().find(({ label }) => label === 'People shown')?.value === '50,000');
    await assert.rejects(page.evaluate(() => window.covenant.set('people_shown', 1e9)), /whole number from 1 to 200000/);
    await assert.rejects(page.evaluate(() => window.covenant.set('people_shown', 'many')), /whole number/);
  });
});
