// The page of timings: opens the lab in a frame, uses it as a hand would, and prints what it took beside the
// budgets. window.covenantBench resolves to the rows: [{what, value, unit, budget}].

const frame = document.getElementById('lab');
const rows = [];

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];
const written = ({ value, unit }) => `${value.toFixed(unit === 'ms' && value >= 20 ? 0 : 1)} ${unit}`;

function note(text) { document.getElementById('note').textContent = text; }

function row(what, value, unit, budget = null) {
  rows.push({ what, value, unit, budget });
  const line = document.createElement('tr');
  const cells = [what, written({ value, unit }), budget === null ? '' : `${budget} ${unit}`];
  for (const text of cells) line.append(Object.assign(document.createElement('td'), { textContent: text }));
  if (budget !== null && value > budget) line.children[1].className = 'over';
  document.getElementById('rows').append(line);
}

/** Waits until `read` gives something truthy, and returns it. */
async function until(read, patience = 60000) {
  const end = performance.now() + patience;
  for (;;) {
    const found = read();
    if (found) return found;
    if (performance.now() > end) throw new Error('the lab did not answer');
    await wait(5);
  }
}

async function open() {
  frame.src = '../index.html';
  await until(() => frame.contentWindow.covenant);
  const { performance: clock } = frame.contentWindow;
  const at = async (mark) => (await until(() => clock.getEntriesByName(mark)[0])).startTime;
  row('opened: first frame', await at('covenant-first-frame'), 'ms');
  row('opened: first results', await at('covenant-first-results'), 'ms', 1500);
  return frame.contentWindow.covenant;
}

function point(kind, x, y, buttons) {
  const { contentWindow } = frame;
  const canvas = contentWindow.document.getElementById('canvas');
  canvas.dispatchEvent(new contentWindow.MouseEvent(kind,
    { clientX: x, clientY: y, buttons, button: 0, bubbles: true, cancelable: true, view: contentWindow }));
}

const itemOf = (lab, label) => until(() => lab.items().find((each) => each.label === label && each.visible));

/** Milliseconds of each frame while a widget is dragged: `own` is our wasm, `all` also what graphics block on. */
async function drag(lab, label) {
  const { x, y, w, h } = await itemOf(lab, label);
  const [cx, cy] = [x + w / 2, y + h / 2];
  point('mousemove', cx, cy, 0);
  await wait(200);
  point('mousedown', cx, cy, 1);
  const { frames: from } = lab.state();
  for (let step = 1; step <= 40; ++step) {
    point('mousemove', cx + step, cy + step, 1);
    await wait(30);
  }
  const { frames, frameMs } = lab.state();
  point('mouseup', cx + 40, cy + 40, 0);
  const spent = [];
  for (let n = Math.max(from, frames - frameMs.length); n < frames; ++n) spent.push(frameMs[n % frameMs.length]);
  return spent;
}

async function dragRows(lab, label, what, budget) {
  const before = JSON.stringify(lab.get());
  const spent = await drag(lab, label);
  if (JSON.stringify(lab.get()) === before) throw new Error('the lab was not moved');
  row(`${what}: our part of a frame, median of ${spent.length}`, quantile(spent.map(({ own }) => own), 0.5), 'ms', budget);
  row(`${what}: the slowest in twenty`, quantile(spent.map(({ own }) => own), 0.95), 'ms');
  row(`${what}: with what graphics take, median`, quantile(spent.map(({ all }) => all), 0.5), 'ms');
}

/** A society of 12 types and one question with 12 answers. */
function large(scenario) {
  const numbers = (seed) => scenario.norms.map((_, d) => Math.round(100 * Math.sin(seed * 7.3 + d * 1.7)) / 100);
  return { ...scenario, id: 'large', title: 'Twelve by twelve', outside: 'reference', reference: 'uniform',
    contexts: [{ name: 'a question', weight: 1,
      responses: Array.from({ length: 12 }, (_, a) => ({ name: `answer ${a}`, scores: numbers(a + 1) })) }],
    types: Array.from({ length: 12 }, (_, k) => ({ name: `type ${k}`, share: 1 / 12, weights: numbers(k + 20), norm_factor: 1 })) };
}

async function cancel(lab) {
  lab.set('run.replicates', 1000);
  await until(() => lab.state().running && lab.state().progress?.done > 0);
  const { x, y, w, h } = await itemOf(lab, 'Cancel');
  const [cx, cy] = [x + w / 2, y + h / 2];
  point('mousemove', cx, cy, 0);
  await wait(100);
  point('mousedown', cx, cy, 1);
  await wait(100);
  point('mouseup', cx, cy, 0);
  return until(() => lab.state().silentMs);
}

async function measure() {
  const lab = await open();
  note('Computing the whole first scenario …');
  await lab.run();
  row('opened: the whole first scenario', frame.contentWindow.performance.now(), 'ms');
  note('Resting …');
  await wait(1500);
  const { frames } = lab.state();
  await wait(3000);
  row('at rest: frames drawn in 3 seconds', lab.state().frames - frames, 'frames', 0);
  note('Dragging …');
  await dragRows(lab, 'type: Teenagers', 'dragging a type', 8);
  note('Cancelling …');
  row('cancelled sweep: until all workers are silent', await cancel(lab), 'ms', 100);
  lab.undo();
  await lab.run();
  note('Dragging with more types …');
  lab.edit(large(lab.get()));
  await until(() => lab.items().some(({ label }) => label === 'type: type 0'));
  await wait(1000);
  await dragRows(lab, 'type: type 0', 'the same with 12 types and 12 answers', 30);
  note('Done. What is over its budget is marked; a busy computer and software graphics make all of it slower.');
  return rows;
}

window.covenantBench = measure().catch((error) => {
  note(`This could not be measured: ${error.message}`);
  throw error;
});
