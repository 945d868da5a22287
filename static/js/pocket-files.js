// Aloud or with a photo, without a network: what is recorded or chosen in a line waits on this phone, is heard and seen there, and can
// be taken back, until it leaves (pocket-sending.js). templates/peer/grid/_pocket_files.html has the form and the line of a list.
import * as store from "./draft-store.js";
import { TAKE } from "./pocket-sending.js";

const MOST = 25 * 1024 * 1024;
const NAMING = ["id", "for", "aria-describedby"];

// changed(safe): something was kept, or taken back; whether the phone keeps it.
export function filesOf({ owner, beginning, changed }) {
  const copyOf = (name) => document.querySelector(`template[data-pocket=${name}]`).content.firstElementChild.cloneNode(true);
  const places = [...document.querySelectorAll("[data-files]")].map((element) => {
    const line = element.dataset.files;
    return { element, line, link: element.firstElementChild, begun: `pocket-take:${owner}:${line}`, keys: `${beginning}file:${line}:` };
  });
  let isOn = false;

  async function keep({ element, keys }, blob, name) {
    const [id, { address, uploads }] = [crypto.randomUUID(), element.dataset];
    const fields = Object.entries({ owner, evidence: id });
    const facts = { url: address, uploads, purpose: "evidence", name, type: blob.type, fields, answered: Date.now(), waits: true };
    const whole = await store.add(keys + id, TAKE, 0, blob);
    return (await store.write({ key: keys + id, ...facts })) && whole;
  }

  async function takeBack(one) {
    const { upload } = (await store.read(one.key)) ?? {};
    await store.remove(one.key);
    const headers = { "X-CSRFToken": document.querySelector("[name=csrf_token]").value };
    // Without a network it stays there: nobody sees what no line names.
    if (upload) fetch(upload, { method: "DELETE", keepalive: true, headers }).catch(() => null);
    await changed(true);
  }

  function draw(one) {
    const item = copyOf("waiting");
    const part = (name) => item.querySelector(`[data-line=${name}]`);
    item.dataset.key = one.key;
    if (one.name !== "voice") for (const name of item.querySelectorAll("[data-line=name]")) name.textContent = one.name;
    part("remove").addEventListener("click", () => takeBack(one));
    store.sound(one.key, TAKE, one.type).then((blob) => {
      const src = (item.dataset.src = URL.createObjectURL(blob));
      if (one.type.startsWith("image/")) part("words").prepend(Object.assign(new Image(), { src, alt: "" }));
      if (one.type.startsWith("audio/")) Object.assign(part("sound"), { src, hidden: false });
    });
    return item;
  }

  function list(form, waiting) {
    const items = form.querySelector("[data-pocket=list]");
    for (const item of [...items.children]) {
      if (waiting.some(({ key }) => key === item.dataset.key)) continue;
      URL.revokeObjectURL(item.dataset.src);
      item.remove();
    }
    for (const one of waiting) {
      const item = [...items.children].find(({ dataset }) => dataset.key === one.key) ?? items.appendChild(draw(one));
      item.dataset.state = one.reason ? "failed" : "waiting";
      item.querySelector("[data-line=reason]").textContent = one.reason ?? "";
    }
  }

  function fill(place) {
    const form = copyOf("files");
    for (const element of form.querySelectorAll(NAMING.map((name) => `[${name}]`))) {
      for (const name of NAMING) if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/\S+/g, `$&-${place.line}`));
    }
    Object.assign(form.querySelector("[data-portal-recorder]").dataset, { key: place.begun, known: "" });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const spoken = [];
      form.dispatchEvent(new CustomEvent("portal:collect", { detail: spoken }));
      if (!spoken.length) form.querySelector("[data-recorder=main]").focus();
      for (const one of spoken) {
        const safe = await keep(place, await one.blob(), one.name);
        await one.forget();
        await changed(safe);
      }
    });
    form.addEventListener("change", async ({ target }) => {
      if (target.type !== "file") return;
      const chosen = [...target.files];
      target.value = ""; // the same file can be chosen again
      form.querySelector("[data-pocket=heavy]").hidden = chosen.every(({ size }) => size <= MOST);
      for (const file of chosen) if (file.size <= MOST) await changed(await keep(place, file, file.name));
    });
    place.element.replaceChildren(form);
    place.element.dispatchEvent(new CustomEvent("portal:refreshed", { bubbles: true })); // binds the recorder
    return form;
  }

  async function show(on) {
    isOn = on;
    const waiting = on ? await store.find(`${beginning}file:`) : [];
    const begun = on ? await store.find(`pocket-take:${owner}:`) : [];
    for (const place of places) {
      const mine = waiting.filter(({ key }) => key.startsWith(place.keys));
      const form = place.element.querySelector("form");
      const folded = place.element.closest("details");
      if (mine.some(({ reason }) => reason)) folded.open = true; // why it did not leave is not hidden
      if (!isOn) place.element.replaceChildren(place.link);
      else if (form) list(form, mine);
      else if (mine.length || folded.open || begun.some(({ key }) => key === place.begun)) list(fill(place), mine);
    }
  }

  for (const { element } of places) element.closest("details").addEventListener("toggle", () => isOn && show(true));
  return { show };
}
