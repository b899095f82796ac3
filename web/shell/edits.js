// Edits of a scenario (an object as window.covenant.get() gives it): everything that hangs together moves
// together. Each returns a new scenario; none checks ranges, which the core does, in words.

const copy = (value) => structuredClone(value);
const moved = (list, from, to) => {
  const out = [...list];
  out.splice(to, 0, ...out.splice(from, 1));
  return out;
};
const without = (list, at) => list.filter((_, index) => index !== at);

/** A name that nobody else in the list has: "name", "name 2", ... */
export function freshName(base, names) {
  for (let n = 1; ; ++n) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!names.includes(name)) return name;
  }
}

/** At a dotted path, e.g. "types.1.share". */
export function withValue(scenario, path, value) {
  const out = copy(scenario);
  const parts = path.split('.');
  const last = parts.pop();
  let place = out;
  for (const part of parts) place = place[part];
  place[last] = value;
  return out;
}

export function valueAt(scenario, path) {
  return path.split('.').reduce((place, part) => place?.[part], scenario);
}

// Every list with one entry per type, put through `change`; indices of types through `index`.
function perType(scenario, change, index) {
  const out = copy(scenario);
  out.types = change(out.types);
  if (Array.isArray(out.outside)) out.outside = change(out.outside);
  out.feedback.noise = out.feedback.noise
    .map((noise) => ({ ...noise,
      ...(Array.isArray(noise.factors) ? { factors: change(noise.factors) } : {}),
      ...(noise.kind === 'misreport' ? { type: index(noise.type) } : {}) }))
    .filter((noise) => noise.kind !== 'misreport' || noise.type >= 0);
  return out;
}

// Likewise per norm: scores, weights, the designer's norm, the norm that a designer may lack.
function perNorm(scenario, change, index) {
  const out = copy(scenario);
  out.norms = change(out.norms);
  for (const context of out.contexts) {
    for (const response of context.responses) response.scores = change(response.scores);
  }
  for (const type of out.types) if (type.weights) type.weights = change(type.weights);
  if (Array.isArray(out.designer.norm)) out.designer.norm = change(out.designer.norm);
  if (Array.isArray(out.designer.community)) out.designer.community = out.designer.community.map(change);
  out.feedback.noise = out.feedback.noise
    .map((noise) => (noise.kind === 'missing_norm' ? { ...noise, index: index(noise.index) } : noise))
    .filter((noise) => noise.kind !== 'missing_norm' || noise.index >= 0);
  return out;
}

// Lists with one number per response, contexts in order, are cut into contexts, changed, and joined again.
// A reference that was given in numbers is scaled to sum 1 in each context.
function perContext(scenario, change, { renew } = {}) {
  const out = copy(scenario);
  const sizes = scenario.contexts.map(({ responses }) => responses.length);
  const cut = (list) => {
    let at = 0;
    return sizes.map((size) => list.slice(at, at += size));
  };
  const through = (list) => change(cut(list), renew ?? 0).flat();
  out.contexts = change(out.contexts.map((context) => context), null);
  for (const type of out.types) if (type.rewards) type.rewards = through(type.rewards);
  for (const noise of out.feedback.noise) if (noise.offsets) noise.offsets = through(noise.offsets);
  if (Array.isArray(out.reference)) {
    out.reference = change(cut(out.reference), 0.1).flatMap((block) => {
      const sum = block.reduce((a, b) => a + b, 0);
      return block.map((p) => (sum > 0 ? p / sum : 1 / block.length));
    });
  }
  return out;
}

const removedIndex = (at) => (index) => (index === at ? -1 : index - (index > at ? 1 : 0));
const movedIndex = (from, to) => (index) => {
  if (index === from) return to;
  if (from < index && index <= to) return index - 1;
  return to <= index && index < from ? index + 1 : index;
};

const labelOf = (method) => (typeof method === 'string' ? method : method.label ?? method.id);

// A run is not compared with a method that is no longer in it.
function withoutMethods(s, goes) {
  const out = copy(s);
  out.methods = out.methods.filter((method, at) => !goes(method, at));
  if (!out.methods.map(labelOf).includes(out.run.baseline)) out.run.baseline = null;
  return out;
}

/** Least squares of rewards on scores: (S'S + tiny I) w = S'r, by elimination; exact where rewards are weights. */
function nearestWeights(scores, rewards) {
  const count = scores[0].length;
  const rows = Array.from({ length: count }, (_, d) => [
    ...Array.from({ length: count }, (__, e) => scores.reduce((sum, row) => sum + row[d] * row[e], d === e ? 1e-12 : 0)),
    scores.reduce((sum, row, a) => sum + row[d] * rewards[a], 0)]);
  for (let d = 0; d < count; ++d) {
    for (let e = 0; e < count; ++e) {
      if (e === d) continue;
      const factor = rows[e][d] / rows[d][d];
      for (let f = d; f <= count; ++f) rows[e][f] -= factor * rows[d][f];
    }
  }
  return rows.map((row, d) => row[count] / row[d]);
}

export const edits = {
  types: {
    add: (s) => {
      const last = s.types[s.types.length - 1];
      const out = perType(s, (list) => [...list, copy(list[list.length - 1])], (i) => i);
      out.types[s.types.length] = { ...copy(last), share: 0.1,
        name: freshName('New type', s.types.map(({ name }) => name)) };
      return out;
    },
    remove: (s, at) => perType(s, (list) => without(list, at), removedIndex(at)),
    move: (s, from, to) => perType(s, (list) => moved(list, from, to), movedIndex(from, to)),
    /** 'answers': the same wishes, one number per answer; 'norms': the weights that come nearest to them. */
    wishes: (s, at, how) => {
      const out = copy(s);
      const { weights, rewards, ...rest } = out.types[at];
      const scores = s.contexts.flatMap(({ responses }) => responses.map((response) => response.scores));
      const short = (value) => Number(value.toPrecision(12));
      const asked = how === 'answers'
        ? { rewards: rewards ?? scores.map((row) => short(row.reduce((sum, score, d) => sum + score * weights[d], 0))) }
        : { weights: weights ?? nearestWeights(scores, rewards).map(short) };
      out.types[at] = { ...rest, ...asked };
      return out;
    },
  },
  norms: {
    add: (s) => {
      const out = perNorm(s, (list) => [...list, 0], (i) => i);
      out.norms[s.norms.length] = freshName('new norm', s.norms);
      return out;
    },
    remove: (s, at) => perNorm(s, (list) => without(list, at), removedIndex(at)),
    move: (s, from, to) => perNorm(s, (list) => moved(list, from, to), movedIndex(from, to)),
  },
  contexts: {
    add: (s) => {
      const zeros = s.norms.map(() => 0);
      const fresh = { name: freshName('new question', s.contexts.map(({ name }) => name)), weight: 1,
        responses: [{ name: 'one answer', scores: zeros }, { name: 'another answer', scores: [...zeros] }] };
      return perContext(s, (list, zero) => [...list, zero === null ? fresh : [zero, zero]]);
    },
    remove: (s, at) => perContext(s, (list) => without(list, at)),
    move: (s, from, to) => perContext(s, (list) => moved(list, from, to)),
  },
  /** Of context `of`. */
  responses: {
    add: (s, of) => {
      const names = s.contexts[of].responses.map(({ name }) => name);
      const fresh = { name: freshName('new answer', names), scores: s.norms.map(() => 0) };
      return perContext(s, (list, zero) => list.map((block, at) => {
        if (at !== of) return block;
        return zero === null ? { ...block, responses: [...block.responses, fresh] } : [...block, zero];
      }));
    },
    remove: (s, of, at) => perContext(s, (list, zero) => list.map((block, c) => {
      if (c !== of) return block;
      return zero === null ? { ...block, responses: without(block.responses, at) } : without(block, at);
    })),
    move: (s, of, from, to) => perContext(s, (list, zero) => list.map((block, c) => {
      if (c !== of) return block;
      return zero === null ? { ...block, responses: moved(block.responses, from, to) } : moved(block, from, to);
    })),
  },
  /** 'uniform', or one probability per answer that sum to 1 in each question. */
  reference: {
    kind: (s, kind) => ({ ...copy(s), reference: kind === 'uniform' ? 'uniform'
      : s.contexts.flatMap(({ responses }) => responses.map(() => 1 / responses.length)) }),
    /** One probability; the others of its question keep their proportions. */
    set: (s, at, value) => {
      const out = copy(s);
      let from = 0;
      for (const { responses } of s.contexts) {
        const to = from + responses.length;
        const rest = 1 - s.reference[at];
        if (at >= from && at < to && typeof value === 'number' && rest > 0) {
          for (let a = from; a < to; ++a) out.reference[a] *= (1 - value) / rest;
        }
        from = to;
      }
      out.reference[at] = value;
      return out;
    },
  },
  outside: {
    kind: (s, kind) => ({ ...copy(s), outside: { reference: 'reference', number: 0, each: s.types.map(() => 0) }[kind] }),
  },
  /** The respondents that a designer asks for a norm, one row of norms each. */
  community: {
    elicit: (s, on) => {
      const out = copy(s);
      const now = Array.isArray(s.designer.norm) && s.designer.norm.length > 0 ? s.designer.norm : s.norms.map(() => 0);
      out.designer.norm = on ? 'elicited' : now;
      if (on && (s.designer.community ?? []).length === 0) out.designer.community = [[...now]];
      return out;
    },
    add: (s) => {
      const out = copy(s);
      out.designer.community.push([...out.designer.community[out.designer.community.length - 1]]);
      return out;
    },
    remove: (s, at) => {
      const out = copy(s);
      out.designer.community = without(out.designer.community, at);
      return out;
    },
  },
  /** Methods of the run; an entry is an id, or an object with the id, a label and numbers. */
  methods: {
    add: (s, id) => {
      const labels = s.methods.map(labelOf);
      const label = freshName(id, labels);
      return { ...copy(s), methods: [...copy(s.methods), label === id ? id : { id, label }] };
    },
    remove: (s, at) => withoutMethods(s, (_, index) => index === at),
    removeAll: (s, id) => withoutMethods(s, (method) => (method.id ?? method) === id),
    /** Numbers, or the label: whatever names the method by it follows. */
    set: (s, at, change) => {
      const out = copy(s);
      const entry = typeof s.methods[at] === 'string' ? { id: s.methods[at] } : out.methods[at];
      out.methods[at] = { ...entry, ...change };
      if (change.label !== undefined && out.run.baseline === labelOf(s.methods[at])) out.run.baseline = change.label;
      return out;
    },
  },
  noise: {
    add: (s) => {
      const out = copy(s);
      out.feedback.noise.push({ kind: 'gaussian', level: 0.2 });
      return out;
    },
    remove: (s, at) => {
      const out = copy(s);
      out.feedback.noise = without(out.feedback.noise, at);
      return out;
    },
    /** Another kind, with what that kind needs. */
    kind: (s, at, kind) => {
      const out = copy(s);
      const responses = s.contexts.reduce((sum, { responses: list }) => sum + list.length, 0);
      const needs = { student_t: { df: 3 }, bias: { offsets: new Array(responses).fill(0.1) },
        missing_norm: { index: 0 }, misreport: { type: 0, factor: 2 } };
      out.feedback.noise[at] = { kind, level: s.feedback.noise[at].level, ...needs[kind] };
      return out;
    },
  },
};
