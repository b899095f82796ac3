// Timings and weight of the page, with the budgets beside them; for a person to read, never a test.
//   node scripts/page_timings.mjs [build/web-release/site]
// Opens the lab in a browser that was just started, then the page of timings (shell/bench.html). Needs the
// browser tests' package (scripts/setup) and Chromium; runs over localhost, in software graphics.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { filesBeforeFirstFrame, sumOf, weighFiles } from './page_weight.mjs';

const site = path.resolve(process.argv[2] ?? fileURLToPath(new URL('../build/web-release/site', import.meta.url)));
process.env.COVENANT_SITE = site;
const { openPage, waitFor } = await import('../tests/browser/helpers.mjs');

const kOpenings = 5;

function row(what, value, unit, budget = null) {
  const figure = `${value.toFixed(unit === 'ms' && value >= 20 ? 0 : 1)} ${unit}`;
  console.log(`${what.padEnd(66)} ${figure.padStart(12)}${budget === null ? '' : `   budget ${budget} ${unit}`}`);
}

/** A new browser each time: the first page it ever opens. */
async function openOnce() {
  const { page, close } = await openPage({ freshBrowser: true });
  try {
    await waitFor(page, () => performance.getEntriesByName('covenant-first-results').length > 0, null, 60000);
    const files = weighFiles(await page.evaluate(filesBeforeFirstFrame), site);
    const at = (name) => page.evaluate((mark) => performance.getEntriesByName(mark)[0].startTime, name);
    return { files, frame: await at('covenant-first-frame'), results: await at('covenant-first-results') };
  } finally {
    await close();
  }
}

async function cpuShare(page, context) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  await page.evaluate(() => window.covenant.run());
  await page.waitForTimeout(1500);
  const before = await busy();
  await page.waitForTimeout(5000);
  return 100 * (await busy() - before) / 5;
}

const opened = [];
for (let n = 0; n < kOpenings; ++n) opened.push(await openOnce());
const middle = (name) => opened.map((each) => each[name]).sort((a, b) => a - b)[Math.floor(kOpenings / 2)];
row(`new browser: first frame, median of ${kOpenings}`, middle('frame'), 'ms');
row(`new browser: first results, median of ${kOpenings}`, middle('results'), 'ms', 1500);
row('weight before the first frame, brotli', sumOf(opened[0].files) / 1000, 'kB', 400);

const idle = await openPage();
await waitFor(idle.page, () => window.covenant !== undefined, null, 60000);
row('at rest: share of a core', await cpuShare(idle.page, idle.context), '%', 2);
await idle.close();

const bench = await openPage({ hash: 'shell/bench.html', viewport: { width: 1300, height: 1300 } });
for (const { what, value, unit, budget } of await bench.page.evaluate(() => window.covenantBench)) row(what, value, unit, budget);
await bench.close();
