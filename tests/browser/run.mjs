// Runs every tests/browser/*.test.mjs, or those named, with node's own test runner. Two files at a time: much of a
// test is waiting for a frame or a finger. A file that does not end is ended, and has failed. Ends with
// "browser: N passed, N failed".
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const kAtOnce = 2;
const kFileMs = Number(process.env.COVENANT_FILE_SECONDS ?? 900) * 1000;  // several times what the longest needs
const kFarewellMs = 5000;
const kLongest = ['registry', 'reader'];  // begun first, so that no long file is left alone at the end

const folder = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const isLong = (name) => kLongest.some((word) => name.startsWith(word));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort((a, b) => isLong(b) - isLong(a) || (a < b ? -1 : 1));

// Each file has a process group, so that all of it can be ended: asked first, for then it closes its browsers.
const groups = new Set();
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;  // nobody is left
  }
}
async function endGroups(which) {
  which.forEach((group) => signalGroup(group, 'SIGTERM'));
  await sleep(kFarewellMs);
  which.forEach((group) => signalGroup(group, 'SIGKILL'));
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => endGroups([...groups]).then(() => process.exit(1)));
}

// One file: its TAP goes to `onLine`, its end to the promise: {code, late}.
function runFile(name, onLine) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', path.join(folder, name)],
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    groups.add(child.pid);
    let ending = null;
    const patience = setTimeout(() => { ending = endGroups([child.pid]); }, kFileMs);
    let rest = '';
    child.stdout.on('data', (part) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
    child.on('close', async (code) => {
      clearTimeout(patience);
      await ending;
      groups.delete(child.pid);
      resolve({ code, late: ending !== null });
    });
  });
}

let passed = 0;
let failed = 0;
async function report(name) {
  const begun = Date.now();
  const log = [];
  let broken = 0;
  const { code, late } = await runFile(name, (line) => {
    log.push(line);
    const count = /^# (pass|fail|cancelled) (\d+)$/.exec(line);
    if (count?.[1] === 'pass') passed += Number(count[2]);
    else if (count) broken += Number(count[2]);
    const said = /^\s*# (SKIPPED.*|timing.*|weight.*)$/.exec(line);
    if (said) console.log(said[1]);
  });
  failed += code !== 0 ? Math.max(1, broken) : broken;
  if (code !== 0) console.log(log.join('\n'));
  if (late) console.log(`${name} was ended: it had not finished in ${kFileMs / 1000} s; the tests above had`);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} ${Math.round((Date.now() - begun) / 1000)} s`);
}

const waiting = [...files];
await Promise.all(Array.from({ length: kAtOnce }, async () => {
  while (waiting.length > 0) await report(waiting.shift());
}));
if (files.length === 0) failed += 1;
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
