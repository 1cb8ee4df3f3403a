// Stands below the worker's own JavaScript: the first message brings the compiled program, which then listens itself.
// Before it does, the worker takes a lock that bears its address, and keeps it for as long as it lives (whenGone in boot.js).

self.onmessage = async (event) => {
  self.onmessage = null;
  await new Promise((go) => {
    const keep = () => { go(); return new Promise(() => {}); };
    if (navigator.locks) navigator.locks.request(location.href, keep).catch(go); else go();
  });
  await wasm_bindgen({ module_or_path: event.data });
};

// A program that breaks while it answers a promise raises no `error` at the page: the page is told here.
self.addEventListener("unhandledrejection", (event) => {
  self.postMessage(String(event.reason?.message ?? event.reason));
});
