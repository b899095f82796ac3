// Where a page can find itself: zoomed, in the background, behind a slow network.
import assert from 'node:assert/strict';
import test from 'node:test';

import { assertEventually, openPage, screenshot, waitFor } from './helpers.mjs';
import { SHORT, clickLabel, finished, inLab, scenario, state } from './lab.mjs';

// At 200 % a window of 1280 x 800 has half as many CSS pixels, each twice as wide.
test('at 200 % zoom nothing leaves the page sideways, everything is reached by scrolling, and it works', async () => {
  await inLab({ hash: SHORT, viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, async ({ page }) => {
    const seen = new Set();
    const look = async () => {
      const shown = (await page.evaluate(() => window.covenant.items())).filter(({ visible }) => visible);
      for (const { label, x, w } of shown) {
        seen.add(label);
        assert.ok(x >= -1 && x + w <= 641, `${label} from ${x} to ${x + w}`);
      }
    };
    await look();
    await screenshot(page, 'zoomed-200');
    await page.mouse.move(320, 300);
    await assertEventually(async () => {
      await page.mouse.wheel(0, 160);
      await page.waitForTimeout(60);
      await look();
      for (const label of ['type: Teenagers', 'Noise robustness', 'Norm', 'Edit scenario']) assert.ok(seen.has(label), label);
    }, 30000);
    await clickLabel(page, 'Edit scenario');
    await page.locator('#sheet').waitFor({ state: 'visible' });
    const box = await page.locator('#sheet').boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 640, 'the editor fits too');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
});

test('a page opened in the background is ready when it is looked at', async () => {
  const prepare = (page) => page.addInitScript(() => {
    window.shown = false;
    Object.defineProperty(document, 'hidden', { get: () => !window.shown });
    Object.defineProperty(document, 'visibilityState', { get: () => (window.shown ? 'visible' : 'hidden') });
    const draw = window.requestAnimationFrame.bind(window);
    window.waiting = [];  // hidden tabs get their frames once they are shown
    window.requestAnimationFrame = (step) => (window.shown ? draw(step) : -window.waiting.push(step));
    window.drawWaiting = () => window.waiting.splice(0).forEach(draw);
  });
  const { page, errors, close } = await openPage({ hash: SHORT, prepare });
  try {
    await waitFor(page, () => window.covenant !== undefined);
    const report = await finished(page);
    assert.equal(report.replicates_done, 4);
    const { frames } = await state(page);
    await page.evaluate(() => {
      window.shown = true;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      window.drawWaiting();
    });
    await waitFor(page, (before) => window.covenant.state().frames > before, frames);
    await clickLabel(page, 'transfers: money');
    await assertEventually(async () => assert.equal((await scenario(page)).designer.transfers, 'money'));
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
});

test('behind a slow network a poster stands, says that it is loading, and gives way to the lab', async () => {
  let release = null;
  const held = new Promise((resolve) => { release = resolve; });
  const prepare = (page) => page.route('**/covenant.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const { page, errors, close } = await openPage({ hash: SHORT, prepare, waitUntil: 'commit' });
  try {
    await waitFor(page, () => getComputedStyle(document.getElementById('loading')).opacity === '1');
    assert.ok(await page.locator('#poster').isVisible());
    assert.match(await page.locator('#poster').textContent(), /menu of policies/);
    assert.match(await page.locator('#loading').textContent(), /Loading the lab/);
    assert.ok(await page.locator('#loading progress').isVisible());
    await screenshot(page, 'slow-network');
    release();
    await waitFor(page, () => document.body.classList.contains('running'));
    assert.equal(await page.locator('#poster').isVisible(), false);
    assert.equal(await page.locator('#loading').isVisible(), false);
    assert.equal((await finished(page)).replicates_done, 4);
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
});
