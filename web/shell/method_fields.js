// The methods of a run and their own numbers, for the editor. A method may stand there more than once, with
// other numbers and another label (best of 4 beside best of 64).

import { edits } from './edits.js';
import { checkbox } from './fields.js';
import { button, make } from './sheet.js';

const kWidest = { whole: 100, real: 20, log: 1e4 };  // of sliders; the field takes all that is allowed

function parameterField(editor, at, label, { name, initial, lower, upper, integer, meaning }) {
  const log = integer && lower > 0 && upper > 1000;
  const widest = log ? kWidest.log : integer ? kWidest.whole : kWidest.real;
  const range = upper - lower <= widest ? upper - lower : widest;
  return editor.number(`methods.${at}.${name}`, {
    label: `${name} of ${label}`, name, help: meaning, log, whole: integer, initial,
    lower: Math.max(lower, -widest), upper: Math.min(upper, widest), step: integer ? 1 : range <= 1 ? 0.001 : 0.05,
  }, (value, done) => editor.apply(edits.methods.set(editor.scenario, at, { [name]: value }), done));
}

/** What one entry of the run's methods has to set. */
function instance(editor, method, at, info, count) {
  const label = method.label ?? method.id ?? method;
  const named = make('input', { type: 'text', value: label, 'aria-label': `Label of ${label}`, 'data-key': `methods.${at}.label`,
    change: () => editor.apply(edits.methods.set(editor.scenario, at, { label: named.value })) });
  const line = make('div', { class: 'row' }, named, count === 1 ? null
    : button('×', () => editor.apply(edits.methods.remove(editor.scenario, at)), { class: 'small', 'aria-label': `Remove ${label}` }));
  return make('div', {}, line, info.parameters.map((parameter) => parameterField(editor, at, label, parameter)),
    info.parameters.map(({ name, meaning }) => make('p', { class: 'note' }, `${name}: ${meaning}`)));
}

export function methodFields(editor) {
  const idOf = (method) => (typeof method === 'string' ? method : method.id);
  const { methods } = editor.scenario;
  return window.covenant.methods().map((info) => {
    const { id, paper, assumes, parameters } = info;
    const mine = methods.map((method, at) => [method, at]).filter(([method]) => idOf(method) === id);
    const box = checkbox(id.replaceAll('_', ' '), `method ${id}`, mine.length > 0,
      (on) => editor.apply(on ? edits.methods.add(editor.scenario, id) : edits.methods.removeAll(editor.scenario, id)));
    // one that takes numbers may be wanted with several
    const again = mine.length === 0 || parameters.length === 0 ? null : button('Once more, with other numbers',
      () => editor.apply(edits.methods.add(editor.scenario, id)), { class: 'small', 'aria-label': `Once more: ${id}`, 'data-key': `again ${id}` });
    return make('div', { class: 'group' }, box, make('span', { class: 'note' }, `${paper}. Assumes: ${assumes}.`),
      parameters.length === 0 && mine.length < 2 ? null
        : mine.map(([method, at]) => instance(editor, method, at, info, mine.length)), again);
  });
}
