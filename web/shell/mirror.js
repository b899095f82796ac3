// The lab's widgets as real inputs, kept in step with the canvas: for screen readers always, as a visible
// list on request. What is done here goes the same way as on the canvas (activate, or set a field).

const kSyncMs = 400;

export class Mirror {
  constructor(engine, wake) {
    this.engine = engine;
    this.wake = wake;
    this.box = document.getElementById('mirror-controls');
    this.controls = new Map();  // key -> {node, update(item)}
    this.timer = 0;
    this.shape = '';
  }

  items() {
    const text = this.engine.text('items');
    return text === '' ? [] : JSON.parse(text);
  }

  /** Soon, and not more often than is useful. */
  later() {
    if (!this.timer) this.timer = setTimeout(() => { this.timer = 0; this.sync(); }, kSyncMs);
  }

  sync() {
    const counts = new Map();
    const wanted = [];
    for (const item of this.items()) {
      const build = builderFor(item);
      if (!build) continue;
      const count = counts.get(item.label) ?? 0;
      counts.set(item.label, count + 1);
      if (count === 0) wanted.push({ key: `${build.name}:${item.label}`, item, build });
    }
    for (const { key, item, build } of wanted) {
      if (!this.controls.has(key)) this.controls.set(key, build(item, this));
      this.controls.get(key).update(item);
    }
    this.arrange(wanted.map(({ key }) => key));
  }

  /** Touches the document only when the set of controls changed: focus and reading position stay. */
  arrange(keys) {
    const shape = keys.join('\n');
    if (shape === this.shape) return;
    this.shape = shape;
    const keep = new Set(keys);
    for (const [key, { node }] of this.controls) {
      if (keep.has(key)) continue;
      node.remove();
      this.controls.delete(key);
    }
    let before = this.box.firstElementChild;
    for (const key of keys) {
      const { node } = this.controls.get(key);
      if (node === before) before = before.nextElementSibling;
      else this.box.insertBefore(node, before);
    }
    this.setTabbable(document.body.classList.contains('listing'));
  }

  setTabbable(tabbable) {
    for (const node of this.box.querySelectorAll('button, input')) node.tabIndex = tabbable ? 0 : -1;
  }

  activate(label) {
    this.engine.call('activate', label);
    this.wake();
    this.later();
  }

  set(path, value) {
    this.engine.text('set', path, String(value));
    this.wake();
    this.later();
  }
}

function builderFor(item) {
  if (item.field) return slider;
  if (item.kind === 'heading') return heading;
  if (item.kind === 'plot') return null;
  if ((item.w === 0 || item.h === 0) && item.id === 0) return null;  // scrolled away, and without an id out of reach
  if (item.kind === 'checkbox') return checkbox;
  return item.id !== 0 || item.kind === 'button' || item.kind === 'tab' || item.kind === 'card' ? button : null;
}

function slider(item, mirror) {
  const node = document.createElement('label');
  const name = document.createElement('span');
  const input = document.createElement('input');
  input.type = 'range';
  node.append(name, input);
  input.addEventListener('change', () => mirror.set(input.dataset.path, input.value));
  const update = ({ label, value, disabled, field }) => {
    name.textContent = value ? `${label}: ${value}` : label;
    input.setAttribute('aria-label', label);
    if (value) input.setAttribute('aria-valuetext', value);
    input.dataset.path = field.path;
    input.min = field.lower;
    input.max = field.upper;
    input.step = (field.upper - field.lower) / 200 || 'any';
    input.disabled = disabled;
    if (document.activeElement !== input) input.value = field.value;
  };
  return { node, update };
}

function checkbox(item, mirror) {
  const node = document.createElement('label');
  const input = document.createElement('input');
  input.type = 'checkbox';
  node.append(input, document.createTextNode(` ${item.label}`));
  input.addEventListener('change', () => mirror.activate(item.label));
  const update = ({ checked, disabled }) => {
    input.checked = Boolean(checked);
    input.disabled = disabled;
  };
  return { node, update };
}

function button(item, mirror) {
  const node = document.createElement('button');
  node.type = 'button';
  node.addEventListener('click', () => mirror.activate(item.label));
  const update = ({ label, value, disabled }) => {
    const text = value ? `${label}: ${value}` : label;
    if (node.textContent !== text) node.textContent = text;
    node.disabled = disabled;
  };
  return { node, update };
}

function heading() {
  const node = document.createElement('h2');
  const update = ({ label, value }) => {
    const text = value ? `${label}: ${value}` : label;
    if (node.textContent !== text) node.textContent = text;
  };
  return { node, update };
}

export function showControls(mirror, show) {
  document.body.classList.toggle('listing', show);
  const close = document.getElementById('hide-controls');
  close.tabIndex = show ? 0 : -1;
  if (show) mirror.sync();
  mirror.setTabbable(show);
  document.getElementById(show ? 'hide-controls' : 'canvas').focus({ preventScroll: true });
}
