// The static server: right types, nothing outside its folder, and a plain word when the port is taken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'node:test';

import { startServer } from '../../scripts/static_server.mjs';

const script = fileURLToPath(new URL('../../scripts/static_server.mjs', import.meta.url));

async function withSite(body) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'covenant-site-'));
  await fs.mkdir(path.join(folder, 'site'));
  await fs.writeFile(path.join(folder, 'secret.txt'), 'not to be served');
  await fs.writeFile(path.join(folder, 'site', 'index.html'), '<p>hello');
  await fs.writeFile(path.join(folder, 'site', 'a.wasm'), Buffer.from([0, 97, 115, 109]));
  const server = await startServer(path.join(folder, 'site'));
  try {
    await body(server);
  } finally {
    await server.close();
    await fs.rm(folder, { recursive: true });
  }
}

// The path as it stands: fetch would resolve the dots before sending.
function rawGet(address, requestPath, method = 'GET') {
  const { port } = new URL(address);
  return new Promise((resolve, reject) => {
    http.request({ host: '127.0.0.1', port, path: requestPath, method }, (response) => {
      let text = '';
      response.on('data', (part) => { text += part; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    }).on('error', reject).end();
  });
}

test('server: the folder is answered by its index and wasm has the type that streaming needs', () =>
  withSite(async ({ address }) => {
    const index = await rawGet(address, '/');
    assert.equal(index.status, 200);
    assert.equal(index.text, '<p>hello');
    assert.match(index.headers['content-type'], /^text\/html/);
    assert.equal((await rawGet(address, '/a.wasm?x=1')).headers['content-type'], 'application/wasm');
  }));

test('server: nothing outside the folder is served', () => withSite(async ({ address }) => {
  for (const name of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/missing.js', '/%',
    '/a.wasm%00.html', '//etc/passwd']) {
    const reply = await rawGet(address, name);
    assert.equal(reply.status, 404, name);
    assert.doesNotMatch(reply.text, /not to be served/);
  }
  assert.equal((await rawGet(address, '/', 'POST')).status, 405);
}));

test('server: a taken port is said in one line', () => withSite(async ({ address }) => {
  const { port } = new URL(address);
  const run = spawnSync(process.execPath, [script, '.', port], { encoding: 'utf8', timeout: 20000 });
  assert.equal(run.status, 1);
  assert.equal(run.stderr, `serve: port ${port} is taken; choose another with --port N\n`);
}));
