// The parts of a scenario that are one thing or another (a word, a number, or a list of numbers), for the editor.

import { edits } from './edits.js';
import { checkbox, numberTable, wordChoice } from './fields.js';
import { button, make } from './sheet.js';

const kMostShown = 40;  // respondents of a community; a longer one is edited as a file

const answersOf = ({ contexts }) => contexts.flatMap(({ name, responses }) => responses.map((r) => `${name}: ${r.name}`));

/** What an AI without any designer says: the policy that KL is measured from. */
export function referenceFields(editor) {
  const { reference } = editor.scenario;
  const given = Array.isArray(reference);
  const kind = wordChoice('reference kind', 'Base policy', { uniform: 'every answer alike', given: 'probabilities' },
    given ? 'given' : 'uniform', (value) => editor.apply(edits.reference.kind(editor.scenario, value)));
  if (!given) return [kind];
  const fields = answersOf(editor.scenario).map((answer, at) => editor.number(`reference.${at}`,
    { label: `Base probability of ${answer}`, name: answer, lower: 0.001, upper: 0.999, step: 0.001 },
    (value, finished) => editor.apply(edits.reference.set(editor.scenario, at, value), finished)));
  return [kind, make('p', { class: 'note' }, 'The other answers to a question share what one leaves.'), ...fields];
}

/** What leaving is worth. */
export function outsideFields(editor) {
  const { outside, types } = editor.scenario;
  const now = Array.isArray(outside) ? 'each' : typeof outside === 'number' ? 'number' : 'reference';
  const kind = wordChoice('outside kind', 'Who leaves gets', { reference: 'the base policy', number: 'a number of utils', each: 'a number per type' },
    now, (value) => editor.apply(edits.outside.kind(editor.scenario, value)));
  const spec = { lower: -1, upper: 1 };
  if (now === 'reference') return [kind];
  if (now === 'number') return [kind, editor.number('outside', { ...spec, label: 'Utils of leaving', name: 'utils' })];
  return [kind, ...types.map(({ name }, at) => editor.number(`outside.${at}`, { ...spec, label: `Utils of leaving for ${name}`, name }))];
}

/** The designer's norm from the answers of a community, in place of one number per norm. */
export function communityFields(editor) {
  const { designer, norms } = editor.scenario;
  const elicited = designer.norm === 'elicited';
  const box = checkbox('the norm is elicited from a community', 'designer.norm elicited', elicited,
    (on) => editor.apply(edits.community.elicit(editor.scenario, on)));
  if (!elicited) return [box];
  const rows = designer.community.length;
  const out = [box, editor.choice('designer.elicitation', 'Taken together by', ['mean', 'median', 'trimmed_mean'])];
  if (designer.elicitation === 'trimmed_mean') {
    out.push(editor.number('designer.trim', { label: 'Trimmed at each end', name: 'trimmed', upper: 0.49 }));
  }
  if (rows > kMostShown) return [...out, make('p', { class: 'note' }, `${rows} respondents: too many to show; export the scenario to edit them.`)];
  const table = numberTable({
    caption: 'What each respondent of the community asks for', columns: norms, lower: -1, upper: 1, step: 0.01,
    rows: designer.community.map((_, at) => ({
      head: `respondent ${at + 1}`,
      tail: [button('×', () => editor.apply(edits.community.remove(editor.scenario, at)),
        { class: 'small', 'aria-label': `Remove respondent ${at + 1}`, disabled: rows === 1 })],
      cells: norms.map((norm, d) => ({ path: `designer.community.${at}.${d}`, label: `Respondent ${at + 1}: ${norm}` })),
    })),
  }, (path, value, finished) => editor.set(path, value, finished));
  editor.follow((read) => table.update(read));
  return [...out, table.node, button('Add a respondent', () => editor.apply(edits.community.add(editor.scenario)), { 'data-key': 'add respondent' })];
}

/** The levels of noise that are run, typed as a list. */
export function levelsField(editor) {
  const input = make('input', { type: 'text', 'aria-label': 'Noise levels', 'data-key': 'run.noise_levels' });
  input.addEventListener('change', () => {
    const levels = input.value.split(/[\s;,]+/).filter(Boolean).map((word) => (Number.isFinite(Number(word)) ? Number(word) : word));
    editor.set('run.noise_levels', levels);
  });
  editor.follow((read) => { if (document.activeElement !== input) input.value = read('run.noise_levels').join(', '); });
  return make('label', {}, 'Noise levels that are run (shares; 0.2 is 20 %)', input);
}

/** Whom all methods are compared with, besides RLHF. */
export function baselineField(editor) {
  const labels = editor.scenario.methods.map((method) => (typeof method === 'string' ? method : method.label ?? method.id));
  const words = Object.fromEntries([['', 'RLHF only'], ...labels.map((label) => [label, label.replaceAll('_', ' ')])]);
  return wordChoice('run.baseline', 'Compared with', words, editor.scenario.run.baseline ?? '',
    (value) => editor.set('run.baseline', value === '' ? null : value));
}

export function labelledField(editor) {
  const field = checkbox('the group of each comparison is known', 'feedback.labelled', editor.scenario.feedback.labelled,
    (on) => editor.set('feedback.labelled', on));
  editor.follow((read) => { field.querySelector('input').checked = read('feedback.labelled'); });
  return field;
}

/** What decides which inputs there are. */
export const choicesShape = ({ reference, outside, designer, run }) => [Array.isArray(reference),
  Array.isArray(outside) ? 'each' : typeof outside, designer.norm === 'elicited', designer.community?.length ?? 0,
  designer.elicitation, run.baseline];
