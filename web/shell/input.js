// Keyboard, focus, paste, dropped files and the system's wishes, between browser and app. SDL listens on the
// canvas itself; what is decided here is what it may hear, so that the browser keeps its own shortcuts.

import { toast } from './words.js';

const kMaxFileBytes = 8 * 2 ** 20;
// With Ctrl or Command: everything else belongs to the browser (L, T, W, R, +, -, 0, F, ...).
const kOurShortcuts = new Set(['z', 'y', 'a', 'c', 'x', 'enter', 'backspace', 'delete', 'home', 'end',
  'arrowleft', 'arrowright', 'arrowup', 'arrowdown', 'control', 'shift', 'meta']);

// Work wherever the page has the focus, from the first moment on: the first key takes it to the canvas.
const kPageKeys = new Set('rtcesd123456?');

const kWaking = ['pointermove', 'pointerdown', 'pointerup', 'pointercancel', 'pointerleave', 'wheel',
  'touchstart', 'touchmove', 'touchend', 'touchcancel', 'keydown', 'keyup', 'focus', 'blur', 'resize',
  'mousemove', 'mousedown', 'mouseup', 'mouseenter', 'mouseleave', 'visibilitychange', 'pageshow'];

export function wakeOnInput(wake) {
  for (const name of kWaking) addEventListener(name, wake, { capture: true, passive: true });
}

/** A key of ours that was pressed while nothing had the focus, as right after opening. */
function isForCanvas({ target, isTrusted, altKey, ctrlKey, metaKey, key }) {
  if (target !== document.body || !isTrusted || altKey) return false;
  if (!document.getElementById('sheet').hidden || document.getElementById('guide')) return false;
  return ctrlKey || metaKey ? ['z', 'y'].includes(key.toLowerCase()) : kPageKeys.has(key.toLowerCase());
}

/** Tab moves inside the app while the canvas has the keyboard; Escape, then Tab, leaves it. */
export function filterKeyboard(canvas, engine) {
  let leaving = false;
  addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    const command = event.ctrlKey || event.metaKey;
    if (isForCanvas(event)) {
      canvas.focus({ preventScroll: true });
      if (command) {  // the canvas did not hear that the modifier went down
        event.preventDefault();
        engine.call(event.shiftKey || key === 'y' ? 'redo' : 'undo');
      } else {
        canvas.dispatchEvent(new KeyboardEvent('keydown', event));  // what is typed follows by itself
      }
      return;
    }
    if (event.target !== canvas) return;
    if (key === 'tab' && leaving) {
      leaving = false;
      event.stopImmediatePropagation();
      return;
    }
    if (key !== 'shift') leaving = key === 'escape';
    if (event.metaKey && key === 'z') {
      event.preventDefault();
      event.stopImmediatePropagation();
      engine.call(event.shiftKey ? 'redo' : 'undo');
      return;
    }
    const browsers = /^f\d+$/.test(key) || event.altKey || (command && !kOurShortcuts.has(key));
    if (browsers) event.stopImmediatePropagation();
  }, { capture: true });
}

export function followFocus(canvas, keyboard, engine) {
  canvas.addEventListener('pointerdown', () => {
    if (document.activeElement !== keyboard) canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener('focus', () => engine.call('focus', true));
  canvas.addEventListener('blur', ({ relatedTarget }) => {
    if (relatedTarget !== keyboard) engine.call('focus', false);
  });
}

/** Text typed on a touch device's keyboard arrives in a hidden field. */
export function followScreenKeyboard(field, engine) {
  const kAnchor = '\u200b\u200b';  // something for backspace to delete
  const reset = () => { field.value = kAnchor; };
  reset();
  field.addEventListener('input', () => {
    const typed = field.value.replaceAll('\u200b', '');
    const erased = kAnchor.length - (field.value.length - typed.length);
    engine.call('type', typed, Math.max(0, erased), false);
    reset();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') engine.call('type', '', 0, true);
  });
}

export function followPaste(canvas, engine, openText) {
  document.addEventListener('paste', (event) => {
    const { activeElement } = document;
    if (activeElement !== canvas && activeElement !== document.body) return;
    const text = event.clipboardData.getData('text/plain');
    event.preventDefault();
    if (text === '') return;
    if (text.length > kMaxFileBytes) toast('What was pasted is longer than 8 MB.');
    else if (text.includes('\n') && !text.trimStart().startsWith('{')) openText('Pasted text', text);
    else engine.call('paste', text);
  });
}

/** The text of a file, or null after saying what is wrong with it. */
export async function readText(file) {
  if (file.size > kMaxFileBytes) {
    toast(`${file.name} is ${(file.size / 2 ** 20).toFixed(1)} MB; files up to 8 MB can be read here.`);
    return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) {
      toast(`${file.name} could not be read.`);
      return null;
    }
  }
  toast(`${file.name} is not a text file in UTF-8. A scenario (JSON) or choices (CSV) can be opened here.`);
  return null;
}

export function followFiles(openText) {
  const open = async (files) => {
    if (files.length === 0) return;
    if (files.length > 1) toast(`${files.length} files were dropped; ${files[0].name} is opened.`);
    const text = await readText(files[0]);
    if (text !== null) openText(files[0].name, text);
  };
  const hint = document.getElementById('drop');
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hint.hidden = false;
  });
  addEventListener('dragleave', (event) => { if (event.relatedTarget === null) hint.hidden = true; });
  addEventListener('drop', (event) => {
    hint.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    open([...event.dataTransfer.files]);
  });
  const input = document.getElementById('file');
  input.addEventListener('change', () => {
    open([...input.files]);
    input.value = '';
  });
}

/** Dark or light, and the device pixel ratio: a window moved to another screen sends no resize. */
export function followSystem(engine) {
  matchMedia('(prefers-color-scheme: dark)')
    .addEventListener('change', ({ matches }) => engine.call('theme', matches));
  const more = matchMedia('(prefers-contrast: more)');
  if (more.matches) engine.call('contrast', true);
  more.addEventListener('change', ({ matches }) => engine.call('contrast', matches));
  const watchPixelRatio = () => {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
      dispatchEvent(new UIEvent('resize'));
      watchPixelRatio();
    }, { once: true });
  };
  watchPixelRatio();
}
