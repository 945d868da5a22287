// data-portal-keep on a form: what is typed is kept while one thinks, and when the page goes away, whatever the way out.
import { renew } from "./csrf.js";

const PAUSE = 1200;

export default function keep(form) {
  const said = form.querySelector("[data-keep=said]");
  let changed = false;
  let reading = false;
  let timer;
  let saving = new AbortController(); // one at a time: an old save never lands after a newer one

  function typed() {
    reading = true;
    const data = new FormData(form);
    reading = false;
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("keep", "1");
    return data;
  }

  async function save(again = true) {
    saving.abort();
    saving = new AbortController();
    const { signal } = saving;
    changed = false;
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: typed(), keepalive: true, signal });
    } catch {
      // No network: tried again at the next word, and when leaving.
    }
    if (signal.aborted) return;
    if (answer?.status === 400 && again && (await renew())) return save(false);
    // Sent to another page: nothing was kept here.
    const kept = answer?.ok && !answer.redirected;
    changed ||= !kept;
    said.textContent = kept ? "" : answer && answer.status < 500 ? said.dataset.stale : said.dataset.later;
  }

  function heard() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", heard);
  // Words typed while this script was still on its way.
  const early = (field) => "defaultValue" in field && field.value !== field.defaultValue;
  if ([...form.elements].some(early)) heard();
  // The form itself leaves, now or after an upload (sending.js): it carries what is typed.
  form.addEventListener("formdata", () => {
    if (reading) return;
    clearTimeout(timer);
    saving.abort();
    changed = false;
  });
  addEventListener("pagehide", () => {
    if (!changed) return;
    saving.abort();
    navigator.sendBeacon(form.action, typed());
  });
}
