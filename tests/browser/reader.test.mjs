// For every reader: the story and the tour, keyboard alone, axe-core on the page, embedded and locked pages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';

import { chapters } from '../../web/shell/story_chapters.js';
import { openPage, screenshot, waitFor, within } from './helpers.mjs';
import { SHARP, SHORT, clickLabel, focusedLabel, inLab, item, openLab, pressKey, scenario, tabThrough } from './lab.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that is serious or worse, in words. */
async function audit(page) {
  await page.evaluate(axeSource);
  return within(page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }), 'what axe-core finds');
}

// axe-core is injected as text, which the page's own policy would refuse
const kAudited = { bypassCSP: true };

// every panel beside the lab: its name, what it is given, and what it says once it is there
const kSheets = [['editor', null, 'Methods'], ['presets', null, 'Moral foundations'], ['story', null, 'Next'],
  ['table:noise', null, 'menu mean'], ['compare', 'preset=three-groups&replicates=2&kl=0.3', 'Against noise'],
  ['data', { name: 'raw.csv', text: 'id,asked,said\nann,a medical question,refer to a doctor\n' }, 'Which column holds what?'],
  ['data', { name: 'mine.csv', text: 'respondent,context,response\nann,a medical question,refer to a doctor\n' }, 'Each person']];

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 390, height: 844 } },
})) {
  test(`axe-core finds nothing serious: ${name}, lab, list of controls, tables, each panel`, async () => {
    await inLab({ ...SHARP, hash: SHORT, ...kAudited, ...options }, async ({ page }) => {
      await page.waitForTimeout(1200);
      assert.deepEqual(await audit(page), [], 'the lab');
      for (const [sheet, given, sign] of kSheets) {
        await page.evaluate(([which, what]) => window.covenant.sheet(which, what), [sheet, given]);
        await page.locator('#sheet', { hasText: sign }).waitFor();
        await page.evaluate(() => document.querySelectorAll('#sheet details').forEach((node) => { node.open = true; }));
        await page.waitForTimeout(400);
        assert.deepEqual(await audit(page), [], sheet);
        await screenshot(page, `sheet-${sheet.replace(':', '-')}-${name}`);
      }
      // "which type are you?", with a pick and a comparison made
      await page.locator('#sheet-close').click();
      await page.evaluate(() => window.covenant.sheet('tour'));
      await page.locator('#guide').waitFor();
      assert.deepEqual(await audit(page), [], 'the tour');
      await page.keyboard.press('Escape');
      await page.evaluate(() => document.getElementById('show-controls').click());
      await page.locator('#mirror-controls button', { hasText: 'Type inference' }).click();
      for (const start of ['I take: ', 'Rather: ']) await page.locator('#mirror-controls button', { hasText: start }).first().click();
      await page.locator('#mirror-controls button', { hasText: 'Start again' }).waitFor();
      assert.deepEqual(await audit(page), [], 'which type are you');
      await page.locator('#hide-controls').click();
      await page.evaluate(() => document.getElementById('show-controls').click());
      await page.waitForTimeout(600);
      assert.deepEqual(await audit(page), [], 'the list of controls');
      await page.locator('#hide-controls').click();
      await page.evaluate(() => document.getElementById('show-tables').click());
      assert.deepEqual(await audit(page), [], 'the tables');
    });
  });
}

for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
  test(`axe-core finds nothing serious on the page of timings, ${viewport.width} px wide`, async () => {
    const { page, close } = await openPage({ hash: 'shell/bench.html', viewport, ...kAudited });
    try {
      await page.locator('#rows tr').first().waitFor();
      assert.deepEqual(await audit(page), []);
    } finally {
      await close();
    }
  });
}

test('the story is walked from end to end; each chapter has a link; undo brings the reader’s scenario back', async () => {
  await inLab({ ...SHARP, hash: '#preset=dual-use&kl=0.3', results: false }, async ({ page, context, address }) => {
    const own = await scenario(page);
    await clickLabel(page, 'Story');
    for (const [at, chapter] of chapters.entries()) {
      await page.getByRole('heading', { name: `${at + 1}. ${chapter.title}` }).waitFor();
      await waitFor(page, (id) => location.hash.includes(`chapter=${id}`), chapter.id, 5000);
      const { notices } = await page.evaluate(() => window.covenant.state());
      assert.ok(!notices.some((words) => words.includes('In the link')), `${chapter.id}: ${notices.join(' ')}`);
      if (at === 2) await screenshot(page, 'story');
      await page.getByRole('button', { name: at + 1 < chapters.length ? 'Next' : 'To the sandbox' }).click();
    }
    await page.locator('#sheet').waitFor({ state: 'hidden' });
    await waitFor(page, () => !location.hash.includes('chapter='), null, 5000);
    await page.evaluate(() => { for (let i = 0; i < 30; ++i) window.covenant.undo(); });
    assert.deepEqual(await scenario(page), own);

    const deep = await context.newPage();
    await deep.goto(`${address}/#${chapters[3].link}&chapter=${chapters[3].id}`);
    await deep.getByRole('heading', { name: `4. ${chapters[3].title}` }).waitFor();
    assert.equal((await scenario(deep)).id, 'dual-use');
    await deep.close();
  });
});

test('the tour lights one part after another and changes nothing', async () => {
  await inLab({ ...SHARP, hash: SHORT }, async ({ page }) => {
    const before = await page.evaluate(() => [window.covenant.get(), location.hash,
      window.covenant.items().filter(({ kind, value }) => kind === 'tab' && value === 'selected').map(({ label }) => label)]);
    await page.evaluate(() => window.covenant.sheet('tour'));
    await page.locator('#guide').waitFor();
    const seen = new Set();
    for (;;) {
      seen.add(await page.locator('#guide h2').textContent());
      const { x, width } = await page.locator('#spot').boundingBox();
      assert.ok(width > 10 && x < 1280);
      if (seen.size === 4) await screenshot(page, 'tour');
      if (await page.locator('#guide button', { hasText: 'Done' }).count()) break;
      await page.locator('#guide').press('ArrowRight');
    }
    assert.ok(seen.size >= 6, [...seen].join(', '));
    await page.locator('#guide button', { hasText: 'Done' }).click();
    await page.waitForTimeout(300);
    const after = await page.evaluate(() => [window.covenant.get(), location.hash,
      window.covenant.items().filter(({ kind, value }) => kind === 'tab' && value === 'selected').map(({ label }) => label)]);
    assert.deepEqual(after, before);
  });
});

test('keyboard alone: Tab reaches every control of the lab, and Escape, Tab leaves it', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await page.locator('#canvas').focus();
    const types = (await scenario(page)).types.map(({ name }) => `type: ${name}`);
    await tabThrough(page, ['Choose a scenario', 'Story', 'Copy link', 'KL to base', 'Reward noise', 'transfers: none',
      'Edit scenario', ...types, 'Noise robustness plot', 'Type inference', 'Choose the metric']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.id), 'canvas');
  });
});

test('a focused type moves with the arrow keys', async () => {
  await inLab({ hash: SHORT, results: false }, async ({ page }) => {
    const before = await scenario(page);
    const label = `type: ${before.types[0].name}`;
    await page.locator('#canvas').focus();
    await tabThrough(page, [label]);
    assert.equal(await focusedLabel(page), label);
    for (let i = 0; i < 4; ++i) await pressKey(page, 'ArrowDown');
    assert.notDeepEqual((await scenario(page)).types[0].weights, before.types[0].weights);
    assert.equal((await item(page, label)).focused, true);
  });
});

test('an embedded panel shows one region, a locked page keeps its numbers, a question is asked', async () => {
  for (const panel of ['types', 'menu', 'results']) {
    const lab = await openLab({ ...SHARP, hash: `#preset=dual-use&replicates=4&embed=1&panel=${panel}`, viewport: { width: 520, height: 400 } });
    assert.ok(!(await lab.page.evaluate(() => window.covenant.items().some(({ label }) => label === 'Copy link'))));
    await item(lab.page, 'Open in the lab →');
    await screenshot(lab.page, `embed-${panel}`);
    assert.deepEqual(lab.errors, []);
    await lab.close();
  }
  await inLab({ ...SHARP, hash: `${SHORT}&readonly=1&ask=Whom%20does%20the%20menu%20serve%3F`, results: false }, async ({ page }) => {
    assert.equal((await item(page, 'Question')).value, 'Whom does the menu serve?');
    assert.ok((await item(page, 'KL to base')).disabled);
    await screenshot(page, 'locked');
  });
});

test('more contrast is given on request and to systems that ask for it', async () => {
  await inLab({ ...SHARP, hash: SHORT, contrast: 'more' }, async ({ page }) => {
    assert.equal(await page.evaluate(() => document.documentElement.dataset.look), '2');
    await screenshot(page, 'contrast');
    await page.locator('#canvas').focus();
    await page.keyboard.press('c', { delay: 60 });
    await waitFor(page, () => document.documentElement.dataset.look === '0', null, 5000);
  });
});

test('every plot of a tab leaves as SVG and CSV: the graph of what binds and the type space too', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    const save = async (label) => {
      await clickLabel(page, 'Export');
      const [download] = await Promise.all([page.waitForEvent('download'), clickLabel(page, label)]);
      return readFileSync(await download.path(), 'utf8');
    };
    const choose = async (label) => {
      await clickLabel(page, 'Export');
      await clickLabel(page, `Plot: ${label}`);
      await page.keyboard.press('Escape');
    };
    const { fingerprint, methods } = await page.evaluate(() => window.covenant.results());
    assert.ok(Object.keys(methods).length > 0);
    await clickLabel(page, 'IC slacks');
    await choose('graph of what binds');
    const graph = await save('This plot, SVG');
    assert.ok(graph.includes(`Fingerprint ${fingerprint}`) && graph.includes('#preset=three-groups'));
    assert.match(graph, /Teenagers is tempted by what is meant for Adults, multiplier 0\.07/);
    const rows = (await save("This plot's numbers, CSV")).trim().split('\n');
    const design = await page.evaluate(() => window.covenant.table('binding'));
    assert.equal(rows.length, 2 + design.length, 'two lines say where the numbers are from');
    await choose('type space');
    const types = await save('This plot, SVG');
    for (const name of ['Teenagers', 'Adults', 'Elders']) assert.ok(types.includes(`>${name}</text>`), name);
    assert.ok((types.match(/<polygon/g) ?? []).length >= 2, 'a region per contract that has one');
    // three contracts and leaving, at three corners
    const utilities = await page.evaluate(() => window.covenant.table('types'));
    assert.deepEqual([utilities.length, utilities[0].length, utilities[4][0]], [5, 4, 'Leave']);
  });
});

test('a plot leaves as PNG with its origin inside, and as a table', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await clickLabel(page, 'Export');
    const [download] = await Promise.all([page.waitForEvent('download'), clickLabel(page, 'This plot, PNG')]);
    assert.match(download.suggestedFilename(), /\.png$/);
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    const { fingerprint } = await page.evaluate(() => window.covenant.results());
    assert.ok(bytes.includes(Buffer.from(`Fingerprint ${fingerprint}`)), 'the fingerprint is in the file');
    assert.ok(bytes.includes(Buffer.from('#preset=three-groups')), 'and so is the link');
    assert.ok(bytes.readUInt32BE(16) > 800, 'at twice the size of the plot');
    await clickLabel(page, 'Export');
    await clickLabel(page, "This plot's numbers, as a table");
    await page.locator('#sheet table').waitFor();
    const rows = await page.locator('#sheet table tr').count();
    assert.equal(rows, 1 + (await page.evaluate(() => window.covenant.table('noise'))).length - 1);
  });
});
