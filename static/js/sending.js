// data-portal-sending on a form: what was recorded or chosen leaves in pieces (upload.js), and the form follows, when its button is
// pressed, with the names of what arrived. A file chosen leaves at once and is shown (chosen.js); it is sent with the rest. Where
// the form takes no pieces (no data-uploads), what was recorded goes whole into the file field its recorder names.
import { chosenFiles } from "./chosen.js";
import { renew } from "./csrf.js";
import { tag } from "./telling.js";
import { Refused, send, Stopped } from "./upload.js";

const MOST = 25 * 1024 * 1024;

const amount = (bytes) => new Intl.NumberFormat(tag(), { maximumFractionDigits: 1 }).format(bytes / 1e6);

export default function sending(form) {
  const progress = form.querySelector("[data-portal-upload-progress]");
  const part = (name) => progress.querySelector(`[data-upload=${name}]`);
  let wake = () => {};
  let course = Promise.resolve(); // what leaves, one after the other
  let current = null; // {one, controller}: what is leaving now
  let wanted = false; // the form goes as soon as everything arrived

  form.dataset.live = ""; // what is chosen leaves at once: no button to add it
  for (const element of form.querySelectorAll("[data-without-script]")) element.hidden = true;

  const set = (state, message = "") => {
    progress.hidden = state === "waiting";
    progress.dataset.state = state;
    part("message").textContent = message;
  };
  const stop = (one) => current && (!one || current.one === one) && current.controller.abort();
  const chosen = form.dataset.uploads && chosenFiles(form, { changed, stop });

  function changed() {
    form.toggleAttribute("data-chosen", chosen.has());
    if (progress.dataset.state === "failed" && !chosen.waiting().length) set("waiting");
    form.dispatchEvent(new Event("input", { bubbles: true })); // a draft is kept with them (keep.js)
  }

  // What to do about it, when the answer was a page rather than our words.
  function reason(error) {
    const words = progress.dataset;
    if (error.message || !(error instanceof Refused)) return error.message;
    return error.status === 413 ? words.tooBig : [400, 403, 404, 409, 410].includes(error.status) ? words.stale : words.refused;
  }

  async function pieces(blob, one, controller, again = true) {
    const options = { url: form.dataset.uploads, purpose: one.purpose, name: one.name, location: one.location(), csrf: () => form.elements.csrf_token.value };
    const watch = {
      signal: controller.signal,
      began: one.began,
      progress(sent, total) {
        part("bar").value = Math.round((sent / total) * 100);
        part("amount").textContent = progress.dataset.amount.replace("{sent}", amount(sent)).replace("{total}", amount(total));
      },
      cut: () => set("cut"),
      sending: () => set("sending"),
      wake: (go) => (wake = go),
    };
    try {
      return await send(blob, options, watch);
    } catch (refusal) {
      if (refusal.status === 400 && again && (await renew())) return pieces(blob, one, controller, false);
      throw refusal;
    }
  }

  // Whether it arrived; if not, the page says why and keeps everything.
  async function deliver(one) {
    const controller = new AbortController();
    current = { one, controller };
    try {
      const blob = await one.blob();
      if (!blob.size) return true;
      if (blob.size > MOST) throw new Refused(progress.dataset.tooBig, 413);
      one.sending();
      set("sending");
      one.arrived(await pieces(blob, one, controller));
      set("done");
      return true;
    } catch (error) {
      const why = error instanceof Stopped ? "" : reason(error);
      one.failed(why);
      set(error instanceof Stopped ? "waiting" : "failed", why);
      if (error instanceof Stopped || error instanceof Refused) return false;
      throw error;
    } finally {
      current = null;
    }
  }

  async function deliverAll(some) {
    for (const one of some) if (!one.line || one.line.isConnected) if (!(await deliver(one)) && wanted) return false;
    return true;
  }

  const queue = (some) => (course = course.catch(() => false).then(() => deliverAll(some)));

  // Whole, in a field of the form.
  async function carry(some) {
    part("bar").removeAttribute("value"); // the browser does not say how far it came
    set("sending");
    for (const one of some) {
      const blob = await one.blob();
      const files = new DataTransfer();
      files.items.add(new File([blob], one.name, { type: blob.type }));
      if (blob.size) form.elements[one.field].files = files.files;
      await one.leaving();
    }
    return true;
  }

  function go(button) {
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const away = button?.hasAttribute("formnovalidate"); // back, skip, remove: they wait for nothing that is already leaving
    if (away && (button.name !== "back" || current || wanted)) return stop();
    if (wanted) return event.preventDefault();
    const spoken = [];
    form.dispatchEvent(new CustomEvent("portal:collect", { detail: spoken }));
    if (!spoken.length && !chosen?.waiting().length) return;
    event.preventDefault();
    wanted = true;
    progress.scrollIntoView({ block: "nearest" });
    try {
      await course.catch(() => false);
      const ready = chosen ? await queue([...chosen.waiting(), ...spoken]) : await carry(spoken);
      if (ready && !chosen?.waiting().length) go(button);
    } finally {
      wanted = false;
    }
  });

  part("retry").addEventListener("click", () => wake());
  part("stop").addEventListener("click", () => {
    const { one } = current ?? {};
    stop();
    if (one?.line) chosen.remove(one);
  });
  for (const input of form.querySelectorAll("input[type=file][data-purpose]")) {
    input.addEventListener("change", () => input.files.length && queue(chosen.take(input)));
  }
}
