// The lab as a person uses it, for tests: widgets by their label, a real mouse, what the page says.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

import { clickAt, openPage, siteFolder, sourceRoot, waitFor, within } from './helpers.mjs';

const kPatience = 60000;  // software GL on a busy machine; nothing here measures speed

/** The first scenario with few replicates, where a test needs finished results and not good ones. */
export const SHORT = '#preset=three-groups&replicates=4';

/**
 * Graphics in software cost by the pixel: half the pixels each way is half the time of a test. A browser zoomed out
 * to 50 % has the same, and coordinates stay CSS pixels. What is kept as a picture is drawn SHARP.
 */
const COARSE = { deviceScaleFactor: 0.5 };
export const SHARP = { deviceScaleFactor: 1 };

/** An open lab: {page, errors, close, ...}; `results: false` does not wait for the first run. */
export async function openLab({ results = true, ...options } = {}) {
  const lab = await openPage({ ...COARSE, ...options });
  try {
    await waitFor(lab.page, () => window.covenant !== undefined, null, kPatience);
    await ready(lab.page);
    if (results) await finished(lab.page);
    return lab;
  } catch (error) {
    const words = await lab.page.evaluate(() => document.getElementById('trouble')?.textContent);
    await lab.close();
    throw new Error(`${error.message}\nthe page says: ${words}\nerrors: ${lab.errors.join('\n')}`);
  }
}

/** Runs `body` in a lab of its own and expects no error in its console. */
export async function inLab(options, body) {
  const lab = await openLab(options);
  try {
    await body(lab);
    assert.deepEqual(lab.errors, []);
  } finally {
    await lab.close();
  }
}

export const ready = (page) => within(page.evaluate(() => window.covenant.ready), 'the first frame');
export const finished = (page) => within(page.evaluate(() => window.covenant.run()), 'the finished report');
export const scenario = (page) => page.evaluate(() => window.covenant.get());
export const state = (page) => page.evaluate(() => window.covenant.state());

/** The widget with this label, once it is drawn. */
export async function item(page, label) {
  const found = await waitFor(page,
    (wanted) => window.covenant.items().find((each) => each.label === wanted && each.visible), label, 15000)
    .catch(() => null);
  if (found) return found;
  const labels = await page.evaluate(() => window.covenant.items().map((each) => each.label));
  throw new Error(`no widget '${label}' in view; there are: ${labels.join(' | ')}`);
}

/** Where it stands once it stands still: what has just opened is still finding its size. */
async function settledItem(page, label) {
  for (let before = await item(page, label); ;) {
    await page.waitForTimeout(40);
    const now = await item(page, label);
    if (['x', 'y', 'w', 'h'].every((side) => now[side] === before[side])) return now;
    before = now;
  }
}

export async function clickLabel(page, label) {
  const { x, y, w, h } = await settledItem(page, label);
  await clickAt(page, x + w / 2, y + h / 2);
}

/**
 * A key, and the frames that follow from it: down and up take one each, what they do is seen in the next. A page
 * that rests has drawn all of them; on a slow machine there may be no fourth.
 */
export async function pressKey(page, key) {
  const { frames } = await state(page);
  await page.keyboard.press(key);
  await waitFor(page, (before) => {
    const now = window.covenant.state();
    return now.frames >= before + 4 || (now.frames > before && now.resting);
  }, frames);
}

export const focusedLabel = (page) => page.evaluate(() => window.covenant.items().find(({ focused }) => focused)?.label);

/**
 * Tab by Tab until all of `wanted` have been reached; returns what was. A machine that is slow enough for the key
 * to count as held passes over a control now and then: it comes round again.
 */
export async function tabThrough(page, wanted, most = 400) {
  const reached = new Set();
  for (let n = 0; n < most && !wanted.every((label) => reached.has(label)); ++n) {
    await pressKey(page, 'Tab');
    const label = await focusedLabel(page);
    if (label) reached.add(label);
  }
  for (const label of wanted) assert.ok(reached.has(label), `'${label}' was not reached; reached: ${[...reached].join(' | ')}`);
  return reached;
}

/** Drags from the middle of a widget by whole pixels, as a hand does: in steps, a frame apart. */
export async function dragLabel(page, label, dx, dy = 0, from = 0.5) {
  const { x, y, w, h } = await item(page, label);
  const at = { x: x + w * from, y: y + h / 2 };
  await page.mouse.move(at.x, at.y);
  await page.waitForTimeout(80);
  await page.mouse.down();
  await page.waitForTimeout(80);
  for (let step = 1; step <= 5; ++step) {
    await page.mouse.move(at.x + dx * step / 5, at.y + dy * step / 5);
    await page.waitForTimeout(50);
  }
  await page.mouse.up();
  await page.waitForTimeout(120);
}

/** What the page has said so far: notices of the lab, and the words in its live region. */
export async function said(page) {
  const { notices } = await state(page);
  const spoken = await page.locator('#live').textContent();
  return { notices: notices.join('\n'), spoken };
}

/** Waits until the page has said something that matches. */
export async function hears(page, pattern) {
  const heard = await waitFor(page, (source) => {
    const text = window.covenant.state().notices.join('\n');
    return new RegExp(source, 'i').test(text) && text;
  }, pattern.source, 15000).catch(() => null);
  assert.ok(heard, `nothing like ${pattern} was said, only: ${(await said(page)).notices}`);
  assert.match((await said(page)).spoken, new RegExp(pattern.source, 'i'), 'the live region says it too');
  return heard;
}

/** A file dropped on the page. */
export async function drop(page, name, text, type = 'text/csv') {
  await page.evaluate(([fileName, content, mime]) => {
    const data = new DataTransfer();
    data.items.add(new File([content], fileName, { type: mime }));
    for (const kind of ['dragenter', 'dragover', 'drop']) {
      document.getElementById('canvas').dispatchEvent(
        new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  }, [name, text, type]);
}

/** The report of the native command line (scenario '-': the text), or null where it has not been built. */
export async function nativeReport(scenarioName, text = '') {
  const cli = process.env.COVENANT_CLI ?? path.join(sourceRoot, 'build/native-release/covenant');
  if (!existsSync(cli)) return null;
  const running = promisify(execFile)(cli, ['run', scenarioName, '--json'], { maxBuffer: 2 ** 28 });
  running.child.stdin.end(text);
  return JSON.parse((await running).stdout);
}

/** The worker's wasm under Node: the report of a scenario (an object). */
export async function workerReport(input) {
  const create = createRequire(import.meta.url)(path.join(siteFolder, 'worker.js'));
  const module = await create({ wasmBinary: readFileSync(path.join(siteFolder, 'worker.wasm')) });
  const text = JSON.stringify(input);
  const size = module.lengthBytesUTF8(text) + 1;
  const at = module._malloc(size);
  module.stringToUTF8(text, at, size);
  assert.equal(module.UTF8ToString(module._worker_begin(at)), '');
  module._free(at);
  for (let i = 0; i < module._worker_total(); ++i) {
    const part = module._worker_compute(i);
    const length = module._worker_size();
    const copy = module._malloc(length);
    module.HEAPU8.copyWithin(copy, part, part + length);
    assert.ok(module._worker_fold(copy, length));
    module._free(copy);
  }
  module._worker_packed_report(0);
  return JSON.parse(module.UTF8ToString(module._worker_report()));
}
