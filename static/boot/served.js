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
    const [module] = await Promise.all([
      WebAssembly.compileStreaming(fetch("/lab.wasm")),
      added("script", { src: "/lab.js" }),
      added("link", { rel: "stylesheet", href: "/lab.css" }),
    ]);
    return module;
  },
});

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response.text();
}

/** An element of the head that loads something: a plain script, which leaves its name behind, or styles. */
function added(name, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.onload = resolve;
    element.onerror = () => reject(new Error(element.src ?? element.href));
    document.head.append(element);
  });
}
