// The page comes from a server: its parts are files beside it. The build puts their hashed names in.

boot({
  async app() {
    const wasm = fetch("/app.wasm");
    const glue = await import("/app.js");
    await glue.default({ module_or_path: wasm });
  },
  async worker(name) {
    const [glue, program] = { worker: ["/worker.js", "/worker.wasm"], examiner: ["/examiner.js", "/examiner.wasm"] }[name];
    const [source, compile] = await Promise.all([text(glue), name === "worker" ? compiling(program) : keeping(program)]);
    return async () => ({ source, module: await compile() });
  },
  async lab() {
    const [compile] = await Promise.all([
      keeping("/lab.wasm"),
      added("script", { src: "/lab.js" }),
      added("link", { rel: "stylesheet", href: "/lab.css" }),
    ]);
    return compile;
  },
});

/** What is needed at once is compiled while it arrives. */
async function compiling(address) {
  const module = await WebAssembly.compileStreaming(fetch(address));
  return async () => module;
}

/** What may never be needed is only kept. */
async function keeping(address) {
  const octets = await (await fetched(address)).arrayBuffer();
  return () => WebAssembly.compile(octets);
}

async function text(address) {
  return (await fetched(address)).text();
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response;
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
