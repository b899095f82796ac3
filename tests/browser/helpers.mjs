// What every page test starts with: the site on a free port, Chromium, and the page's errors collected.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { startServer } from '../../scripts/static_server.mjs';

export const sourceRoot = fileURLToPath(new URL('../..', import.meta.url));
export const siteFolder = process.env.COVENANT_SITE ?? path.join(sourceRoot, 'build/web-release/site');
const shotsFolder = path.join(sourceRoot, 'build/screenshots');

const FLAGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
// WebGL2 in software; `withoutWebGL` is a browser that has none.
const SOFTWARE_GL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const NO_GL = ['--disable-gpu', '--disable-software-rasterizer'];

function chromiumPath() {
  const candidates = [process.env.COVENANT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome'];
  const found = candidates.find((file) => file && existsSync(file));
  if (!found) throw new Error('no Chromium found; name one in COVENANT_CHROMIUM');
  return found;
}

export function launchBrowser({ withoutWebGL = false } = {}) {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [...FLAGS, ...(withoutWebGL ? NO_GL : SOFTWARE_GL)],
  });
}

export function serveSite() {
  assert.ok(existsSync(path.join(siteFolder, 'index.html')),
    `no page in ${siteFolder}: build the web-release preset first`);
  return startServer(siteFolder);
}

// Every console error, uncaught exception and failed request of the page, as text, in order.
export function collectConsoleErrors(page) {
  const errors = [];
  page.on('console', (m) => { if (m.type() === 'error') errors.push(`console: ${m.text()}`); });
  page.on('pageerror', (e) => errors.push(`uncaught: ${e.message}`));
  page.on('requestfailed', (r) => errors.push(`request: ${r.url()} ${r.failure()?.errorText}`));
  page.on('response', (r) => { if (r.status() >= 400) errors.push(`${r.status()}: ${r.url()}`); });
  return errors;
}

// One browser for the pages of a process, ended soon after the last of them is closed. Each page has a context of
// its own and shares nothing with the others.
const kIdleMs = 200;
const browsers = new Map();  // {browser, pages, timer}

async function borrowBrowser(options, key) {
  if (!browsers.has(key)) {
    const browser = launchBrowser(options);
    browsers.set(key, { browser, pages: 0 });
    const forget = () => browsers.get(key)?.browser === browser && browsers.delete(key);  // the next page gets another
    browser.then((running) => running.on('disconnected', forget), forget);
  }
  const shared = browsers.get(key);
  shared.pages += 1;
  clearTimeout(shared.timer);
  const giveBack = () => {
    shared.pages -= 1;
    if (shared.pages > 0) return;
    shared.timer = setTimeout(async () => {
      browsers.delete(key);
      await (await shared.browser).close();
    }, kIdleMs);
  };
  return [await shared.browser, giveBack];
}

// A page of its own (own context, own server). `hash` may hold a share link; further options go to
// the browser context: viewport, colorScheme 'light' | 'dark', deviceScaleFactor, reducedMotion.
// `freshBrowser`: one that has opened nothing yet. `prepare(page)` comes before anything is loaded; `waitUntil` as Playwright's.
export async function openPage({ hash = '', withoutWebGL = false, freshBrowser = false, prepare = async () => {},
  waitUntil = 'load', ...contextOptions } = {}) {
  const server = await serveSite();
  const [browser, giveBack] = await borrowBrowser({ withoutWebGL }, freshBrowser ? Symbol('its own') : withoutWebGL);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }, colorScheme: 'light', serviceWorkers: 'block', ...contextOptions,
  });
  const page = await context.newPage();
  const errors = collectConsoleErrors(page);
  const close = async () => { await context.close().finally(giveBack).finally(server.close); };
  try {
    await prepare(page);
    await page.goto(`${server.address}/${hash}`, { waitUntil });
  } catch (error) {
    await close();
    throw error;
  }
  return { page, context, errors, address: server.address, close };
}

// readPixels outside a frame is blank, so pictures come from the browser: build/screenshots/NAME.png.
export async function screenshot(page, name) {
  await fs.mkdir(shotsFolder, { recursive: true });
  const file = path.join(shotsFolder, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}

// Waits until `read` in the page gives something truthy, and returns it.
export async function waitFor(page, read, argument, timeout = 60000) {
  const handle = await page.waitForFunction(read, argument, { timeout });
  return handle.jsonValue();
}

// What the page was asked and may never answer: fails by name instead of waiting for ever.
export function within(promise, what, patience = 120000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing came in ${patience / 1000} s`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// A click as a person makes it: move, wait a frame, press, wait, release.
export async function clickAt(page, x, y) {
  await page.mouse.move(x, y);
  await page.waitForTimeout(60);
  await page.mouse.down();
  await page.waitForTimeout(80);
  await page.mouse.up();
  await page.waitForTimeout(60);
}

// Tries until it holds, or for good after a while.
export async function assertEventually(check, patience = 15000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
}
