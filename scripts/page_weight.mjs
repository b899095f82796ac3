// What has to arrive before the page's first frame, compressed: for tests and scripts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** Runs in the page: the addresses of everything that was asked for before the first frame. */
export function filesBeforeFirstFrame() {
  const [mark] = performance.getEntriesByName('covenant-first-frame');
  const asked = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < mark.startTime);
  // the first worker starts beside the page; what it asks for is not in the page's list
  const workers = ['shell/worker.js', 'worker.js'].map((name) => new URL(name, location.href).href);
  return [...new Set([location.href.split('#')[0], ...asked.map(({ name }) => name), ...workers])];
}

/** [{name, bytes}] of those files, brotli at its best, from the folder that is served. */
export function weighFiles(addresses, site) {
  return addresses.map((address) => {
    const { pathname } = new URL(address);
    const name = pathname === '/' ? '/index.html' : pathname;
    return { name, bytes: brotliCompressSync(readFileSync(path.join(site, name))).length };
  });
}

export const sumOf = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0);
