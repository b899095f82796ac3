// What the page itself says: trouble that stops the lab, short notes, and the live region.

const byId = (id) => document.getElementById(id);
let toastTimer = 0;

/** A problem in words, with buttons [{text, action, main}]. Replaces what was said before. */
export function showTrouble(title, text, buttons = []) {
  const box = byId('trouble');
  box.replaceChildren();
  const heading = document.createElement('h2');
  heading.textContent = title;
  const words = document.createElement('p');
  words.textContent = text;
  box.append(heading, words);
  if (buttons.length > 0) {
    const row = document.createElement('p');
    for (const { text: label, action, main } of buttons) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.className = main ? 'main' : '';
      button.addEventListener('click', action);
      row.append(button);
    }
    box.append(row);
  }
  box.hidden = false;
}

export function hideTrouble() {
  byId('trouble').hidden = true;
}

/** Seen for some seconds, and spoken. */
export function toast(text, seconds = 6) {
  const box = byId('toast');
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, seconds * 1000);
}

/** Spoken by screen readers when they are free. Each text is a child, so that repeats are spoken too. */
export function speak(text) {
  const region = byId('live');
  const line = document.createElement('div');
  line.textContent = text;
  region.append(line);
  while (region.childElementCount > 8) region.firstElementChild.remove();
}

export const reloadButton = { text: 'Reload the page', main: true, action: () => location.reload() };
