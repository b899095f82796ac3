// The curves of a comparison as files, with both links and fingerprints inside.

import { button, make } from './sheet.js';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A document of its own: colours in place of the page's variables, its size, and where it comes from. */
export function standalone(svg, title, about) {
  const style = getComputedStyle(document.documentElement);
  const [, , width, height] = svg.getAttribute('viewBox').split(' ');
  const inner = svg.innerHTML.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
  const ink = style.getPropertyValue('--ink').trim();
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" `
    + `font-family="Inter, system-ui, sans-serif" font-size="11.5" fill="${ink}" role="img"><title>${escaped(title)}</title>`
    + `<desc>${escaped(about)}</desc><rect width="100%" height="100%" fill="${style.getPropertyValue('--card').trim()}"/>${inner}</svg>`;
}

/** One row per level: the level, then mean, lo, hi of each side; empty where a side has none. */
export function curvesCsv(curves, about) {
  const sides = curves.map((curve) => new Map(curve.map((point) => [point.level, point])));
  const levels = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort((a, b) => a - b);
  const cells = (point) => ['mean', 'lo', 'hi'].map((part) => point?.[part] ?? '');
  const rows = levels.map((level) => [level, ...sides.flatMap((side) => cells(side.get(level)))].join(','));
  return [`# ${about}`, 'noise,mean here,lo here,hi here,mean other,lo other,hi other', ...rows, ''].join('\n');
}

/** sides: [{link, report}], this lab first. */
export function exportButtons(svg, curves, title, sides) {
  const about = `Covenant. ${sides.map(({ link, report }, at) => (
    `${at === 0 ? 'This lab' : 'The other link'}: fingerprint ${report?.fingerprint ?? 'not yet known'}, ${link}`)).join('. ')}`;
  const name = `covenant-compare-${title.replace(/\W+/g, '-')}`;
  const save = (ending, mime, text) => window.covenant.download(`${name}.${ending}`, mime, new TextEncoder().encode(text));
  return make('div', { class: 'row' },
    button('Curves, SVG', () => save('svg', 'image/svg+xml', standalone(svg, title, about)), { class: 'small' }),
    button('Curves, PNG', () => save('png', 'image/png', standalone(svg, title, about)), { class: 'small' }),
    button('Numbers, CSV', () => save('csv', 'text/csv', curvesCsv(curves, about)), { class: 'small' }));
}
