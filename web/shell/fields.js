// One number of the scenario as a slider and a field to type in, and a table of numbers with one slider for
// the cell that is being edited. `set(value, finished)` is called on every movement.

import { make } from './sheet.js';

const plain = (value) => String(Number(Number(value).toPrecision(12)));

function parsed(text) {
  const number = Number(text.replace(',', '.').replace(/^\s*[−–]/, '-'));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}

/** {node, update(value)}. spec: label, name, lower, upper, step, log, infinite (true: may be "infinite"). */
export function numberField(spec, set) {
  const { label, name = label, lower, upper, step = 0.01, log = false, path } = spec;
  const toTrack = (value) => (log ? Math.log(Math.max(value, lower) / lower) / Math.log(upper / lower)
    : (value - lower) / (upper - lower));
  const fromTrack = (share) => {
    if (!log) return Number((Math.round((lower + share * (upper - lower)) / step) * step).toPrecision(12));
    const value = lower * (upper / lower) ** share;
    const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
    return Number((Math.round(value / unit) * unit).toPrecision(12));
  };
  const track = make('input', { type: 'range', min: 0, max: 1, step: log ? 0.005 : step / (upper - lower),
    'aria-label': `${label}, slider`, 'data-key': `${path} slider` });
  const typed = make('input', { type: spec.infinite ? 'text' : 'number', step: 'any', 'aria-label': label,
    'data-key': path, size: 7 });
  const move = (finished) => {
    const value = fromTrack(Number(track.value));
    typed.value = plain(value);
    set(spec.whole ? Math.round(value) : value, finished);
  };
  track.addEventListener('input', () => move(false));
  track.addEventListener('change', () => move(true));
  typed.addEventListener('change', () => {
    if (spec.infinite && typed.value.trim().toLowerCase().startsWith('inf')) return set('infinite', true);
    const value = parsed(typed.value);
    return set(value === null ? typed.value : value, true);
  });
  const update = (value) => {
    if (document.activeElement !== typed) typed.value = typeof value === 'number' ? plain(value) : value ?? '';
    if (typeof value === 'number') track.value = toTrack(value);
    else track.value = 1;
    track.setAttribute('aria-valuetext', typed.value);
  };
  const caption = make('span', { class: 'name', title: spec.help ?? null }, name);
  return { node: make('div', { class: 'field' }, caption, track, typed), update };
}

export function checkbox(text, key, checked, act) {
  const box = make('input', { type: 'checkbox', 'data-key': key, checked });
  box.addEventListener('change', () => act(box.checked));
  return make('label', {}, box, ` ${text}`);
}

/** A choice among words: {value: what is shown}. */
export function wordChoice(key, label, words, chosen, act) {
  const node = make('select', { 'aria-label': label, 'data-key': key }, Object.entries(words)
    .map(([value, text]) => make('option', { value, selected: value === chosen }, text)));
  node.addEventListener('change', () => act(node.value));
  return make('div', { class: 'field' }, make('span', { class: 'name' }, label), node);
}

/**
 * rows: [{head: node, tail: node, cells: [{label, path}]}]; columns: names. One slider under the table moves
 * the cell that was last focused. {node, update(read)}: read(path) gives a cell's number.
 */
export function numberTable({ caption, columns, rows, lower, upper, step }, set) {
  const inputs = new Map();
  const track = make('input', { type: 'range', min: lower, max: upper, step, disabled: true,
    'aria-label': 'No number chosen', 'data-key': `${rows[0]?.cells[0]?.path} shared slider` });
  const which = make('span', { class: 'note' }, 'Choose a number to move it with the slider.');
  let chosen = null;
  const choose = (cell, input) => {
    chosen = { cell, input };
    track.disabled = false;
    track.setAttribute('aria-label', `${cell.label}, slider`);
    track.value = Number(input.value);
    which.textContent = cell.label;
  };
  const cellOf = (cell) => {
    const input = make('input', { type: 'number', step: 'any', 'aria-label': cell.label, 'data-key': cell.path });
    input.addEventListener('focus', () => choose(cell, input));
    input.addEventListener('change', () => {
      const value = parsed(input.value);
      track.value = value ?? 0;
      set(cell.path, value === null ? input.value : value, true);
    });
    inputs.set(cell.path, input);
    return make('td', {}, input);
  };
  const move = (finished) => {
    if (!chosen) return;
    chosen.input.value = track.value;
    set(chosen.cell.path, Number(track.value), finished);
  };
  track.addEventListener('input', () => move(false));
  track.addEventListener('change', () => move(true));
  const head = make('tr', {}, make('td', {}), columns.map((name) => make('th', { scope: 'col' }, name)),
    make('td', {}));
  const lines = rows.map(({ head: first, tail, cells }) =>
    make('tr', {}, make('td', {}, first), cells.map(cellOf), make('td', { class: 'ops' }, tail)));
  const node = make('div', {},
    make('div', { class: 'cells' }, make('table', { 'aria-label': caption }, make('tbody', {}, head, lines))),
    make('div', { class: 'row' }, track, which));
  const update = (read) => {
    for (const [path, input] of inputs) {
      if (document.activeElement !== input) input.value = plain(read(path));
    }
  };
  return { node, update };
}
