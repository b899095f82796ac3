// Runs every tests/browser/*.test.mjs, or those named, with node's own test runner; one file at a time,
// since each starts a browser. Ends with "browser: N passed, N failed".
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word))).sort();

// One file in a process of its own: its TAP goes to `onLine`, its end to the promise.
function runFile(name, onLine) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', path.join(folder, name)],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    let rest = '';
    child.stdout.on('data', (part) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
    child.on('close', (code) => resolve(code));
  });
}

let passed = 0;
let failed = 0;
for (const name of files) {
  const log = [];
  const before = failed;
  const code = await runFile(name, (line) => {
    log.push(line);
    const count = /^# (pass|fail|cancelled) (\d+)$/.exec(line);
    if (count?.[1] === 'pass') passed += Number(count[2]);
    else if (count) failed += Number(count[2]);
    const said = /^\s*# (SKIPPED.*|timing.*|weight.*)$/.exec(line);
    if (said) console.log(said[1]);
  });
  if (code !== 0 && failed === before) failed += 1;
  if (code !== 0) console.log(log.join('\n'));
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
}
if (files.length === 0) failed += 1;
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
