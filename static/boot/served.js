// The page comes from a server: its parts are files beside it. The build puts their hashed names in.

boot({
  async app() {
    const wasm = fetch("/app.wasm");
    const glue = await import("/app.js");
    await glue.default({ module_or_path: wasm });
  },
  async worker() {
    const [source, module] = await Promise.all([text("/worker.js"), WebAssembly.compileStreaming(fetch("/worker.wasm"))]);
    return { source, module };
  },
});

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response.text();
}
