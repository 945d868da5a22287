// Delivers what a form carries, one after the other, and says how far it came (templates/_components/upload_progress.html).
// A parcel is {blob(), purpose, name, location(), began(location), sending(), arrived(id), failed(reason), line?}: a recording
// (recorder.js) or a file somebody chose (chosen.js).
import { renew } from "./csrf.js";
import { tag } from "./telling.js";
import { Refused, send, Stopped } from "./upload.js";

const MOST = 25 * 1024 * 1024;

const amount = (bytes) => new Intl.NumberFormat(tag(), { maximumFractionDigits: 1 }).format(bytes / 1e6);

export function delivery(form, progress) {
  const part = (name) => progress.querySelector(`[data-upload=${name}]`);
  let wake = () => {};
  let course = Promise.resolve(true);
  let current = null; // {one, controller}: what is leaving now

  function set(state, message = "") {
    progress.hidden = state === "waiting";
    progress.dataset.state = state;
    part("message").textContent = message;
  }

  // What to do about it, when the answer was a page rather than our words.
  function reason(error) {
    const words = progress.dataset;
    if (error.message || !(error instanceof Refused)) return error.message;
    return error.status === 413 ? words.tooBig : [400, 403, 404, 409, 410].includes(error.status) ? words.stale : words.refused;
  }

  async function pieces(blob, one, { signal }, again = true) {
    const options = { url: form.dataset.uploads, purpose: one.purpose, name: one.name, location: one.location(), csrf: () => form.elements.csrf_token.value };
    const watch = {
      signal,
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
      if (refusal.status === 400 && again && (await renew())) return pieces(blob, one, { signal }, false);
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
      set(error instanceof Stopped ? "waiting" : "failed", one.line ? "" : why); // a file says it itself
      if (error instanceof Stopped || error instanceof Refused) return false;
      throw error;
    } finally {
      current = null;
    }
  }

  // Each is tried, whatever became of the one before; not a file taken back meanwhile, nor one that arrived.
  async function deliverAll(some) {
    let all = true;
    for (const one of some) {
      if (one.line && (!one.line.isConnected || one.line.dataset.state === "done")) continue;
      all = (await deliver(one)) && all;
    }
    return all;
  }

  part("retry").addEventListener("click", () => wake());
  return {
    set,
    current: () => current?.one,
    stop: (one) => (!one || current?.one === one) && current?.controller.abort(),
    // Whether all of them arrived.
    queue: (some) => (course = course.catch(() => false).then(() => deliverAll(some))),
    over: () => course.catch(() => false),
  };
}
