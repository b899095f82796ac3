// The gallery: every scenario that comes with the lab, what it shows and where it is from.

import { button, fill, followScenario, make } from './sheet.js';

function card(preset, current) {
  const size = `${preset.types} types, ${preset.contexts} ${preset.contexts === 1 ? 'context' : 'contexts'}, `
    + `${preset.norms} norm${preset.norms === 1 ? '' : 's'}`;
  const words = current === preset.id ? 'Open again, as it came' : 'Open';
  return make('section', { class: 'preset', 'aria-current': String(current === preset.id) },
    make('h3', {}, preset.title),
    make('p', {}, preset.description),
    make('p', {}, make('b', {}, 'What it shows: '), preset.shows),
    make('p', { class: 'note' }, `${size}. Source: ${preset.citation}`),
    button(words, () => window.covenant.openPreset(preset.id), { 'aria-label': `${words}: ${preset.title}` }));
}

export function open() {
  const body = fill('Scenarios');
  const draw = ({ id }) => body.replaceChildren(
    make('p', { class: 'note' }, 'Opening one is a step that undo takes back.'),
    ...window.covenant.presets().map((preset) => card(preset, id)));
  draw(window.covenant.get());
  return followScenario(draw);
}
