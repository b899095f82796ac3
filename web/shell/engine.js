// The app's wasm module seen from JavaScript: strings in and out, and the frame loop.

/** Calls exported functions; strings and bytes of any length are copied through the heap, not the stack. */
export class Engine {
  constructor(module, onCrash) {
    this.module = module;
    this.onCrash = onCrash;
    this.crashed = false;
  }

  call(name, ...values) {
    if (this.crashed) return 0;
    const { module } = this;
    const held = [];
    const args = values.flatMap((value) => {
      if (value instanceof ArrayBuffer) {  // as address and size
        const at = module._malloc(value.byteLength);
        module.HEAPU8.set(new Uint8Array(value), at);
        held.push(at);
        return [at, value.byteLength];
      }
      if (typeof value !== 'string') return Number(value);
      const size = module.lengthBytesUTF8(value) + 1;
      const at = module._malloc(size);
      module.stringToUTF8(value, at, size);
      held.push(at);
      return at;
    });
    try {
      return module[`_covenant_${name}`](...args);
    } catch (error) {
      this.crashed = true;
      this.onCrash(error);
      return 0;
    } finally {
      if (!this.crashed) held.forEach((at) => module._free(at));
    }
  }

  text(name, ...values) {
    const at = this.call(name, ...values);
    return this.crashed ? '' : this.module.UTF8ToString(at);
  }
}

const kRemembered = 300;

/**
 * Draws on demand. `draw()` answers in how many milliseconds it wants to be called again: 0 is the next
 * animation frame, -1 never (until wake()). Nothing runs in between, so an idle page costs nothing.
 */
export class Loop {
  constructor(draw, own, onRest = () => {}) {
    this.draw = draw;
    this.own = own;  // milliseconds of the frame just drawn without what graphics took
    this.onRest = onRest;
    this.frames = 0;
    this.spent = [];  // milliseconds of the last frames: {all, own}, own without graphics
    this.pending = false;
    this.stopped = false;
    this.timer = 0;
    this.step = this.step.bind(this);
    this.wake = this.wake.bind(this);
  }

  wake() {
    if (this.pending || this.stopped) return;
    this.pending = true;
    clearTimeout(this.timer);
    // Hidden tabs get no animation frames, but a page opened in the background should still be ready.
    if (document.hidden) setTimeout(this.step, 100);
    else requestAnimationFrame(this.step);
  }

  step() {
    this.pending = false;
    if (this.stopped) return;
    const begun = performance.now();
    const next = this.draw();
    this.spent[this.frames % kRemembered] = { all: performance.now() - begun, own: this.own() };
    this.frames += 1;
    if (next === 0) {
      this.wake();
      return;
    }
    if (next > 0) this.timer = setTimeout(this.wake, next);
    this.onRest();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
