// The wasm test program sees the real environment (COVENANT_DATA), as the native one does.
Module['preRun'] = Module['preRun'] || [];
if (typeof Module['preRun'] === 'function') Module['preRun'] = [Module['preRun']];
Module['preRun'].push(function () { Object.assign(ENV, process.env); });
