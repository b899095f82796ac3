// The panel beside the lab: editor, scenarios, story, tables, one's own data. Real HTML, loaded when it is
// first asked for; on a wide screen the lab makes room for it, on a narrow one it covers the lab.

const sheet = document.getElementById('sheet');
let current = null;   // {name, leave()}
let opening = 0;

const kPanels = {
  editor: () => import('./editor.js'),
  presets: () => import('./presets.js'),
  story: () => import('./story.js'),
  tour: () => import('./tour.js'),
  table: () => import('./plot_table.js'),
  data: () => import('./choices.js'),
  compare: () => import('./compare.js'),
};

/** Text, attributes and children; attributes with functions are event listeners. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const button = (text, action, attributes = {}) =>
  make('button', { type: 'button', click: action, ...attributes }, text);

async function stylesheet() {
  if (document.getElementById('sheet-css')) return;
  const link = make('link', { id: 'sheet-css', rel: 'stylesheet', href: 'shell/sheet.css' });
  const loaded = new Promise((resolve) => { link.onload = resolve; link.onerror = resolve; });
  document.head.append(link);
  await loaded;
}

function fitLab() {
  dispatchEvent(new UIEvent('resize'));
}

/** Empties the panel and gives it a title; returns the box for its contents. */
export function fill(title, { wide = false } = {}) {
  const body = make('div', { id: 'sheet-body' });
  const heading = make('h2', { id: 'sheet-title' }, title);
  sheet.replaceChildren(make('header', {}, heading,
    button('Close', () => closeSheet(), { id: 'sheet-close', 'aria-label': `Close: ${title}` })), body);
  sheet.classList.toggle('wide', wide);
  return body;
}

/** name: 'editor', 'presets', 'story', 'tour', 'data', 'compare', 'table:<plot id>'. */
export async function openSheet(name, given) {
  const ticket = ++opening;
  const [kind, detail] = name.split(/:(.*)/s);
  const [panel] = await Promise.all([kPanels[kind](), stylesheet()]);
  if (ticket !== opening) return;
  leave();
  if (kind === 'tour') {
    hide();
    panel.start();
    return;
  }
  sheet.hidden = false;
  document.body.classList.add('sheeted');
  current = { name, leave: panel.open(detail, given) ?? (() => {}) };
  fitLab();
  sheet.focus({ preventScroll: true });
}

function leave() {
  current?.leave();
  current = null;
}

function hide() {
  if (sheet.hidden) return;
  sheet.hidden = true;
  sheet.replaceChildren();
  document.body.classList.remove('sheeted');
  fitLab();
}

export function closeSheet() {
  leave();
  hide();
  document.getElementById('canvas').focus({ preventScroll: true });
}

/** Calls `update` soon after the scenario changed from elsewhere; returns how to stop. */
export function followScenario(update) {
  let text = JSON.stringify(window.covenant.get());
  const timer = setInterval(() => {
    const now = JSON.stringify(window.covenant.get());
    if (now === text) return;
    text = now;
    update(JSON.parse(now));
  }, 250);
  return () => clearInterval(timer);
}

sheet.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input:not([type=range]), textarea, select');
  if (event.key === 'Escape' && !typing) closeSheet();
  else if (event.key === 'Escape') event.target.blur();
});
