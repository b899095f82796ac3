// The wasm test program under Node: it sees the real environment (COVENANT_DATA), as the native one
// does, and loads its wasm from the file; this Emscripten would hand Node's fetch a bare path.
globalThis.fetch = undefined;
Module['preRun'] = [function () { Object.assign(ENV, process.env); }];
