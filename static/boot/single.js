// The page is one file: its parts are compressed blocks inside it. The app's own JavaScript stands above this.

boot({
  async app() {
    await __wbg_init({ module_or_path: unpack("app.wasm", "application/wasm") });
  },
  worker: async (name) => async () => {
    const [source, module] = await Promise.all([
      unpack(`${name}.js`, "text/javascript").text(),
      WebAssembly.compileStreaming(unpack(`${name}.wasm`, "application/wasm")),
    ]);
    return { source, module };
  },
  // its script stands above as one of its own
  lab: async () => () => WebAssembly.compileStreaming(unpack("lab.wasm", "application/wasm")),
});

/** The block with this id, decoded from base64 and gzip; the block is given up, to free its memory. */
function unpack(id, type) {
  const block = document.getElementById(id);
  const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
  block.remove();
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream, { headers: { "content-type": type } });
}
