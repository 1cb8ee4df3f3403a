// Starts the page, then fetches its other programs behind the first paint, then bars the page from the network for good.
// What is loaded from where is told by served.js (from a server) or single.js (from inside handfast.html).

/**
 * @param {object} parts each of these fetches what it names, and gives what turns it into a program without any network
 * @param {() => Promise<unknown>} parts.app loads and starts the page's program
 * @param {(name: string) => Promise<() => Promise<{source: string, module: WebAssembly.Module}>>} parts.worker a worker's program
 * @param {() => Promise<() => Promise<WebAssembly.Module>>} parts.lab the lab's program; its script is then there as `wasm_bindgen`
 */
function boot(parts) {
  performance.mark("handfast-boot");
  let tellPainted;
  const painted = new Promise((resolve) => { tellPainted = resolve; });
  const fetches = { worker: () => parts.worker("worker"), examiner: () => parts.worker("examiner"), lab: parts.lab };
  const fetching = painted.then(async () => {
    const names = Object.keys(fetches);
    const fetched = await Promise.allSettled(names.map((name) => fetches[name]()));
    // before the first worker starts: it inherits the policy
    barNetwork();
    performance.mark("handfast-worker-loaded");
    return Object.fromEntries(names.map((name, place) => [name, fetched[place]]));
  });
  // Compiled when it is first asked for, so that nobody who makes certificates waits for what looks at them.
  const programs = {};
  const compile = async (name) => {
    const { value, reason } = (await fetching)[name];
    if (value) return value();
    throw reason;
  };
  const program = (name) => (programs[name] ??= compile(name));
  let mounted;
  const mountLab = () => (mounted ??= program("lab").then((module) => wasm_bindgen({ module_or_path: module })));
  globalThis.handfast = Object.freeze({ program, mountLab, whenGone });
  parts.app().then(() => afterPaint(tellPainted), sayThatItFailed);
}

/**
 * Calls back when the worker at this address is gone, however it ended, for one that ends itself raises no `error`: the browser then
 * hands the lock on that it has kept since before its first word (Web Locks API). Where pages have no locks, nobody is called.
 */
function whenGone(worker, address, callback) {
  worker.addEventListener("message", () => navigator.locks?.request(address, callback).catch(() => {}), { once: true });
}

/** From here on nothing can be fetched, imported or sent, neither by the page nor by the workers that it starts. */
function barNetwork() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content =
    "default-src 'none'; connect-src 'none'; script-src 'wasm-unsafe-eval'; style-src 'none'; worker-src blob:; img-src data:";
  document.head.append(policy);
}

/** Calls back when the first frame is on the screen, or soon when the tab is in the background and paints nothing. */
function afterPaint(callback) {
  const timer = setTimeout(callback, 500);
  requestAnimationFrame(() => setTimeout(() => { clearTimeout(timer); callback(); }));
}

/** Two sentences in both languages, when the program could not be loaded: its own texts are then not there either. */
function sayThatItFailed(reason) {
  console.error(reason);
  // A program that broke while it ran has said so itself.
  if (document.querySelector(".broken[role=alert]")) return;
  const panel = document.createElement("section");
  panel.className = "broken";
  panel.setAttribute("role", "alert");
  const why = String(reason?.message ?? reason);
  panel.append(
    paragraph("en", `Handfast could not be loaded (${why}), and nothing has left this browser. Load the page again; if that does not help, use a current Firefox, Chrome, Edge or Safari.`),
    paragraph("ko", `Handfast를 불러오지 못했고(${why}), 이 브라우저 밖으로 나간 것은 없어요. 페이지를 다시 불러오고, 그래도 안 되면 최신 Firefox, Chrome, Edge, Safari를 써 주세요.`),
  );
  document.getElementById("app").replaceChildren(panel);
}

function paragraph(language, text) {
  const paragraph = document.createElement("p");
  paragraph.lang = language;
  paragraph.textContent = text;
  return paragraph;
}
