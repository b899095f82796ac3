// Keyboard, clipboard, files, screens: what a person does to the page, with real events.
import assert from 'node:assert/strict';
import test from 'node:test';

import { assertEventually, waitFor } from './helpers.mjs';
import { SHARP, SHORT, clickLabel, dragLabel, drop, hears, inLab, item, said, scenario, state } from './lab.mjs';

const focused = (page) => page.evaluate(() => document.activeElement.id);

test('Tab stays in the canvas while it has the keyboard; Escape, then Tab, leaves it', async () => {
  await inLab({ results: false }, async ({ page }) => {
    await page.locator('#canvas').focus();
    await page.keyboard.press('Tab');
    await page.waitForTimeout(100);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'canvas');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(page), 'show-controls');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'canvas');
  });
});

test('keys work from the first moment on, while nothing has the focus', async () => {
  await inLab({ results: false }, async ({ page }) => {
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    await page.keyboard.press('?');
    await waitFor(page, () => window.covenant.items().some(({ label }) => label === 'Take the guided tour'), 'the list of keys');
    await page.keyboard.press('Escape');
    await waitFor(page, () => !window.covenant.items().some(({ label }) => label === 'Take the guided tour'), 'the list is closed');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('5');
    await waitFor(page, () => window.covenant.items().some(({ label, value }) => label === 'IC slacks' && value === 'selected'), 'the fifth tab');
    const before = await scenario(page);
    await page.evaluate(() => window.covenant.set('designer.kl', '0.3'));
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Control+z');
    await assertEventually(async () => assert.deepEqual(await scenario(page), before));
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Control+Shift+Z');
    await assertEventually(async () => assert.equal((await scenario(page)).designer.kl, 0.3));
  });
});

test('the browser keeps its own shortcuts', async () => {
  await inLab({ results: false }, async ({ page }) => {
    await page.locator('#canvas').focus();
    await page.evaluate(() => {
      window.kept = {};
      addEventListener('keydown', (e) => { window.kept[e.key] = e.defaultPrevented; });
      const canvas = document.getElementById('canvas');
      canvas.addEventListener('keydown', (e) => { window.kept[e.key] = e.defaultPrevented; });
      const send = (key, code, more = {}) => {
        const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more });
        canvas.dispatchEvent(event);
        window.kept[`${more.ctrlKey ? 'Ctrl+' : ''}${key}`] = event.defaultPrevented;
      };
      for (const key of ['l', 't', 'w', 'r', 'n', 'f', 'p', 'v', '=', '-', '0']) {
        send(key, key.length === 1 && /[a-z]/.test(key) ? `Key${key.toUpperCase()}` : 'Digit0', { ctrlKey: true });
      }
      for (const key of ['F1', 'F5', 'F6', 'F11', 'F12']) send(key, key);
      send('z', 'KeyZ', { ctrlKey: true });
    });
    const kept = await page.evaluate(() => window.kept);
    for (const [key, prevented] of Object.entries(kept)) {
      if (key.startsWith('Ctrl+') && key !== 'Ctrl+z') assert.equal(prevented, false, key);
      if (/^F\d/.test(key)) assert.equal(prevented, false, key);
    }
    assert.equal(kept['Ctrl+z'], true, 'undo is ours');
  });
});

test('undo and redo, by keyboard: a drag is one step', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    const before = await scenario(page);
    await dragLabel(page, 'KL to base', 30, 0, 0.3);
    const after = await scenario(page);
    assert.notEqual(after.designer.kl, before.designer.kl);
    await page.locator('#canvas').focus();
    await page.keyboard.press('Control+z');
    await waitFor(page, (kl) => window.covenant.get().designer.kl === kl, before.designer.kl, 5000);
    assert.deepEqual(await scenario(page), before);
    await page.keyboard.press('Control+Shift+z');
    await waitFor(page, (kl) => window.covenant.get().designer.kl === kl, after.designer.kl, 5000);
    assert.deepEqual(await scenario(page), after);
  });
});

test('Copy link puts the whole address on the clipboard', async () => {
  await inLab({ hash: SHORT }, async ({ page, context, address }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await clickLabel(page, 'Copy link');
    // The clipboard may be empty for a moment while it is written.
    let copied = '';
    for (let tries = 0; tries < 100 && !copied.startsWith(`${address}/#`); ++tries) {
      if (tries > 0) await page.waitForTimeout(100);
      copied = await page.evaluate(() => navigator.clipboard.readText());
    }
    assert.ok(copied.startsWith(`${address}/#`), copied);
    assert.ok(copied.includes('three-groups'), copied);
  });
});

test('a link pasted on the page is opened', async () => {
  await inLab({ results: false, permissions: ['clipboard-read', 'clipboard-write'] }, async ({ page }) => {
    await page.evaluate(() => navigator.clipboard.writeText('preset=three-groups&kl=0.35'));
    await page.locator('#canvas').focus();
    await page.keyboard.press('Control+v');
    await waitFor(page, () => window.covenant.get().designer.kl === 0.35, null, 5000);
  });
});

test('a scenario dropped on the page replaces the one in it', async () => {
  await inLab({ results: false }, async ({ page }) => {
    const wanted = await scenario(page);
    wanted.id = 'mine';
    wanted.designer.kl = 0.4;
    await drop(page, 'mine.json', JSON.stringify(wanted), 'application/json');
    await waitFor(page, () => window.covenant.get().id === 'mine', null, 10000);
    assert.deepEqual(await scenario(page), wanted);
  });
});

test('a damaged scenario names the field, a damaged CSV its line, and nothing changes', async () => {
  await inLab({ results: false }, async ({ page }) => {
    const before = await scenario(page);
    const wrong = { ...before, designer: { ...before.designer, kl: -1 } };
    await drop(page, 'wrong.json', JSON.stringify(wrong), 'application/json');
    await hears(page, /designer\.kl/);
    await drop(page, 'cut.json', '{"schema": 1,', 'application/json');
    await hears(page, /cut\.json/);
    await drop(page, 'wrong.csv', 'respondent,context,response\np1,nowhere,nothing\n');
    await hears(page, /wrong\.csv/);
    assert.deepEqual(await scenario(page), before);
  });
});

test('choices dropped as CSV are taken in', async () => {
  await inLab({ results: false }, async ({ page }) => {
    const { contexts } = await scenario(page);
    const lines = ['respondent,context,response'];
    for (let person = 1; person <= 12; ++person) {
      for (const { name, responses } of contexts) {
        lines.push(`p${person},"${name}","${responses[person % responses.length].name}"`);
      }
    }
    const heard = (await said(page)).notices;
    await drop(page, 'choices.csv', `${lines.join('\n')}\n`);
    await waitFor(page, (old) => window.covenant.state().notices.join('\n') !== old, heard, 10000);
    const now = (await said(page)).notices.slice(heard.length);
    assert.match(now, /choices\.csv/);
    assert.match(now, new RegExp(String(lines.length - 1)), 'it says how many choices it read');
  });
});

test('files that cannot be read are refused in words', async () => {
  await inLab({ results: false }, async ({ page }) => {
    const toast = page.locator('#toast');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([0xff, 0xfe, 0, 1])], 'picture.png'));
      document.getElementById('canvas').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await waitFor(page, () => !document.getElementById('toast').hidden, null, 5000);
    assert.match(await toast.textContent(), /picture\.png is not a text file/);
    await drop(page, 'long.csv', 'a'.repeat(9 * 2 ** 20));
    await waitFor(page, () => /long\.csv/.test(document.getElementById('toast').textContent), null, 5000);
    assert.match(await toast.textContent(), /8 MB/);
  });
});

test('two device pixels per CSS pixel: sharp canvas, widgets where they are clicked', async () => {
  await inLab({ hash: SHORT, deviceScaleFactor: 2 }, async ({ page }) => {
    const sizes = await page.evaluate(() => [document.getElementById('canvas').width, innerWidth * 2]);
    assert.equal(sizes[0], sizes[1]);
    const before = await scenario(page);
    await dragLabel(page, 'KL to base', 30, 0, 0.3);
    assert.notEqual((await scenario(page)).designer.kl, before.designer.kl);
  });
});

test('the canvas follows the window', async () => {
  await inLab({ ...SHARP, results: false }, async ({ page }) => {
    await page.setViewportSize({ width: 1000, height: 700 });
    await waitFor(page, () => {
      const { width, height } = document.getElementById('canvas');
      return width === 1000 && height === 700;
    });
    await page.waitForTimeout(300);
    const outside = await page.evaluate(() => window.covenant.items().filter((i) => i.x + i.w > 1001));
    assert.deepEqual(outside, []);
  });
});

test('the list of controls works the lab: a number is set, a button pressed', async () => {
  await inLab({ hash: SHORT }, async ({ page }) => {
    await page.locator('#show-controls').focus();
    await page.keyboard.press('Enter');
    const slider = page.getByRole('slider', { name: 'KL to base', exact: true });
    await slider.waitFor({ timeout: 5000 });
    const before = (await scenario(page)).designer.kl;
    await slider.press('ArrowRight');
    await waitFor(page, (kl) => window.covenant.get().designer.kl !== kl, before, 5000);
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    await undo.click();
    await waitFor(page, (kl) => window.covenant.get().designer.kl === kl, before, 5000);
    await page.keyboard.press('Tab');
    assert.notEqual(await focused(page), 'canvas');
  });
});

test('a touch sets a slider, and the page does not zoom or scroll away', async () => {
  await inLab({ hasTouch: true, results: false }, async ({ page }) => {
    const before = (await scenario(page)).designer.kl;
    const { x, y, w, h } = await item(page, 'KL to base');
    await page.touchscreen.tap(x + w * 0.8, y + h / 2);
    await waitFor(page, (kl) => window.covenant.get().designer.kl !== kl, before, 5000);
    assert.equal((await state(page)).errors.length, 0);
    assert.equal(await page.evaluate(() => scrollY), 0);
  });
});

test('on a phone a finger that moves up scrolls the page and changes nothing', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  await inLab({ ...phone, hash: SHORT }, async ({ page, context }) => {
    const before = await scenario(page);
    const start = await item(page, 'Menu');
    const device = await context.newCDPSession(page);
    const touch = (type, y) => device.send('Input.dispatchTouchEvent',
      { type, touchPoints: type === 'touchEnd' ? [] : [{ x: 200, y }] });
    await touch('touchStart', 700);
    for (let y = 690; y >= 500; y -= 10) {
      await touch('touchMove', y);
      await page.waitForTimeout(30);
    }
    await touch('touchEnd', 500);
    await waitFor(page, (y) => {
      const menu = window.covenant.items().find((each) => each.label === 'Menu');
      return menu && Math.abs(menu.y - (y - 200)) < 12;
    }, start.y, 8000);
    assert.deepEqual(await scenario(page), before);
  });
});
