// The numbers behind a plot.

import { button, fill, make } from './sheet.js';
import { buildTable, tableRows, tableTitle } from './tables.js';

export function open(id) {
  const rows = tableRows(id);
  const body = fill('Numbers behind the plot', { wide: true });
  if (rows === null) {
    body.append(make('p', {}, 'This plot has no numbers yet; they come with the results.'));
    return undefined;
  }
  const shown = rows.map((row) => row.map((cell) => (
    cell !== '' && Number.isFinite(Number(cell)) ? String(Number(Number(cell).toPrecision(6))) : cell)));
  body.append(buildTable(tableTitle(id), shown),
    button('Copy as CSV', () => navigator.clipboard.writeText(
      rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
        .join('\n'))));
  return undefined;
}
