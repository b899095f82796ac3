// The story beside the lab. A chapter opens its own state of the lab (one step, which undo takes back) and
// has its own link: chapter=<id>. It ends in the sandbox: the lab as it stands.

import { button, closeSheet, fill, make } from './sheet.js';
import { chapters } from './story_chapters.js';

/** The chapter in the address, or 0. */
const chapterInAddress = () => Math.max(0,
  chapters.findIndex(({ id }) => new RegExp(`[#&]chapter=${id}(&|$)`).test(location.hash)));

function steps(at, go) {
  return make('ol', { class: 'chapters' }, chapters.map(({ title }, index) => make('li', {},
    button(String(index + 1), () => go(index),
      { 'aria-label': `Chapter ${index + 1}: ${title}`, 'aria-current': index === at ? 'step' : 'false' }))));
}

/** The address then holds the lab as it stands, without the story. */
function forgetChapter() {
  const link = window.covenant.link().replace(/&?chapter=[^&]*/, '');
  window.covenant.open(link);
  history.replaceState(null, '', `#${link}`);
}

export function open(detail) {
  const body = fill('Story');
  const named = chapters.findIndex(({ id }) => id === detail);
  const go = (at, move = true) => {
    const { id, title, link, text, task, notice } = chapters[at];
    if (move) window.covenant.open(`${link}&chapter=${id}`);
    const last = at === chapters.length - 1;
    body.replaceChildren(steps(at, go), make('h3', {}, `${at + 1}. ${title}`),
      make('div', { class: 'chapter-text' }, text.map((words) => make('p', {}, words)),
        make('div', { class: 'try' }, make('p', {}, make('b', {}, 'Try: '), task),
          make('p', {}, make('b', {}, 'Notice: '), notice))),
      make('div', { class: 'row' },
        button('Back', () => go(at - 1), { disabled: at === 0 }),
        last ? button('To the sandbox', closeSheet, { class: 'main' })
          : button('Next', () => go(at + 1), { class: 'main' }),
        button('Copy this chapter’s link', () => navigator.clipboard.writeText(
          `${location.href.split('#')[0]}#${link}&chapter=${id}`))),
      make('p', { class: 'note' }, 'Your own scenario is not lost: undo brings it back.'));
    body.scrollTop = 0;
  };
  // a link with a chapter has already opened its state
  if (detail === 'here') go(chapterInAddress(), false);
  else go(named >= 0 ? named : chapterInAddress());
  return forgetChapter;
}
