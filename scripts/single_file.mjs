// One HTML file that holds the whole page and opens from a disk or a USB stick, without a server:
//   node scripts/single_file.mjs build/web-release/site covenant.html
// Modules become blobs, both wasm modules are written as base64, styles are put in.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const kPolicy = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; "
  + "img-src data: blob:; worker-src blob:; connect-src blob: data:";

// Runs first in the page: modules by name as blobs, in the order in which they import each other.
function start(sources, worker) {
  const urls = {};
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const text = (id) => document.getElementById(id).textContent;
  const urlOf = (name) => {
    urls[name] ??= blob(sources[name].replace(/(from\s+)'\.\/([\w.]+)'/g, (all, from, other) => `${from}'${urlOf(other)}'`));
    return urls[name];
  };
  window.covenantWasm = bytes(text('app-wasm'));
  window.covenantModule = (name) => import(urlOf(name));
  window.covenantWorker = () => blob(`self.covenantWasm = Uint8Array.from(atob("${text('worker-wasm')}"), (c) => c.charCodeAt(0));\n${worker}`);
  window.covenantModule('boot.js');
}

/** Text that ends no script element. */
const safe = (text) => text.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const asJson = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

export function singleFile(site) {
  const read = (name) => readFileSync(path.join(site, name), 'utf8');
  const base64 = (name) => readFileSync(path.join(site, name)).toString('base64');
  const sources = {};
  for (const name of readdirSync(path.join(site, 'shell'))) {
    if (!name.endsWith('.js') || name === 'worker.js') continue;
    sources[name] = read(`shell/${name}`)
      .replace(/import\('\.\/([\w.]+)'\)/g, "window.covenantModule('$1')")
      .replace("new URL('worker.js', import.meta.url)", 'window.covenantWorker()');
  }
  const worker = `${read('worker.js')}\n${read('shell/worker.js').replace(/^importScripts\(.*\n/m, '')}`;
  const icon = `data:image/svg+xml;base64,${base64('shell/icon.svg')}`;
  const style = (id, name) => `<style id="${id}">\n${read(name)}</style>`;
  const scripts = [
    `<script type="text/plain" id="app-wasm">${base64('covenant.wasm')}</script>`,
    `<script type="text/plain" id="worker-wasm">${base64('worker.wasm')}</script>`,
    `<script>${safe(read('covenant.js'))}</script>`,
    `<script>(${start})(${asJson(sources)}, ${asJson(worker)});</script>`,
  ].join('\n');
  return read('index.html')
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, () => `<meta http-equiv="Content-Security-Policy" content="${kPolicy}">`)
    .replace(/<link rel="icon"[^>]*>/, () => `<link rel="icon" href="${icon}">`)
    .replace(/<link rel="stylesheet"[^>]*>/, () => `${style('page-css', 'shell/page.css')}\n${style('sheet-css', 'shell/sheet.css')}`)
    .replace(/<link rel="(preload|modulepreload)"[^>]*>\n/g, '')
    .replace(/<script [^>]*src=[^>]*><\/script>\n/g, '')
    .replace('</body>', () => `${scripts}\n</body>`);
}

if (process.argv[1]?.endsWith('single_file.mjs')) {
  const [site, out] = process.argv.slice(2);
  if (!site || !out) {
    console.error('single_file: needs the site folder and the file to write, e.g. build/web-release/site covenant.html');
    process.exit(2);
  }
  const text = singleFile(site);
  writeFileSync(out, text);
  console.log(`${out}: ${(text.length / 1e6).toFixed(1)} MB`);
}
