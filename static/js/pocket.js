// data-portal-pocket, data-owner="<whose>": the grid filled in without a network, with what shows a line, on a phone whose owner wanted it (templates/peer/grid/_pocket.html
// says the states). The page is kept apart from the public ones, and shown by the service worker; each answer, example, recording or
// photo (pocket-files.js) waits in draft-store.js until it is sent (pocket-sending.js). Signing out, leaving or one button erases all of it.
import * as store from "./draft-store.js";
import { deliver } from "./pocket-sending.js";

const KEPT = "portal-mine"; // as in templates/public/app/sw.js
const WHOSE = "pocket-owner";
const PATIENCE = 20_000; // not every phone says that its network is back

export default async function pocket(element) {
  if (!window.caches || !navigator.serviceWorker) return;
  const { owner, address } = element.dataset;
  const beginning = `pocket:${owner}:`;
  const part = (name) => element.querySelector(`[data-pocket=${name}]`);
  const forms = [...document.querySelectorAll("form[data-line]")];
  // An answer replaces the one before it; each example is another one, that keeps its mark until it is sent.
  const belongs = ({ dataset }, key) => [dataset.line, `words:${dataset.line}:`].some((name) => key.startsWith(beginning + name));
  let course = Promise.resolve(); // one sending at a time
  let timer;
  let isOn = (await caches.has(KEPT)) && (await store.read(WHOSE))?.owner === owner;
  // With the recorder its forms ask for by name: there may be no network any more by then.
  const [files] = part("on") ? await Promise.all([import("./pocket-files.js"), import("./recorder.js")]) : [];
  const held = files?.filesOf({ owner, beginning, changed });

  async function show(state) {
    const { length } = await store.find(beginning);
    part("count").textContent = length;
    element.dataset.state = !isOn ? "idle" : length ? (state ?? "waiting") : "done";
    element.hidden = !isOn && !part("on");
    await held?.show(isOn);
  }

  // The network answered: the page says no longer that it does not.
  const reached = () => document.documentElement.removeAttribute("data-saved-copy");

  // The page as it is now, and what it is made of; whether it could be had. What was kept before stays until then.
  async function keepPage() {
    const built = performance.getEntriesByType("resource").map(({ name }) => name);
    const names = [...new Set(built.filter((name) => name.startsWith(`${location.origin}/static/`)))];
    const answers = await Promise.all([address, ...names].map((name) => fetch(name).catch(() => null)));
    if (answers[0]) reached();
    if (!isOn || !answers.every((answer) => answer?.ok)) return false;
    const cache = await caches.open(KEPT);
    await Promise.all([address, ...names].map((name, at) => cache.put(name, answers[at])));
    return true;
  }

  async function erase() {
    isOn = false;
    await caches.delete(KEPT);
    await store.forget("pocket");
    await show();
  }

  function tell(form, fields) {
    for (const [name, value] of fields) if (form.elements[name]) form.elements[name].value = value;
    form.querySelector("[data-pocket=kept]").hidden = false;
  }

  const hold = (key, url, fields) => store.write({ key: beginning + key, url, fields, answered: Date.now(), waits: true });

  // The answer and the example of a line, whichever of the two there is.
  async function write(form) {
    const { line, words: url } = form.dataset;
    const { words } = form.elements;
    form.elements[`${line}-answered_at`].value = Date.now();
    const answer = [...new FormData(form)].filter(([name]) => !["csrf_token", "words"].includes(name));
    const isAnswered = answer.some(([name]) => /-(mobilised|mastery|interest)$/.test(name));
    const said = words.value.trim();
    words.value = ""; // pressed twice, it is held once
    const mark = crypto.randomUUID();
    const kept = [
      !said || (await hold(`words:${line}:${Date.now()}:${mark}`, url, [["owner", owner], ["evidence", mark], ["words", said]])),
      (said && !isAnswered) || (await hold(line, form.action, answer)),
    ];
    tell(form, answer);
    await changed(kept.every(Boolean));
  }

  // Something more waits, or less; whether the phone keeps it.
  async function changed(safe) {
    part("unkept").hidden = safe;
    await show();
    resume();
  }

  function resume() {
    clearTimeout(timer);
    if (isOn) course = course.then(() => send());
  }

  function later() {
    timer = setTimeout(resume, PATIENCE);
    return show();
  }

  async function send() {
    let state;
    for (const one of await store.find(beginning)) {
      const end = await deliver(one, owner);
      if (end === "later") return later();
      reached();
      if (end !== "sent" && state !== "refused") state = end;
    }
    await show(state);
    if (!state) for (const form of forms) form.querySelector("[data-pocket=kept]").hidden = true;
    if (!state) await keepPage(); // with what was just answered
  }

  part("on")?.addEventListener("click", async () => {
    await navigator.serviceWorker.ready; // it shows the page once there is no network
    isOn = true;
    isOn = part("trouble").hidden = await keepPage();
    if (isOn) await store.write({ key: WHOSE, owner, waits: true });
    await navigator.storage?.persist?.();
    await show();
  });
  part("off")?.addEventListener("click", erase);
  for (const form of forms) form.addEventListener("submit", (event) => isOn && (event.preventDefault(), write(form)));
  addEventListener("online", resume);

  if (!isOn && (await store.read(WHOSE))) await erase(); // another person's, or erased by half
  for (const one of isOn ? await store.find(beginning) : []) {
    const form = forms.find((form) => belongs(form, one.key));
    if (form) tell(form, one.url === form.action ? one.fields : []);
  }
  await show();
  const asked = document.getElementById(`line-${location.pathname.split("/").pop()}`); // a line's own address, shown by the copy
  if (asked?.matches("details")) asked.open = true;
  resume(); // a copy too: the network may have come back since it was shown
}
