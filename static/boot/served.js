// The page comes from a server: its parts are files beside it. The build puts their hashed names in.

boot({
  async app() {
    const wasm = fetch("/app.wasm");
    const glue = await import("/app.js");
    await glue.default({ module_or_path: wasm });
  },
  async worker(name) {
    const [glue, program] = { worker: ["/worker.js", "/worker.wasm"], examiner: ["/examiner.js", "/examiner.wasm"] }[name];
    const [source, module] = await Promise.all([text(glue), WebAssembly.compileStreaming(fetch(program))]);
    return { source, module };
  },
  async lab() {
    const [module] = await Promise.all([WebAssembly.compileStreaming(fetch("/lab.wasm")), script("/lab.js")]);
    return module;
  },
});

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response.text();
}

/** A plain script, which leaves its name behind. */
function script(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}
