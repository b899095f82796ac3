// What the app's C++ asks of the page (web/platform/platform.hpp), one method each.

import { publishTable, publishRun } from './tables.js';
import { speak, toast } from './words.js';

const kAddressMs = 250;   // browsers limit how often the address may be rewritten
const kMaxNotices = 50;

const embedded = () => /(^|[#&])embed=1(&|$)/.test(location.hash);

export class Host {
  constructor(runner) {
    this.runner = runner;
    this.taken = false;    // the app took the report that it was given last
    this.reportText = '';  // the newest one that it took, as JSON
    this.notices = [];   // everything announced, oldest first
    this.progress = null;
    this.started = 0;    // id of the last run
    this.textInput = false;
    this.addressTimer = 0;
    this.address = null;
  }

  setLocationHash(hash) {
    if (embedded()) return;
    this.address = hash;
    if (this.addressTimer) return;
    const write = () => {
      this.addressTimer = 0;
      if (this.address !== location.hash.slice(1)) history.replaceState(null, '', `#${this.address}`);
    };
    write();
    this.addressTimer = setTimeout(write, kAddressMs);
  }

  /** A link opened from outside replaces whatever rewrite is still due. */
  forgetAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = 0;
    this.address = null;
  }

  async copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copyBySelection(text)) toast('The browser did not allow copying; the link is in the address bar.');
    }
  }

  startRun(id, scenario) {
    this.started = id;
    this.progress = { done: 0, total: 0 };
    this.runner.start(id, scenario);
  }

  cancelRun() {
    this.progress = null;
    this.runner.cancel();
  }

  announce(text) {
    this.notices.push(text);
    if (this.notices.length > kMaxNotices) this.notices.shift();
    speak(text);
  }

  publishResults() { this.taken = true; }

  /** The same report once more, as JSON: for tables, downloads and scripts. */
  publishRun(json) {
    this.reportText = json;
    publishRun(json);
  }

  downloadResults(name) { this.download(name, 'application/json', this.reportText); }

  results() { return this.reportText === '' ? null : JSON.parse(this.reportText); }

  publishDataTable(id, title, csv) { publishTable(id, title, csv); }

  async download(name, mime, bytes) {
    let blob = new Blob([bytes], { type: mime });
    if (mime === 'image/png') {  // the bytes are SVG: see platform.hpp
      const { pngOf } = await import('./png.js');
      blob = await pngOf(new TextDecoder().decode(bytes));
    }
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  async openSheet(name, given) {
    if (name === 'lab') {  // out of an embedded panel into a page of its own
      open(location.href.replace(/([#&])embed=1&?/, '$1').replace(/&$/, ''), '_blank', 'noopener');
      return;
    }
    try {
      const { openSheet } = await import('./sheet.js');
      await openSheet(name, given);
    } catch (error) {
      toast(`This part of the page could not be loaded (${error.message}).`);
    }
  }

  openFileDialog() { document.getElementById('file').click(); }

  /** The on-screen keyboard of a touch device opens for a focused input only. */
  setTextInput(active) {
    this.textInput = active;
    if (!matchMedia('(pointer: coarse)').matches) return;
    const field = document.getElementById('keyboard');
    if (active) field.focus({ preventScroll: true });
    else if (document.activeElement === field) document.getElementById('canvas').focus({ preventScroll: true });
  }

  prefersDark() { return matchMedia('(prefers-color-scheme: dark)').matches; }
  reducedMotion() { return matchMedia('(prefers-reduced-motion: reduce)').matches; }
  shareBase() { return location.href.split('#')[0]; }
}

function copyBySelection(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  const before = document.activeElement;
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (before) before.focus({ preventScroll: true });
  return copied;
}
