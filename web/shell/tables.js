// Results as HTML tables: for screen readers behind the lab, for reading instead of it, and as all there is
// where there is no WebGL. Numbers come from the report and from the plots' own data.

const plots = new Map();  // id -> {title, csv}
let pending = null;

/** Four digits are more than any interval here resolves. */
const shown = (value) => {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return String(value);
  return String(Number(value.toPrecision(4)));
};

function element(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** rows: arrays of strings; the first one and the first column are headings. */
export function buildTable(caption, rows) {
  const table = element('table');
  table.append(element('caption', caption));
  const body = element('tbody');
  rows.forEach((row, at) => {
    const line = element('tr');
    row.forEach((cell, column) => {
      const scope = at === 0 ? 'col' : column === 0 ? 'row' : '';
      line.append(scope ? element('th', cell, { scope }) : element('td', cell));
    });
    body.append(line);
  });
  table.append(body);
  const box = element('div', undefined, { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' });
  box.append(table);
  return box;
}

/** Comma-separated values with quotes as in RFC 4180; lines that start with '#' are comments. */
export function parseCsv(text) {
  const rows = [];
  let row = [];
  let cell = '';
  let quoted = false;
  const endCell = () => { row.push(cell); cell = ''; };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += '"'; ++i; } else quoted = false;
    } else if (c === '#' && row.length === 0 && cell === '') {
      const end = text.indexOf('\n', i);
      i = end < 0 ? text.length : end;
    } else if (c === '"') quoted = true;
    else if (c === ',') endCell();
    else if (c === '\n') endRow();
    else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

function plotSection({ title, csv }) {
  const number = (cell) => (cell !== '' && Number.isFinite(Number(cell)) ? shown(Number(cell)) : cell);
  return buildTable(title, parseCsv(csv).map((row) => row.map(number)));
}

/** The mean, and under it the interval. */
const interval = (metric) => (metric && metric.mean !== null
  ? `${shown(metric.mean)}\n${shown(metric.lo)} to ${shown(metric.hi)}` : '–');

/** One metric over methods (rows) and noise levels (columns). */
function metricTable(report, metric) {
  const methods = Object.entries(report.methods);
  const levels = methods[0][1].levels.map(({ level }) => level);
  const head = ['method', ...levels.map((level) => `${shown(level * 100)} % noise`)];
  const rows = methods.map(([label, { levels: cells }]) =>
    [label, ...cells.map(({ metrics }) => interval(metrics[metric]))]);
  return buildTable(`${metric}: mean over replicates with 95 % interval`, [head, ...rows]);
}

function deploymentTable(label, { deployment }) {
  const { policies, transfers } = deployment;
  const rows = policies.map((policy, at) =>
    [String(at + 1), shown(transfers?.[at] ?? 0), policy.map((p) => shown(p)).join('  ')]);
  return buildTable(`What ${label} deploys (replicate 0)`,
    [['contract', 'transfer', 'probability of each response'], ...rows]);
}

/** The whole report, readable. */
export function reportTables(report) {
  const out = document.createDocumentFragment();
  const methods = Object.entries(report.methods);
  out.append(element('p', `Scenario ${report.scenario}. ${report.replicates_done ?? '?'} of `
    + `${report.replicates ?? '?'} replicates. Fingerprint ${report.fingerprint}.`));
  if (methods.length === 0 || methods[0][1].levels.length === 0) return out;
  for (const metric of Object.keys(methods[0][1].levels[0].metrics)) out.append(metricTable(report, metric));
  out.append(element('h2', 'Policies'));
  for (const [label, method] of methods) {
    const level = method.levels[0];
    if (level.deployment?.policies) out.append(deploymentTable(label, level));
  }
  if (report.claims?.length > 0) {
    out.append(element('h2', 'Claims'));
    out.append(buildTable('Tested here', [['claim', 'statistic', '95 % interval', 'verdict'],
      ...report.claims.map((c) => [c.statement ?? c.id, shown(c.statistic),
        `[${shown(c.lo)}, ${shown(c.hi)}]`, c.verdict])]));
  }
  return out;
}

/** Tables that cannot be seen are no stops for the Tab key; screen readers find them all the same. */
function setTabbable() {
  const seen = document.body.classList.contains('reading');
  for (const box of document.querySelectorAll('#tables .scroll')) box.tabIndex = seen ? 0 : -1;
}

/** Many partial reports arrive in a run: the tables follow when the page has a moment. */
export function publishRun(text) {
  const due = pending !== null;
  pending = text;
  if (due) return;
  const render = () => {
    const report = JSON.parse(pending);
    pending = null;
    document.getElementById('tables-run').replaceChildren(reportTables(report));
    setTabbable();
  };
  setTimeout(render, 400);
}

export function publishTable(id, title, csv) {
  const known = plots.get(id);
  if (known && known.csv === csv && known.title === title) return;
  plots.set(id, { title, csv });
  const name = `table-${id}`;
  const section = plotSection({ title, csv });
  section.id = name;
  const old = document.getElementById(name);
  if (old) old.replaceWith(section);
  else document.getElementById('tables-plots').append(section);
  setTabbable();
}

/** Rows of the table behind a plot, for window.covenant.table(id); null if there is no such plot. */
export function tableRows(id) {
  const plot = plots.get(id);
  return plot ? parseCsv(plot.csv) : null;
}

export const tableTitle = (id) => plots.get(id)?.title ?? '';

export function showTables(show) {
  document.body.classList.toggle('reading', show);
  setTabbable();
  const target = document.getElementById(show ? 'tables' : 'canvas');
  target.focus({ preventScroll: true });
  if (!show) dispatchEvent(new UIEvent('resize'));
}
