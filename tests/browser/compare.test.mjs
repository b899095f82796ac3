// Two links side by side.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { differences } from '../../web/shell/differences.js';
import { screenshot, waitFor } from './helpers.mjs';
import { SHARP, finished, inLab, scenario, state, workerReport } from './lab.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('differences: every path that is not the same, and nothing else', () => {
  const a = { run: { seed: 1, levels: [0, 0.5] }, title: 'x' };
  assert.deepEqual(differences(a, structuredClone(a)), []);
  assert.deepEqual(differences(a, { run: { seed: 2, levels: [0] }, title: 'x', more: null }),
    [['run.seed', 1, 2], ['run.levels.1', 0.5, undefined], ['more', undefined, null]]);
});

test('a second link is computed beside the lab: fingerprints, menus, figures and differences are right', async () => {
  await inLab({ ...SHARP, hash: '#preset=three-groups&replicates=6' }, async ({ page }) => {
    const ours = await finished(page);
    await page.locator('#canvas').focus();
    await page.keyboard.press('d');
    await page.locator('#compare-link').fill(`${page.url().split('#')[0]}#preset=three-groups&replicates=6&kl=0.4`);
    await page.keyboard.press('Enter');
    await waitFor(page, () => /Both sides are computed/.test(document.getElementById('sheet').textContent));
    const other = await scenario(page);
    other.designer.kl = 0.4;
    const theirs = await workerReport(other);
    const text = await page.locator('#sheet').textContent();
    assert.ok(text.includes(`fingerprint ${ours.fingerprint}`) && text.includes(`fingerprint ${theirs.fingerprint}`));
    assert.match(text, /designer\.kl0\.10\.4/);
    const regret = ({ methods }) => methods.menu.levels.map(({ metrics }) => metrics.regret.mean);
    const rows = await page.locator('#sheet table').last().locator('tr').allTextContents();
    const [a, b] = [regret(ours), regret(theirs)];
    assert.equal(rows.length, a.length + 1);
    a.forEach((mean, level) => {
      assert.ok(rows[level + 1].includes(String(Number(mean.toPrecision(4)))), rows[level + 1]);
      assert.ok(rows[level + 1].endsWith(String(Number((b[level] - mean).toPrecision(4)))), rows[level + 1]);
    });
    await screenshot(page, 'compare');
    const save = async (label) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: label }).click()]);
      return readFileSync(await download.path());
    };
    const svg = (await save('Curves, SVG')).toString();
    for (const { fingerprint } of [ours, theirs]) assert.ok(svg.includes(fingerprint), 'both fingerprints are in the SVG');
    assert.ok(!svg.includes('var(--') && svg.includes('kl=0.4'));
    assert.equal((await save('Curves, PNG')).subarray(1, 4).toString(), 'PNG');
    const csv = (await save('Numbers, CSV')).toString().trim().split('\n');
    assert.equal(csv.length, 2 + a.length);
    a.forEach((mean, level) => assert.deepEqual([1, 4].map((at) => Number(csv[level + 2].split(',')[at])), [mean, b[level]]));
    // the lab stays live, and so does the comparison
    await page.evaluate(() => window.covenant.set('kl', 0.4));
    const same = await finished(page);
    assert.equal(same.fingerprint, theirs.fingerprint);
    await waitFor(page, () => /Both links hold the same scenario/.test(document.getElementById('sheet').textContent));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document.getElementById('sheet')));
    assert.deepEqual(violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id), []);
    await page.locator('#sheet-close').click();
    assert.equal(await page.locator('#sheet').isVisible(), false);
    assert.deepEqual((await state(page)).errors, []);
  });
});

test('a link that is none, or damaged, is refused in words beside the lab', async () => {
  await inLab({ hash: '#preset=three-groups&replicates=3' }, async ({ page }) => {
    await page.evaluate(() => window.covenant.sheet('compare', 'hello'));
    await waitFor(page, () => /Paste a link of this page/.test(document.getElementById('sheet').textContent));
    await page.locator('#compare-link').fill('#preset=no-such-thing');
    await page.keyboard.press('Enter');
    await waitFor(page, () => /could not be opened|Ignored in the link/.test(document.getElementById('sheet').textContent));
  });
});
