// htmx, fetched only by pages that use it. Settings: a refused form (422) replaces itself, nothing is evaluated from a
// text and no style is added, because the content security policy forbids both.
const settings = {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  disableInheritance: true,
  historyCacheSize: 0, // a page kept on a shared phone would be a trace
  defaultFocusScroll: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
};

const used = "[hx-get], [hx-post], [hx-put], [hx-delete], [hx-boost]";
const atOnce = "[hx-trigger*=load], [hx-trigger*=every], [hx-trigger*=revealed]";

// What did not come is said beside the form (templates/_components/trouble.html); what was typed is still in it.
function listen() {
  const said = document.querySelector("[data-htmx-trouble]");
  if (!said) return;
  const say = (words) => () => (said.textContent = words);
  document.addEventListener("htmx:beforeSwap", (event) => event.detail.shouldSwap && (said.textContent = ""));
  document.addEventListener("htmx:sendError", say(said.dataset.cut));
  document.addEventListener("htmx:timeout", say(said.dataset.cut));
  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status < 500 ? said.dataset.stale : said.dataset.later)());
}

async function load(bind) {
  // htmx arms itself at DOMContentLoaded or once all is loaded; in between it would wait for ever.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify(settings);
  document.head.append(meta);
  document.addEventListener("htmx:afterSwap", (event) => bind(event.detail.elt));
  listen();
  return (await import("../vendor/htmx.js")).default;
}

// htmx weighs more than the page: it comes when a person first touches something, unless something must happen by itself.
// What they changed while it was coming is told to it again.
export function connect(bind) {
  if (!document.querySelector(used)) return;
  if (document.querySelector(atOnce)) return load(bind);
  const missed = new Map();
  const remember = (event) => missed.set(event.target, event.type);
  const first = async () => {
    for (const type of ["pointerdown", "focusin"]) document.removeEventListener(type, first);
    for (const type of ["change", "input"]) document.addEventListener(type, remember);
    const htmx = await load(bind);
    for (const type of ["change", "input"]) document.removeEventListener(type, remember);
    for (const [element, type] of missed) htmx.trigger(element, type);
  };
  for (const type of ["pointerdown", "focusin"]) document.addEventListener(type, first);
}
