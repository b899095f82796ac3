// Away from its server: without a network once opened, as one file from a disk, and inside another page.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

import { singleFile } from '../../scripts/single_file.mjs';
import { collectConsoleErrors, launchBrowser, openPage, siteFolder, waitFor, within } from './helpers.mjs';
import { SHORT, clickLabel, finished, inLab, openLab, scenario, workerReport } from './lab.mjs';

test('once opened, the page opens again without a network, panels too', async () => {
  const lab = await openLab({ hash: SHORT, serviceWorkers: 'allow' });
  const { page, context } = lab;
  try {
    await within(page.evaluate(() => navigator.serviceWorker.ready.then(() => true)), 'the service worker');
    await page.reload();
    await waitFor(page, () => window.covenant !== undefined, null, 60000);
    await finished(page);
    await context.setOffline(true);
    await page.reload();
    await waitFor(page, () => window.covenant !== undefined, null, 60000);
    const report = await finished(page);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
    await clickLabel(page, 'Story');
    await page.getByRole('heading', { name: /^1\. / }).waitFor();
  } finally {
    await lab.close();
  }
});

test('as a single file from a disk it computes the same numbers', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'covenant-'));
  const browser = await launchBrowser();
  try {
    const file = path.join(folder, 'covenant.html');
    writeFileSync(file, singleFile(siteFolder));
    const page = await browser.newPage();
    const errors = collectConsoleErrors(page);
    await page.goto(`${pathToFileURL(file)}${SHORT}`);
    await waitFor(page, () => window.covenant !== undefined, null, 60000);
    const report = await finished(page);
    assert.equal(report.fingerprint, (await workerReport(await scenario(page))).fingerprint);
    await page.evaluate(() => window.covenant.sheet('editor'));
    await page.getByLabel('Name of type 1').waitFor();
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});

test('inside another page it says that it is ready, and answers what is asked', async () => {
  const { context, close, address } = await openPage();
  try {
    const page = await context.newPage();
    const errors = collectConsoleErrors(page);
    // It listens before there is a lab: "ready" is said once.
    await page.setContent(`<!doctype html><title>outside</title><script>
      const heard = [];
      addEventListener('message', ({ data, source }) => {
        heard.push(data);
        if (data.covenant !== 'ready') return;
        source.postMessage({ covenant: 'set', key: 1, values: ['designer.kl', 0.25] }, '*');
        source.postMessage({ covenant: 'set', key: 2, values: ['designer.kl', -1] }, '*');
        source.postMessage({ covenant: 'openSheet', key: 3, values: ['editor'] }, '*');
        source.postMessage({ covenant: 'run', key: 4 }, '*');
      });
      </script><iframe width="600" height="400"
      src="${address}/#preset=dual-use&replicates=4&embed=1&panel=menu"></iframe>`);
    const told = await waitFor(page, () => heard.some(({ key }) => key === 4) && heard);
    const answer = (key) => told.find((each) => each.key === key);
    assert.match(told[0].link, /preset=dual-use/);
    assert.equal(answer(1).error, undefined);
    assert.match(answer(2).error, /designer\.kl/);
    assert.equal(answer(3), undefined, 'what is not offered is not answered');
    assert.match(answer(4).value.fingerprint, /^[0-9a-f]{16}$/);
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
});

test('a link that was edited by hand is opened, and says what it could not use', async () => {
  await inLab({ hash: '#preset=three-groups&noise=0.2&seed=7&replicates=4&wibble=1' }, async ({ page }) => {
    const { run, feedback } = await scenario(page);
    assert.equal(run.seed, 7);
    assert.equal(feedback.noise[0].level, 0.2);
    const { notices } = await page.evaluate(() => window.covenant.state());
    assert.ok(notices.some((words) => words.includes('wibble')), notices.join(' '));
  });
});
