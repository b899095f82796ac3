// Choices of real people, dropped on the page: read and judged by the worker, shown beside the lab. Where the
// file's columns have other names, the reader says which is which.

import { button, fill, make } from './sheet.js';
import { buildTable, parseCsv } from './tables.js';

const kKeys = [['respondent', 'Who chose', true], ['context', 'Asked what', true],
  ['response', 'Chose', false], ['preferred', 'or: preferred', false], ['other', 'over', false],
  ['group', 'Group, if known', false]];
const kPeople = 50;  // rows of the table of people

const percent = (value) => (value === null || value === undefined ? '–' : `${(100 * value).toFixed(1)} %`);
const span = ({ mean, lo, hi }, show) => `${show(mean)} (${show(lo)} to ${show(hi)})`;
const bits = (value) => (value === null ? '–' : value.toFixed(2));

function summary(result) {
  const judged = result.inference;
  if (!judged) {
    return [make('p', {}, 'The file names no groups, so nothing was fitted and accuracy is not known; each '
      + 'person’s posterior comes from this scenario’s own weights.')];
  }
  return [make('p', {}, `Group inferred right for ${span(judged.accuracy, percent)} of ${judged.respondents} `
    + `people whom no fit has seen; always saying the largest group would be right for ${percent(judged.majority)}.`),
  make('p', {}, `Bits gained per person: ${span(judged.bits_gained, bits)}. Calibration error: `
    + `${span(judged.calibration_error, bits)}.`),
  buildTable('Who is taken for whom (share of each group)', [['group', 'people', ...result.types.map(({ name }) => name)],
    ...judged.by_type.map(({ type, respondents, inferred_as: row }) => [type, String(respondents), ...row.map(percent)])])];
}

function agreement(result) {
  if (!result.agreement?.length) return [];
  const names = Object.keys(result.agreement[0].policies);
  return [buildTable('Held-out choices that each policy’s likeliest response agrees with',
    [['group', ...names.map((name) => name.replaceAll('_', ' '))],
      ...result.agreement.map(({ group, policies }) =>
        [group ?? 'everyone', ...names.map((name) => percent(policies[name].argmax.mean))])])];
}

function people(result) {
  const shown = result.posteriors.slice(0, kPeople);
  const rest = result.posteriors.length - shown.length;
  return [buildTable(`Each person: P(group), given their choices${rest > 0 ? ` (the first ${kPeople})` : ''}`,
    [['person', 'choices', 'inferred', ...result.types.map(({ name }) => name)],
      ...shown.map((person) => [person.respondent, String(person.choices), person.inferred,
        ...person.posterior.map(percent)])])];
}

/** Asks which column holds what; `start(columns)` with "respondent=id,..". */
function mapping(header, start) {
  const picks = kKeys.map(([key, words, needed]) => {
    const select = make('select', { 'aria-label': words },
      make('option', { value: '' }, needed ? 'choose a column' : 'none'),
      header.map((name) => make('option', { value: name }, name)));
    const same = header.find((name) => name.toLowerCase() === key);
    if (same) select.value = same;
    return { key, select, node: make('div', { class: 'field' }, make('span', { class: 'name' }, words), select) };
  });
  const go = () => start(picks.filter(({ select }) => select.value !== '')
    .map(({ key, select }) => `${key}=${select.value}`).join(','));
  return make('div', {}, make('h3', {}, 'Which column holds what?'),
    make('p', { class: 'note' }, 'Either what was chosen among all answers, or what was preferred over what.'),
    picks.map(({ node }) => node), make('div', { class: 'row' }, button('Read it like this', go, { class: 'main' })));
}

export function open(detail, { name, text }) {
  const body = fill(`Your data: ${name}`, { wide: true });
  const header = parseCsv(text.slice(0, 20000))[0] ?? [];
  let present = true;
  const read = async (columns) => {
    body.replaceChildren(make('p', { role: 'status' }, 'Reading and inferring…'));
    let result;
    try {
      result = await window.covenant.infer(text, columns);
    } catch (error) {
      result = { error: `the computation stopped: ${error.message}` };
    }
    if (!present) return;
    if (result.error !== undefined) {
      window.covenant.say(`${name}: ${result.error}`);
      body.replaceChildren(make('p', { class: 'wrong', role: 'alert' }, `${name}: ${result.error}`),
        ...(header.length > 1 ? [mapping(header, read)] : []));
      return;
    }
    window.covenant.say(`Read ${result.choices} choices from ${name}`);
    body.replaceChildren(
      make('p', {}, `${result.choices} choices of ${result.respondents} people, judged under the scenario “`
        + `${window.covenant.get().title}”. Nothing was sent anywhere.`),
      ...result.left_out.map((words) => make('p', { class: 'note' }, words)),
      ...summary(result), ...agreement(result), ...people(result),
      make('p', { class: 'note' }, `Fingerprint ${result.fingerprint}.`),
      make('div', { class: 'row' },
        button('Download everything (JSON)', () => window.covenant.download(`${name}-inference.json`,
          'application/json', JSON.stringify(result, null, 1))),
        button('Other columns', () => body.replaceChildren(mapping(header, read)))));
  };
  read('');
  return () => { present = false; };
}
