// Stands below the worker's own JavaScript: the first message brings the compiled program, which then listens itself.

self.onmessage = async (event) => {
  self.onmessage = null;
  await wasm_bindgen({ module_or_path: event.data });
};

// A program that breaks while it answers a promise raises no `error` at the page: the page is told here.
self.addEventListener("unhandledrejection", (event) => {
  self.postMessage(String(event.reason?.message ?? event.reason));
});
