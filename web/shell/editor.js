// The scenario editor beside the lab: add, remove, rename and reorder types, norms, questions and answers;
// every number by slider and by typing. Each finished edit is one step that undo takes back; what is not
// allowed is said in the core's own words, and nothing changes.

import { edits, valueAt, withValue } from './edits.js';
import { numberField, numberTable, wordChoice } from './fields.js';
import { methodFields } from './method_fields.js';
import { noiseFields, noiseShape } from './noise_fields.js';
import { baselineField, choicesShape, communityFields, labelledField, levelsField, outsideFields,
  referenceFields } from './scenario_fields.js';
import { button, fill, followScenario, make } from './sheet.js';

const kGroups = ['#0072b2', '#009e73', '#d55e00', '#cc79a7', '#e69f00', '#56b4e9', '#c9b900', '#7f5539'];
const kNoise = ['gaussian', 'student_t', 'bias', 'adversarial', 'missing_norm', 'misreport', 'flips',
  'per_comparison'];

class Editor {
  constructor(body) {
    this.scenario = window.covenant.get();
    this.updates = [];  // of what is drawn, from a scenario
    this.openParts = new Set(['Types: who asks']);
    this.wrong = make('p', { class: 'wrong', role: 'alert' });
    this.parts = make('div', {});
    body.append(make('p', { class: 'note' },
      'Everything here is part of the scenario: it is in the link, and undo takes it back.'),
    make('div', { class: 'row' }, button('Undo', () => this.history('undo'), { class: 'small' }),
      button('Redo', () => this.history('redo'), { class: 'small' })), this.wrong, this.parts);
    this.draw();
    this.stop = followScenario((scenario) => this.take(scenario));
  }

  history(step) {
    window.covenant[step]();
    this.take(window.covenant.get());
  }

  /** A scenario from elsewhere: redrawn if its shape is another, else the numbers follow. */
  take(scenario) {
    const before = shapeOf(this.scenario);
    this.scenario = scenario;
    if (shapeOf(scenario) === before) this.refresh();
    else this.draw();
  }

  /** True if the scenario is allowed. */
  apply(scenario, finished = true) {
    try {
      window.covenant.edit(scenario, finished);
      this.wrong.textContent = '';
    } catch (error) {
      this.wrong.textContent = `Not possible: ${error.message}`;
      if (finished) this.wrong.scrollIntoView({ block: 'nearest' });
      this.refresh();
      return false;
    }
    this.take(scenario);
    return true;
  }

  set(path, value, finished = true) { return this.apply(withValue(this.scenario, path, value), finished); }

  refresh() { for (const update of this.updates) update(this.scenario); }

  draw() {
    const focused = document.activeElement?.dataset?.key;
    const scroll = document.getElementById('sheet-body').scrollTop;
    this.updates = [];
    // 'toggle' comes late; what is open now stays open.
    for (const part of this.parts.children) this.remember(part);
    this.parts.replaceChildren(
      this.part('About', () => this.about()),
      this.part('Types: who asks', () => this.types()),
      this.part('Norms: what can matter', () => this.norms()),
      this.part('Questions and answers', () => this.contexts()),
      this.part('Designer', () => this.designer()),
      this.part('Feedback and noise', () => this.feedback()),
      this.part('Choice and run', () => this.run()),
      this.part('Methods', () => methodFields(this)),
    );
    this.refresh();
    document.getElementById('sheet-body').scrollTop = scroll;
    if (focused) this.parts.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  part(title, contents) {
    const node = make('details', { open: this.openParts.has(title) }, make('summary', { 'data-key': title }, title),
      ...contents());
    node.addEventListener('toggle', () => this.remember(node));
    return node;
  }

  remember(part) { this.openParts[part.open ? 'add' : 'delete'](part.querySelector('summary').dataset.key); }

  // ---- pieces ----

  /** `update(read)` whenever the scenario changes; read(path) gives what stands there. */
  follow(update) { this.updates.push((scenario) => update((path) => valueAt(scenario, path))); }

  number(path, spec, act = (value, done) => this.set(path, value, done)) {
    const now = valueAt(this.scenario, path) ?? spec.initial;
    const size = typeof now === 'number' ? Math.abs(now) : 0;
    const upper = Math.max(spec.upper ?? 1, size);
    const lower = spec.lower !== undefined && spec.lower < 0 ? Math.min(spec.lower, -size) : spec.lower ?? 0;
    const field = numberField({ ...spec, path, lower, upper }, act);
    this.updates.push((scenario) => field.update(valueAt(scenario, path) ?? spec.initial));
    return field.node;
  }

  text(path, label, tag = 'input') {
    const node = make(tag, tag === 'input' ? { type: 'text', 'aria-label': label, 'data-key': path }
      : { rows: 3, 'aria-label': label, 'data-key': path });
    node.addEventListener('change', () => this.set(path, node.value));
    this.updates.push((scenario) => {
      if (document.activeElement !== node) node.value = valueAt(scenario, path) ?? '';
    });
    return node;
  }

  choice(path, label, options, act = (value) => this.set(path, value)) {
    const node = make('select', { 'aria-label': label, 'data-key': path },
      options.map((option) => make('option', { value: option }, option.replaceAll('_', ' '))));
    node.addEventListener('change', () => act(node.value));
    this.updates.push((scenario) => { node.value = valueAt(scenario, path); });
    return make('div', { class: 'field' }, make('span', { class: 'name' }, label), node);
  }

  /** Up, down and remove for entry `at` of `count`; `what` names it for screen readers. */
  operations(what, at, count, move, remove) {
    const op = (text, label, action, disabled) => button(text, action,
      { class: 'small', 'aria-label': `${label} ${what}`, 'data-key': `${label} ${what}`, disabled });
    return [op('↑', 'Move up:', () => move(at, at - 1), at === 0),
      op('↓', 'Move down:', () => move(at, at + 1), at === count - 1),
      op('×', 'Remove', remove, count === 1)];
  }

  // ---- parts ----

  about() {
    return [make('label', {}, 'Title', this.text('title', 'Title', 'textarea')),
      make('label', {}, 'Description', this.text('description', 'Description', 'textarea')),
      make('label', {}, 'Source', this.text('citation', 'Source', 'textarea')),
      make('label', {}, 'Short name, for files and links', this.text('id', 'Short name'))];
  }

  types() {
    const { types, norms, contexts } = this.scenario;
    const answers = contexts.flatMap(({ name, responses }) => responses.map((r) => `${name}: ${r.name}`));
    const groups = types.map((type, at) => {
      const wishes = type.weights
        ? norms.map((norm, d) => this.number(`types.${at}.weights.${d}`,
          { label: `${type.name} cares for ${norm}`, name: norm, lower: -1, upper: 1 }))
        : answers.map((answer, a) => this.number(`types.${at}.rewards.${a}`,
          { label: `${type.name} values ${answer}`, name: answer, lower: -1, upper: 1 }));
      const dot = make('span', { class: 'dot' });
      dot.style.background = kGroups[at % kGroups.length];
      return make('div', { class: 'group' },
        make('div', { class: 'row' }, dot, this.text(`types.${at}.name`, `Name of type ${at + 1}`),
          this.operations(type.name, at, types.length, (from, to) => this.apply(edits.types.move(this.scenario, from, to)),
            () => this.apply(edits.types.remove(this.scenario, at)))),
        this.number(`types.${at}.share`, { label: `Share of ${type.name}`, name: 'share', lower: 0.01, upper: 1 }),
        this.number(`types.${at}.norm_factor`, { label: `Designer's norm for ${type.name}`, name: 'norm factor',
          upper: 5, help: 'How much the designer’s norm counts for what this type receives' }),
        wordChoice(`types.${at} wishes`, `Wishes of ${type.name}`, { norms: 'by norm', answers: 'answer by answer' },
          type.weights ? 'norms' : 'answers', (how) => this.apply(edits.types.wishes(this.scenario, at, how))), wishes);
    });
    return [make('p', { class: 'note' }, 'Shares count relative to each other. Up to 24 types.'), ...groups,
      button('Add a type', () => this.apply(edits.types.add(this.scenario)), { 'data-key': 'add type' }),
      this.number('spread', { label: 'Spread within a type', name: 'spread', upper: 0.5 })];
  }

  norms() {
    const { norms, designer } = this.scenario;
    const elicited = designer.norm === 'elicited';
    return [make('p', { class: 'note' }, `What answers are scored on.${elicited ? '' : ' The slider is the designer’s own norm.'}`),
      ...norms.map((norm, at) => make('div', { class: 'group' },
        make('div', { class: 'row' }, this.text(`norms.${at}`, `Name of norm ${at + 1}`),
          this.operations(norm, at, norms.length, (from, to) => this.apply(edits.norms.move(this.scenario, from, to)),
            () => this.apply(edits.norms.remove(this.scenario, at)))),
        elicited ? null : this.number(`designer.norm.${at}`, { label: `Designer's norm on ${norm}`, name: 'designer’s norm', lower: -1, upper: 1 }))),
      button('Add a norm', () => this.apply(edits.norms.add(this.scenario)), { 'data-key': 'add norm' }),
      ...communityFields(this)];
  }

  contexts() {
    const { contexts } = this.scenario;
    return [make('p', { class: 'note' }, 'Each answer has a score on each norm.'),
      ...contexts.map((context, at) => make('div', { class: 'group' },
        make('div', { class: 'row' }, this.text(`contexts.${at}.name`, `Name of question ${at + 1}`),
          this.operations(context.name, at, contexts.length, (from, to) => this.apply(edits.contexts.move(this.scenario, from, to)),
            () => this.apply(edits.contexts.remove(this.scenario, at)))),
        this.number(`contexts.${at}.weight`, { label: `Weight of ${context.name}`, name: 'how often', lower: 0.01, upper: 1 }),
        this.answers(context, at),
        button('Add an answer', () => this.apply(edits.responses.add(this.scenario, at)),
          { class: 'small', 'aria-label': `Add an answer to ${context.name}`, 'data-key': `add answer ${at}` }))),
      button('Add a question', () => this.apply(edits.contexts.add(this.scenario)), { 'data-key': 'add context' }),
      ...referenceFields(this)];
  }

  answers(context, at) {
    const { norms } = this.scenario;
    const table = numberTable({
      caption: `Scores of the answers to ${context.name}`, columns: norms, lower: -1, upper: 1, step: 0.01,
      rows: context.responses.map((response, a) => ({
        head: this.text(`contexts.${at}.responses.${a}.name`, `Name of answer ${a + 1} to ${context.name}`),
        tail: this.operations(response.name, a, context.responses.length,
          (from, to) => this.apply(edits.responses.move(this.scenario, at, from, to)),
          () => this.apply(edits.responses.remove(this.scenario, at, a))),
        cells: norms.map((norm, d) => ({ path: `contexts.${at}.responses.${a}.scores.${d}`,
          label: `${response.name}: ${norm}` })),
      })),
    }, (path, value, finished) => this.set(path, value, finished));
    this.updates.push((scenario) => table.update((path) => valueAt(scenario, path)));
    return table.node;
  }

  designer() {
    const size = make('input', { type: 'text', 'aria-label': 'Most contracts', 'data-key': 'max', size: 8 });
    size.addEventListener('change', () => this.set('designer.max_contracts',
      size.value.trim() === '' || size.value === 'no limit' ? null : Number(size.value)));
    this.updates.push(({ designer }) => { size.value = designer.max_contracts ?? 'no limit'; });
    return [this.number('designer.norm_strength', { label: 'Strength of the norm', name: 'norm strength', upper: 3 }),
      this.number('designer.kl', { label: 'KL to base', upper: 1 }),
      this.choice('designer.transfers', 'Transfers', ['none', 'friction', 'money']),
      make('div', { class: 'field' }, make('span', { class: 'name' }, 'Most contracts'), size),
      this.number('designer.robust_radius', { label: 'Robust radius', upper: 0.5,
        help: 'IC and IR hold for every error in the rewards up to this, in utils' }),
      this.number('designer.discount', { label: 'Discount of transfers', upper: 1 }), ...outsideFields(this)];
  }

  feedback() {
    const { noise } = this.scenario.feedback;
    return [this.number('feedback.comparisons', { label: 'Comparisons', lower: 10, upper: 1e5, log: true, whole: true, infinite: true }),
      this.number('feedback.rationality', { label: 'Rationality', lower: 0.1, upper: 20, log: true, infinite: true }),
      labelledField(this), this.number('feedback.ridge', { label: 'Ridge', upper: 1 }),
      this.number('feedback.per_person', { label: 'Comparisons per person', lower: 1, upper: 20, step: 1, whole: true }),
      ...noise.map(({ kind }, at) => make('div', { class: 'group' },
        this.choice(`feedback.noise.${at}.kind`, `Noise ${at + 1}`, kNoise,
          (wanted) => this.apply(edits.noise.kind(this.scenario, at, wanted))),
        ...noiseFields(this, noise[at], at),
        button('Remove', () => this.apply(edits.noise.remove(this.scenario, at)),
          { class: 'small', 'aria-label': `Remove noise ${at + 1}` }))),
      button('Add noise', () => this.apply(edits.noise.add(this.scenario)), { 'data-key': 'add noise' })];
  }

  run() {
    return [this.choice('choice.model', 'People choose', ['best', 'logit']),
      this.number('choice.precision', { label: 'Precision of choice', lower: 0.1, upper: 100, log: true }),
      this.number('choice.rounds', { label: 'Picks per person', lower: 1, upper: 20, step: 1, whole: true }),
      this.number('run.users', { label: 'People', lower: 100, upper: 1e5, log: true, whole: true }),
      this.number('run.replicates', { label: 'Replicates', lower: 10, upper: 1000, log: true, whole: true }),
      this.number('run.seed', { label: 'Seed', lower: 0, upper: 50, step: 1, whole: true }),
      levelsField(this), baselineField(this)];
  }
}

/** Names and counts: what decides which inputs there are. */
function shapeOf(scenario) {
  const { norms, contexts, types, feedback, methods } = scenario;
  return JSON.stringify([choicesShape(scenario), norms, contexts.map(({ name, responses }) => [name, responses.map((r) => r.name)]),
    types.map(({ name, weights }) => [name, Boolean(weights)]), feedback.noise.map(noiseShape),
    methods.map((method) => method.id === undefined ? [method, method] : [method.id, method.label ?? method.id])]);
}

export function open() {
  const editor = new Editor(fill('Edit the scenario'));
  return () => editor.stop();
}
