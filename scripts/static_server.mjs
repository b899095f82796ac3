// A static file server without dependencies, for scripts/serve and the browser tests.
//   node scripts/static_server.mjs FOLDER [PORT]
// Serves only files under FOLDER, on 127.0.0.1, never cached. Port 0 picks a free one.
import { createReadStream, promises as fs } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json', '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8', '.otf': 'font/otf', '.woff2': 'font/woff2',
};

// The file that a request means, or null: nothing outside the folder, no directory listing.
async function fileFor(root, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (name.endsWith('/')) name += 'index.html';
  const file = path.join(root, path.normalize(name));
  if (name.includes('\0') || !file.startsWith(root + path.sep)) return null;
  const found = await fs.stat(file).catch(() => null);
  return found?.isFile() ? { file, size: found.size } : null;
}

async function answer(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const found = await fileFor(root, request.url);
  if (!found) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[path.extname(found.file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(found.file).on('error', () => response.destroy()).pipe(response);
}

// Resolves to {address, close()}; rejects with the listen error (EADDRINUSE: the port is taken).
export function startServer(folder, port = 0) {
  const root = path.resolve(folder);
  const server = http.createServer((request, response) => answer(root, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({
      address: `http://127.0.0.1:${server.address().port}`,
      close: () => new Promise((done) => { server.close(done); server.closeAllConnections?.(); }),
    }));
  });
}

async function main(folder, port) {
  try {
    const server = await startServer(folder, port);
    console.log(`Covenant is at ${server.address}  (Ctrl-C stops)`);
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => server.close().then(() => process.exit(0)));
    }
  } catch (error) {
    const why = error.code === 'EADDRINUSE' ? 'is taken; choose another with --port N'
      : `cannot be used: ${error.message}`;
    console.error(`serve: port ${port} ${why}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? '.', Number(process.argv[3] ?? 0));
}
