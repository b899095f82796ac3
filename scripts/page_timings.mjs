// Timings and weight of the page, with the budgets beside them; for a person to read, never a test.
//   node scripts/page_timings.mjs [build/web-release/site]
// Needs the browser tests' package (scripts/setup) and Chromium; runs over localhost, in software graphics.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const site = path.resolve(process.argv[2] ?? fileURLToPath(new URL('../build/web-release/site', import.meta.url)));
process.env.COVENANT_SITE = site;
const { openPage, waitFor } = await import('../tests/browser/helpers.mjs');

const row = (what, value, budget) => console.log(`${what.padEnd(58)} ${value.padStart(10)}${budget ? `   budget ${budget}` : ''}`);
const ms = (value) => `${value.toFixed(value < 20 ? 1 : 0)} ms`;
const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];

/** A society of 12 types and one question with 12 answers. */
function large(scenario) {
  const numbers = (seed) => scenario.norms.map((_, d) => Math.round(100 * Math.sin(seed * 7.3 + d * 1.7)) / 100);
  return { ...scenario, id: 'large', title: 'Twelve by twelve', outside: 'reference', reference: 'uniform',
    contexts: [{ name: 'a question', weight: 1,
      responses: Array.from({ length: 12 }, (_, a) => ({ name: `answer ${a}`, scores: numbers(a + 1) })) }],
    types: Array.from({ length: 12 }, (_, k) => ({ name: `type ${k}`, share: 1 / 12, weights: numbers(k + 20), norm_factor: 1 })) };
}

/** Milliseconds per frame while a type is dragged: `own` is our wasm, `all` also what graphics block on. */
async function drag(page, label) {
  const item = await waitFor(page, (name) => window.covenant.items().find((each) => each.label === name && each.visible), label);
  const at = { x: item.x + item.w / 2, y: item.y + item.h / 2 };
  await page.mouse.move(at.x, at.y);
  await page.waitForTimeout(300);
  await page.mouse.down();
  const from = (await page.evaluate(() => window.covenant.state())).frames;
  for (let step = 1; step <= 40; ++step) {
    await page.mouse.move(at.x + step, at.y + step);
    await page.waitForTimeout(30);
  }
  const { frames, frameMs } = await page.evaluate(() => window.covenant.state());
  await page.mouse.up();
  const spent = [];
  for (let frame = Math.max(from, frames - frameMs.length); frame < frames; ++frame) spent.push(frameMs[frame % 300]);
  return spent;
}

async function cpuShare(page, context) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const before = await busy();
  await page.waitForTimeout(5000);
  return (await busy() - before) / 5;
}

const { page, context, close } = await openPage();
await waitFor(page, () => window.covenant !== undefined, null, 60000);
const opened = await page.evaluate(async () => {
  await window.covenant.ready;
  const [mark] = performance.getEntriesByName('covenant-first-frame');
  while (window.covenant.results() === null) await new Promise((resolve) => { setTimeout(resolve, 5); });
  return { frame: mark.startTime, results: performance.now(),
    files: [location.href.split('#')[0], ...performance.getEntriesByType('resource')
      .filter(({ startTime }) => startTime < mark.startTime).map(({ name }) => name)] };
});
row('first frame', ms(opened.frame), '');
row('first results', ms(opened.results), '1500 ms');
const weight = [...new Set(opened.files)].map((address) => {
  const { pathname } = new URL(address);
  return brotliCompressSync(readFileSync(path.join(site, pathname === '/' ? 'index.html' : pathname))).length;
}).reduce((sum, size) => sum + size, 0);
row('weight before the first frame, brotli', `${(weight / 1000).toFixed(1)} kB`, '400 kB');
const started = Date.now();
await page.evaluate(() => window.covenant.run());
row('whole sweep of the first scenario', ms(Date.now() - started + opened.results), '');
await page.waitForTimeout(1500);
row('idle', `${(100 * await cpuShare(page, context)).toFixed(1)} % CPU`, '2 %');
const printDrag = (what, frames, budget) => {
  const [own, all] = ['own', 'all'].map((part) => frames.map((frame) => frame[part]));
  row(`${what}: our part of a frame, median of ${own.length}`, ms(quantile(own, 0.5)), budget);
  row('  the slowest in twenty', ms(quantile(own, 0.95)), '');
  row('  with what (software) graphics take, median', ms(quantile(all, 0.5)), '');
};
printDrag('dragging a type', await drag(page, 'type: Teenagers'), '8 ms');
await page.evaluate(() => window.covenant.run());
await page.evaluate((scenario) => window.covenant.edit(scenario), large(await page.evaluate(() => window.covenant.get())));
await page.waitForTimeout(1500);
printDrag('the same with 12 types and 12 answers', await drag(page, 'type: type 0'), '30 ms');
await page.evaluate(() => window.covenant.set('run.replicates', 1000));
await waitFor(page, () => window.covenant.state().running && window.covenant.state().progress.done > 0);
const cancel = await waitFor(page, () => window.covenant.items().find(({ label }) => label === 'Cancel'));
await page.mouse.click(cancel.x + cancel.w / 2, cancel.y + cancel.h / 2, { delay: 60 });
row('cancelled sweep: until all workers are silent', ms(await waitFor(page, () => window.covenant.state().silentMs)), '100 ms');
await close();
