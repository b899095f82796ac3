// Every number of a kind of noise, for the editor.

import { checkbox } from './fields.js';
import { make } from './sheet.js';

const kWithLevel = ['gaussian', 'student_t', 'bias', 'adversarial', 'flips', 'per_comparison'];

/** One entry of a list by its index. */
function indexChoice(editor, path, label, name, names) {
  const node = make('select', { 'aria-label': label, 'data-key': path, change: () => editor.set(path, Number(node.value)) },
    names.map((text, at) => make('option', { value: at }, text)));
  editor.updates.push((scenario) => {
    const place = path.split('.').reduce((part, key) => part?.[key], scenario);
    node.value = place ?? 0;
  });
  return make('div', { class: 'field' }, make('span', { class: 'name' }, name), node);
}

function changed(editor, at, change) {
  const scenario = structuredClone(editor.scenario);
  scenario.feedback.noise[at] = change(scenario.feedback.noise[at]);
  editor.apply(scenario);
}

function misreport(editor, noise, at, own) {
  const { types } = editor.scenario;
  const path = `feedback.noise.${at}`;
  const best = noise.factor === 'best';
  return [indexChoice(editor, `${path}.type`, `Who misreports, ${own}`, 'who', types.map(({ name }) => name)),
    checkbox('reports what serves it best', `${path} best`, best,
      (on) => changed(editor, at, (entry) => ({ ...entry, factor: on ? 'best' : 1 }))),
    best ? null : editor.number(`${path}.factor`, { label: `Factor of ${own}`, name: 'times its rewards', upper: 5, step: 0.05 })];
}

function offsets(editor, at, own) {
  const answers = editor.scenario.contexts.flatMap(({ name, responses }) => responses.map((r) => `${name}: ${r.name}`));
  return [make('h4', {}, 'bias on each answer, times the level'),
    ...answers.map((answer, a) => editor.number(`feedback.noise.${at}.offsets.${a}`,
      { label: `Bias of ${own} on ${answer}`, name: answer, lower: -1, upper: 1 }))];
}

function byType(editor, noise, at, own) {
  const { types } = editor.scenario;
  const on = Array.isArray(noise.factors) && noise.factors.length > 0;
  const turn = (wanted) => changed(editor, at, ({ factors, ...entry }) => (
    wanted ? { ...entry, factors: types.map(() => 1) } : entry));
  return [checkbox('differs by type', `feedback.noise.${at} by type`, on, turn),
    ...(on ? types.map(({ name }, k) => editor.number(`feedback.noise.${at}.factors.${k}`,
      { label: `Level of ${own} for ${name}, times`, name, upper: 3, step: 0.05 })) : [])];
}

/** The inputs of entry `at`, without its kind. */
export function noiseFields(editor, noise, at) {
  const own = `noise ${at + 1}`;
  const path = `feedback.noise.${at}`;
  const out = [];
  if (kWithLevel.includes(noise.kind)) out.push(editor.number(`${path}.level`, { label: `Level of ${own}`, name: 'level', upper: 0.5 }));
  if (noise.kind === 'student_t') out.push(editor.number(`${path}.df`, { label: `Degrees of freedom of ${own}`, name: 'df', lower: 1, upper: 30, step: 1, whole: true }));
  if (noise.kind === 'bias') out.push(...offsets(editor, at, own));
  if (noise.kind === 'missing_norm') out.push(indexChoice(editor, `${path}.index`, `Missing norm of ${own}`, 'norm', editor.scenario.norms));
  if (noise.kind === 'misreport') out.push(...misreport(editor, noise, at, own));
  if (kWithLevel.includes(noise.kind)) out.push(...byType(editor, noise, at, own));
  return out;
}

/** What decides which inputs there are. */
export const noiseShape = ({ kind, factor, factors }) => [kind, factor === 'best', factors?.length ?? 0];
