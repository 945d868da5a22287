// data-portal-attend data-owner="<whose>": who is there, noted without a network. Each press is kept on this phone (draft-store.js)
// and sent at once, or when the network is back (pocket-sending.js). Without JavaScript each button sends its form.
import * as store from "./draft-store.js";
import { deliver } from "./pocket-sending.js";

const PATIENCE = 20_000; // not every phone says that its network is back

export default async function attend(element) {
  const { owner } = element.dataset;
  const beginning = `attend:${owner}:`;
  const forms = [...element.querySelectorAll("form[data-attend=form]")];
  const part = (name, inside = element) => inside.querySelector(`[data-attend=${name}]`);
  const keyOf = (form) => beginning + new URL(form.action).pathname;
  let course = Promise.resolve(); // one sending at a time
  let timer;

  function press(form, state) {
    for (const button of form.querySelectorAll("button[name=state]")) {
      const isIt = button.value === state;
      button.setAttribute("aria-pressed", isIt);
      button.classList.toggle("button-primary", isIt);
      button.classList.toggle("button-secondary", !isIt);
    }
  }

  function show(form, one) {
    part("kept", form).hidden = !one || Boolean(one.reason);
    part("reason", form).hidden = !one?.reason;
    part("reason", form).textContent = one?.reason ?? "";
    if (one?.reason && typeof one.now === "string") stands(form, one.now);
    else if (one) press(form, new Map(one.fields).get("state"));
  }

  // A colleague said otherwise: that is what the next press replaces.
  function stands(form, state) {
    form.elements.seen.value = state;
    press(form, state);
  }

  async function keep(form, state) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
    const now = Date.now();
    const one = { key: keyOf(form), url: form.action, fields: [...fields, ["state", state], ["noted_at", String(now)]], answered: now, waits: true };
    part("unkept").hidden = await store.write(one);
    show(form, one);
    resume();
  }

  async function sent(form, one) {
    const still = await store.read(one.key);
    if (!form) return;
    show(form, still);
    // What the server knows now is what the next press replaces.
    form.elements.seen.value = new Map(one.fields).get("state");
    if (still && !still.reason) await store.write({ ...still, fields: still.fields.map(([name, value]) => [name, name === "seen" ? form.elements.seen.value : value]) });
  }

  async function send() {
    const ends = new Set();
    for (const one of await store.find(beginning)) {
      const form = forms.find((form) => keyOf(form) === one.key);
      const end = await deliver(one, owner);
      ends.add(end);
      if (end === "sent") await sent(form, one);
      else if (form) show(form, await store.read(one.key));
      if (end === "later") break;
    }
    part("waiting").hidden = !ends.has("later");
    part("refused").hidden = !ends.has("refused");
    if (ends.has("later")) timer = setTimeout(resume, PATIENCE);
  }

  function resume() {
    clearTimeout(timer);
    course = course.then(send);
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(form, event.submitter.value);
    });
  }
  addEventListener("online", resume);
  for (const one of await store.find(beginning)) {
    const form = forms.find((form) => keyOf(form) === one.key);
    // Refused since, and the page read again: it says how things stand.
    if (one.reason) await store.remove(one.key);
    else if (form) show(form, one);
  }
  resume();
}
