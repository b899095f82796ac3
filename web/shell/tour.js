// The guided tour: a light on one part of the lab after another, and a sentence about it. It looks and never
// touches: the scenario, the tab and the reader's own picks stay as they are. It can be replayed at any time.

import { button, make } from './sheet.js';

const kMargin = 8;

const stops = [
  { at: ['Choose a scenario'], title: 'Scenarios', text: 'Each is a small society with a question that divides it. The address bar always holds all of it.' },
  { at: ['Who asks', /^share: /], title: 'Who asks', text: 'How many people of each group ask. Drag a knob, or double click a number to type it.' },
  { at: ['Designer', 'Norm', 'KL to base', 'Menu size'], title: 'The designer', text: 'What the designer cares for, how far a policy may move from the base model, and how many contracts fit on the menu.' },
  { at: ['Type space'], title: 'Type space', text: 'Every mixture of the corners’ wishes. Colour: which contract it picks. Darker: it gains more over leaving. Drag a dot and the menu follows at once.' },
  { at: ['Menu', /^contract: /], title: 'The menu', text: 'One card per contract: its answers, its price, for whom it is meant, and how much error that pick survives. Press one to pick it as yourself.' },
  { at: ['Noise robustness plot', 'Noise robustness', 'Type inference', 'IC slacks', 'Claims'], title: 'Results', text: 'Computed in the background while you go on. Every plot can be zoomed, and exported with its link and fingerprint.' },
  { at: ['Copy link'], title: 'Share', text: 'The link brings the same scenario back anywhere, and says whether the numbers agree.' },
];

function boxOf(wanted) {
  const canvas = document.getElementById('canvas').getBoundingClientRect();
  const found = window.covenant.items().filter((item) => item.visible && item.w > 0 && item.h > 0
    && wanted.some((label) => (label instanceof RegExp ? label.test(item.label) : label === item.label)));
  if (found.length === 0) return null;
  const left = Math.min(...found.map(({ x }) => x)) - kMargin + canvas.left;
  const top = Math.min(...found.map(({ y }) => y)) - kMargin + canvas.top;
  const right = Math.max(...found.map(({ x, w }) => x + w)) + kMargin + canvas.left;
  const bottom = Math.max(...found.map(({ y, h }) => y + h)) + kMargin + canvas.top;
  return { left, top, width: right - left, height: bottom - top };
}

/** Beside the light where there is room, else under or over it. */
function place(guide, box) {
  const { width, height } = guide.getBoundingClientRect();
  const right = box.left + box.width + 14;
  const beside = right + width < innerWidth;
  const left = beside ? right : Math.max(12, Math.min(box.left, innerWidth - width - 12));
  const below = box.top + box.height + 14;
  const top = beside ? box.top : below + height < innerHeight ? below : Math.max(12, box.top - height - 14);
  guide.style.left = `${left}px`;
  guide.style.top = `${Math.max(12, Math.min(top, innerHeight - height - 12))}px`;
}

export function start() {
  const here = stops.filter(({ at }) => boxOf(at) !== null);
  const veil = make('div', { id: 'guide-veil' });
  const spot = make('div', { id: 'spot' });
  const guide = make('section', { id: 'guide', role: 'dialog', 'aria-labelledby': 'guide-title', tabindex: '-1' });
  let at = 0;
  const end = () => {
    for (const node of [veil, spot, guide]) node.remove();
    removeEventListener('resize', show);
    document.getElementById('canvas').focus({ preventScroll: true });
  };
  const go = (to) => {
    at = to;
    show();
  };
  function show() {
    const { title, text } = here[at];
    const box = boxOf(here[at].at);
    if (box) Object.assign(spot.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
    const last = at === here.length - 1;
    guide.replaceChildren(make('h2', { id: 'guide-title' }, title), make('p', {}, text),
      make('div', { class: 'row' }, make('span', {}, `${at + 1} of ${here.length}`),
        button('Back', () => go(at - 1), { disabled: at === 0 }),
        last ? button('Done', end, { class: 'main' }) : button('Next', () => go(at + 1), { class: 'main' }),
        button('End', end, { 'aria-label': 'End the tour' })));
    if (box) place(guide, box);
    guide.focus({ preventScroll: true });
  }
  guide.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') end();
    if (key === 'ArrowRight' && at < here.length - 1) go(at + 1);
    if (key === 'ArrowLeft' && at > 0) go(at - 1);
  });
  addEventListener('resize', show);
  document.body.append(veil, spot, guide);
  show();
}
