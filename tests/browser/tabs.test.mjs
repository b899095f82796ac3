// The tabs of results show the report's own numbers.
import assert from 'node:assert/strict';
import test from 'node:test';

import { assertEventually, screenshot, waitFor } from './helpers.mjs';
import { SHARP, SHORT, clickLabel, inLab, item, nativeReport } from './lab.mjs';

const table = (page, id) => page.evaluate((plot) => window.covenant.table(plot), id);
const results = (page) => page.evaluate(() => window.covenant.results());
const same = (cell, value, what) => assert.ok(Math.abs(Number(cell) - value) < 1e-12, `${what}: ${cell} is not ${value}`);

test('Pareto: every outcome and every point of the front is the report’s', async () => {
  await inLab({ ...SHARP, hash: SHORT }, async ({ page }) => {
    await clickLabel(page, 'Pareto');
    await item(page, 'Pareto plot');
    const report = await results(page);
    const rows = await table(page, 'pareto');
    const methods = Object.values(report.methods);
    const front = rows.filter(([what]) => what === 'front of single policies');
    assert.equal(front.length, report.front.points.length);
    same(front[0][1], report.front.points[0].value[0], 'front');
    const offered = Object.entries(report.front.sets).flatMap(([name, { points }]) => points.map(({ value }) => [`offered by ${name}`, value]));
    const offers = rows.filter(([what]) => what.startsWith('offered by '));
    assert.deepEqual(offers.map(([what]) => what), offered.map(([what]) => what));
    offers.forEach((row, index) => same(row[4], offered[index][1][1], row[0]));
    assert.equal(rows.length, 1 + methods.length + front.length + offers.length);
    const at = methods[0].levels.findIndex(({ level }) => level === 0.2);
    methods.forEach((method, index) => {
      const value = method.levels[at].by_type[0].value;
      same(rows[1 + index][1], value.mean, 'mean');
      same(rows[1 + index][2], value.lo, 'lo');
    });
    await page.waitForTimeout(400);
    await screenshot(page, 'tab-pareto');
    await clickLabel(page, 'up: Elders');
    await assertEventually(async () => (
      same((await table(page, 'pareto'))[1][4], methods[0].levels[at].by_type[2].value.mean, 'the other type')));
  });
});

test('Noise: every metric that can be chosen is the command line’s, at every level and for every method', async (t) => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    const report = await nativeReport('-', JSON.stringify(await page.evaluate(() => window.covenant.get())));
    if (report === null) return t.skip('SKIPPED: the command line has not been built');
    const labels = async () => (await page.evaluate(() => window.covenant.items())).map(({ label }) => label);
    const before = new Set(await labels());
    await clickLabel(page, 'Choose the metric');
    const metrics = await waitFor(page, (known) => {
      const fresh = window.covenant.items().map(({ label }) => label).filter((label) => !known.includes(label));
      return fresh.length > 3 && fresh;
    }, [...before]);
    await page.keyboard.press('Escape');
    for (const metric of metrics) {
      const { value: shown } = await item(page, 'Choose the metric');
      await clickLabel(page, 'Choose the metric');
      await clickLabel(page, metric);
      if (metric !== metrics[0]) {
        await waitFor(page, (was) => window.covenant.items().some(({ label, value }) => label === 'Choose the metric'
          && value !== was), shown);
      }
      const { value: id } = await item(page, 'Choose the metric');
      const held = Object.values(report.methods).filter(({ levels }) => levels[0].metrics[id] !== undefined);
      assert.ok(held.length > 0, id);
      await waitFor(page, ([first, count]) => {
        const rows = window.covenant.table('noise');
        return Math.abs(Number(rows[1][1]) - first) < 1e-12 && rows[0].length === count;
      }, [held[0].levels[0].metrics[id].mean, 1 + 3 * held.length]);
      const rows = (await table(page, 'noise')).slice(1);
      held.forEach(({ levels }, at) => levels.forEach(({ level, metrics: values }, row) => {
        same(rows[row][0], level, 'level');
        ['mean', 'lo', 'hi'].forEach((part, k) => same(rows[row][1 + 3 * at + k], values[id][part], `${id} ${part}`));
      }));
    }
  });
});

// Bayes by hand: shares times sigmoid(rationality (r_k(better) - r_k(worse))), r_k = weights . scores.
test('Which type are you: a comparison moves the belief as Bradley and Terry say, and starting again takes it back', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await clickLabel(page, 'Type inference');
    const belief = async () => (await item(page, 'Belief')).value;
    const before = await belief();
    const { types, contexts, feedback } = await page.evaluate(() => window.covenant.get());
    const offered = (await page.evaluate(() => window.covenant.items())).map(({ label }) => label).filter((label) => label.startsWith('Rather: '));
    assert.equal(offered.length, 2);
    const [better, worse] = offered.map((label) => contexts.flatMap(({ responses }) => responses)
      .find(({ name }) => `Rather: ${name}` === label).scores);
    await clickLabel(page, offered[0]);
    const odds = types.map(({ share, weights }) => share
      / (1 + Math.exp(-feedback.rationality * weights.reduce((sum, w, d) => sum + w * (better[d] - worse[d]), 0))));
    const total = odds.reduce((a, b) => a + b, 0);
    const wanted = types.map(({ name }, k) => `${name} ${(100 * odds[k] / total).toFixed(1)} %`).join(', ');
    await assertEventually(async () => assert.equal(await belief(), wanted));
    assert.notEqual(wanted, before);
    await clickLabel(page, 'Start again');
    await assertEventually(async () => assert.equal(await belief(), before));
  });
});

const kNames = { rlhf: 'RLHF', naive_menu: 'menu without IC' };
const nameOf = ({ method, path }) => `${kNames[method] ?? method}${path === 'samples' ? ', best of n' : ''}`;

test('Pressure: each curve is the report’s', async () => {
  await inLab({ ...SHARP, hash: SHORT }, async ({ page }) => {
    await clickLabel(page, 'Pressure');
    const report = await results(page);
    for (const curve of report.pressure.curves) {
      await clickLabel(page, `pressure on ${nameOf(curve)}`);
      const points = [...curve.points].sort((a, b) => a.kl.mean - b.kl.mean);
      await assertEventually(async () => {
        const rows = (await table(page, 'pressure')).slice(1);
        assert.equal(rows.length, points.length, curve.method);
        points.forEach((point, at) => {
          same(rows[at][0], Math.sqrt(Math.max(0, point.kl.mean)), 'sqrt KL');
          same(rows[at][1], point.gold.mean, 'gold');
          same(rows[at][4], point.proxy.mean, 'proxy');
        });
      });
    }
    await screenshot(page, 'tab-pressure');
  });
});

test('Claims: every claim of the report stands there with its verdict', async () => {
  await inLab({ ...SHARP, hash: SHORT }, async ({ page }) => {
    await clickLabel(page, 'Claims');
    await item(page, 'Claims');
    await page.waitForTimeout(300);
    const { claims } = await results(page);
    assert.ok(claims.length >= 7);
    const items = await page.evaluate(() => window.covenant.items());
    for (const { id, verdict } of claims) {
      const shown = items.find(({ label }) => label === `claim: ${id}`);
      assert.ok(shown?.value.includes(verdict), `${id}: ${shown?.value}`);
    }
    await screenshot(page, 'tab-claims');
    for (const [tab, name] of [['Type inference', 'inference'], ['IC slacks', 'slacks']]) {
      await clickLabel(page, tab);
      await page.waitForTimeout(400);
      await screenshot(page, `tab-${name}`);
    }
  });
});
