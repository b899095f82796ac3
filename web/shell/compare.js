// Two links side by side: what differs between the scenarios, both menus, and a metric of a method against the
// noise level. The lab's own scenario is one side and stays live; the other is computed by workers of its own.

import { exportButtons } from './compare_export.js';
import { differences } from './differences.js';
import { Runner } from './runner.js';
import { button, fill, make } from './sheet.js';
import { buildTable } from './tables.js';

const kMostDifferences = 30;
const kFollowMs = 250;
const kColors = ['var(--accent)', 'var(--bad)'];
const digits = (value, places = 4) => (typeof value === 'number' ? String(Number(value.toPrecision(places))) : '–');
const percent = (value) => `${Math.round(100 * value)} %`;

const told = (value) => (value === undefined ? 'not there' : value === null ? 'none' : String(value));

function differenceTable(ours, theirs) {
  const all = differences(ours, theirs);
  if (all.length === 0) return make('p', {}, 'Both links hold the same scenario.');
  const rows = all.slice(0, kMostDifferences).map((row) => [row[0], told(row[1]), told(row[2])]);
  if (all.length > rows.length) rows.push([`and ${all.length - rows.length} more`, '', '']);
  return buildTable('What differs', [['field', 'this lab', 'the other link'], ...rows]);
}

function policyBars(scenario, allocation) {
  let at = 0;
  return scenario.contexts.map(({ name, responses }) => {
    const shares = responses.map((response) => ({ name: response.name, share: allocation[at++] }));
    const words = shares.map((each) => `${each.name} ${percent(each.share)}`).join(', ');
    const parts = shares.map(({ share }, index) => {
      const part = make('i');
      part.style.flex = `${share} 0 0`;
      part.style.opacity = 0.35 + 0.65 * (index + 1) / shares.length;
      return part;
    });
    return make('div', { class: 'policy' }, make('span', {}, name),
      make('div', { class: 'bar', role: 'img', 'aria-label': `${name}: ${words}`, title: words }, parts));
  });
}

function menuColumn(title, side, name) {
  const { scenario, design, report } = side;
  const cards = design.contracts.map(({ types, transfer, allocation }) => make('div', { class: 'contract' },
    make('p', {}, make('b', {}, types.join(', ') || 'nobody'), ` · transfer ${Math.abs(transfer) < 0.005 ? '0.00' : transfer.toFixed(2)}`),
    ...policyBars(scenario, allocation)));
  return make('div', { class: `side ${name}` }, make('h3', {}, title),
    make('p', {}, scenario.title || scenario.id),
    make('p', { class: 'note' }, `fingerprint ${report ? report.fingerprint : 'not yet known'}`),
    ...(cards.length > 0 ? cards : [make('p', {}, `No menu: ${design.reason || design.status}.`)]));
}

/** Levels of a method and metric: [{level, mean, lo, hi}]. */
function curveOf(report, method, metric) {
  return (report?.methods[method]?.levels ?? []).filter(({ metrics }) => metrics[metric]?.mean !== undefined
    && metrics[metric].mean !== null).map(({ level, metrics }) => ({ level, ...metrics[metric] }));
}

function curvesSvg(curves, title) {
  const [width, height, left, bottom, right] = [560, 230, 46, 200, 470];
  const points = curves.flat();
  if (points.length === 0) return make('p', {}, 'Neither side has this method and metric.');
  const span = (values) => [Math.min(...values), Math.max(...values)];
  const [x0, x1] = span(points.map(({ level }) => level));
  let [y0, y1] = span(points.flatMap(({ mean, lo, hi }) => [mean, lo ?? mean, hi ?? mean]));
  if (y0 > 0 && y0 < 0.5 * y1) y0 = 0;
  if (y1 - y0 < 1e-9) [y0, y1] = [y0 - 0.5, y1 + 0.5];
  const x = (level) => (left + (right - left) * (x1 > x0 ? (level - x0) / (x1 - x0) : 0.5)).toFixed(1);
  const y = (value) => (bottom - (bottom - 14) * (value - y0) / (y1 - y0)).toFixed(1);
  const ticks = [0, 1, 2, 3, 4].map((i) => y0 + (y1 - y0) * i / 4);
  const grid = ticks.map((value) => `<line x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}" stroke="var(--hairline)"/>`
    + `<text x="${left - 6}" y="${y(value)}" dy="4" text-anchor="end">${digits(value, 3)}</text>`);
  const across = [x0, (x0 + x1) / 2, x1].map((level) => `<text x="${x(level)}" y="${bottom + 18}" text-anchor="middle">${percent(level)}</text>`);
  const lines = curves.map((curve, side) => {
    if (curve.length === 0) return '';
    const band = [...curve.map((p) => `${x(p.level)},${y(p.hi ?? p.mean)}`),
      ...[...curve].reverse().map((p) => `${x(p.level)},${y(p.lo ?? p.mean)}`)].join(' ');
    const line = curve.map((p) => `${x(p.level)},${y(p.mean)}`).join(' ');
    const last = curve.at(-1);
    const read = curve.map((p) => `<circle cx="${x(p.level)}" cy="${y(p.mean)}" r="7" fill="transparent"><title>`
      + `${side ? 'other link' : 'this lab'}, ${percent(p.level)} noise: ${digits(p.mean)} (${digits(p.lo)} to ${digits(p.hi)})</title></circle>`).join('');
    return `<polygon points="${band}" fill="${kColors[side]}" opacity="0.15"/>`
      + `<polyline points="${line}" fill="none" stroke="${kColors[side]}" stroke-width="2"${side ? ' stroke-dasharray="6 4"' : ''}/>`
      + `<text class="name" x="${Number(x(last.level)) + 8}" y="${Number(y(last.mean)) + (side ? 13 : -5)}" fill="${kColors[side]}">${side ? 'other link' : 'this lab'}</text>${read}`;
  });
  const box = make('div', { class: 'curves' });
  box.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img">${grid.join('')}${across.join('')}${lines.join('')}`
    + `<text x="${(left + right) / 2}" y="${height - 1}" text-anchor="middle">noise level</text></svg>`;
  box.firstElementChild.setAttribute('aria-label', `${title}; the numbers are in the table below`);
  return box;
}

function curvesTable(curves, title) {
  const [ours, theirs] = curves.map((curve) => new Map(curve.map((point) => [point.level, point])));
  const levels = [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b);
  const cell = (point) => (point ? `${digits(point.mean)} (${digits(point.lo)} to ${digits(point.hi)})` : '–');
  const rows = levels.map((level) => {
    const [a, b] = [ours.get(level), theirs.get(level)];
    return [percent(level), cell(a), cell(b), a && b ? digits(b.mean - a.mean) : '–'];
  });
  return buildTable(`${title}: means with 95 % intervals; difference of the means, not paired`,
    [['noise', 'this lab', 'the other link', 'other minus this'], ...rows]);
}

/** What the page shows, kept in step: {scenario, design, report}. */
class Comparison {
  constructor(body) {
    this.results = make('div');
    this.message = make('p', { class: 'note', role: 'status' });
    this.chosen = { method: 'menu', metric: 'regret' };
    this.ours = null;
    this.theirs = null;
    this.shown = '';
    this.runs = 0;
    this.runner = new Runner({
      progress: (done, total) => { this.say(`Computing the other link: ${done} of ${total} replicates.`); },
      replaced: () => {},
      report: () => {},
      text: (json, finished) => {
        this.theirs.report = JSON.parse(json);
        if (finished) this.say('Both sides are computed.');
        this.draw();
      },
      failed: (id, message) => this.say(`The other link could not be computed: ${message}`),
    });
    body.append(this.message, this.results);
  }

  say(text) { this.message.textContent = text; }

  async open(text) {
    const link = text.trim().replace(/^[^#]*#/, '');
    if (link === '' || !link.includes('=')) {
      this.say('Paste a link of this page, or what stands after its # sign.');
      return;
    }
    try {
      const opened = await this.runner.open(link);
      if (opened.error !== undefined) throw new Error(opened.error);
      const design = await this.runner.design(JSON.stringify(opened.scenario));
      this.theirs = { scenario: opened.scenario, design, report: null, link };
      this.say(opened.ignored.length > 0 ? `Ignored in the link: ${opened.ignored.join('; ')}.` : 'Computing the other link.');
      await this.follow();
      this.runner.start(++this.runs, JSON.stringify(opened.scenario));
    } catch (error) {
      this.say(`This link could not be opened: ${error.message}`);
    }
  }

  /** Our side, when it changed. */
  async follow() {
    if (this.theirs === null) return;
    const scenario = window.covenant.get();
    const text = JSON.stringify(scenario);
    const report = window.covenant.state().busy ? null : window.covenant.results();
    const stamp = `${text} ${report?.fingerprint}`;
    if (stamp === this.shown) return;
    this.shown = stamp;
    const design = await this.runner.design(text);
    this.ours = { scenario, design, report, link: window.covenant.link() };
    this.draw();
  }

  choose(name, values, label) {
    if (!values.includes(this.chosen[name])) this.chosen[name] = values[0];
    const change = (event) => {
      this.chosen[name] = event.target.value;
      this.draw();
      this.results.querySelector(`[data-choice=${name}]`)?.focus();
    };
    return make('label', { class: 'row' }, label, make('select', { 'data-choice': name, change },
      values.map((value) => make('option', { selected: value === this.chosen[name] }, value))));
  }

  draw() {
    const sides = [this.ours, this.theirs];
    if (sides.includes(null)) return;
    const reports = sides.map(({ report }) => report).filter((report) => report !== null);
    const methods = [...new Set(reports.flatMap((report) => Object.keys(report.methods)))];
    const out = [differenceTable(this.ours.scenario, this.theirs.scenario), make('h3', {}, 'Menus on exact feedback'),
      make('div', { class: 'sides' }, menuColumn('This lab', this.ours, 'ours'), menuColumn('The other link', this.theirs, 'theirs'))];
    if (methods.length > 0) {
      const methodChoice = this.choose('method', methods, 'Method');
      const metrics = [...new Set(reports.flatMap((report) =>
        (report.methods[this.chosen.method]?.levels ?? []).flatMap(({ metrics: each }) => Object.keys(each))))];
      const metricChoice = this.choose('metric', metrics, 'Metric');
      const curves = sides.map(({ report }) => curveOf(report, this.chosen.method, this.chosen.metric));
      const title = `${this.chosen.metric} of ${this.chosen.method}`;
      const plot = curvesSvg(curves, title);
      out.push(make('h3', {}, 'Against noise'), make('div', { class: 'row' }, methodChoice, metricChoice), plot);
      const svg = plot.querySelector('svg');
      if (svg) out.push(exportButtons(svg, curves, title, sides));
      out.push(curvesTable(curves, title));
    }
    this.results.replaceChildren(...out);
  }
}

export function open(detail, given) {
  const body = fill('Compare two links', { wide: true });
  const input = make('input', { id: 'compare-link', type: 'text', spellcheck: 'false', autocomplete: 'off' });
  const form = make('form', { class: 'row', submit: (event) => { event.preventDefault(); comparison.open(input.value); } },
    make('label', { for: 'compare-link' }, 'The other link'), input, make('button', { class: 'main' }, 'Compare'));
  body.append(make('p', {}, 'The lab beside this panel is one side, and stays live. Paste a link for the other one.'), form);
  const comparison = new Comparison(body);
  if (given) {
    input.value = given;
    comparison.open(given);
  }
  const timer = setInterval(() => comparison.follow(), kFollowMs);
  return () => {
    clearInterval(timer);
    comparison.runner.close();
  };
}
