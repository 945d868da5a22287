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

// What has just been swapped in is bound like the rest of the page.
export async function connect(bind) {
  const used = "[hx-get], [hx-post], [hx-put], [hx-delete], [hx-boost]";
  if (!document.querySelector(used)) return;
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify(settings);
  document.head.append(meta);
  document.addEventListener("htmx:afterSwap", (event) => bind(event.detail.elt));
  await import("../vendor/htmx.js");
}
