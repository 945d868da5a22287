// data-portal-sending on a form: what was recorded or chosen leaves in pieces first (upload.js), then the form follows with the
// names of what arrived. Files chosen leave at once, so that going back loses nothing. Without this, the form carries them whole.
import { Refused, send } from "./upload.js";

const MOST = 25 * 1024 * 1024;

function amount(bytes) {
  const tag = `${document.documentElement.lang.replace("-x-simple", "")}-u-nu-latn`;
  return new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(bytes / 1e6);
}

const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

export default function sending(form) {
  const progress = form.querySelector("[data-portal-upload-progress]");
  const part = (name) => progress.querySelector(`[data-upload=${name}]`);
  let wake = () => {};
  let busy = false;
  let chosen = false;

  form.dataset.live = ""; // what is chosen leaves at once: no button to add it
  for (const element of form.querySelectorAll("[data-without-script]")) element.hidden = true;
  part("retry").addEventListener("click", () => wake());

  const set = (state) => {
    progress.hidden = false;
    progress.dataset.state = state;
  };

  function collect() {
    const leaving = [];
    form.dispatchEvent(new CustomEvent("portal:collect", { detail: leaving }));
    for (const input of form.querySelectorAll("input[type=file][data-purpose]")) {
      for (const file of input.files) {
        leaving.push({ blob: async () => file, purpose: input.dataset.purpose, name: file.name, began() {}, sending() {}, failed() {} });
      }
    }
    return leaving;
  }

  async function deliver(one) {
    const blob = await one.blob();
    if (!blob.size) return null;
    if (blob.size > MOST) throw new Refused(progress.dataset.tooBig);
    one.sending();
    return send(
      blob,
      { url: form.dataset.uploads, purpose: one.purpose, name: one.name, csrf: form.elements.csrf_token.value, location: one.location },
      {
        began: one.began,
        progress(sent, total) {
          part("bar").value = Math.round((sent / total) * 100);
          part("amount").textContent = progress.dataset.amount.replace("{sent}", amount(sent)).replace("{total}", amount(total));
        },
        cut: () => set("cut"),
        sending: () => set("sending"),
        wake: (go) => (wake = go),
      },
    );
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (busy) return event.preventDefault();
    if (button?.hasAttribute("formnovalidate")) return; // back, skip, remove: nothing leaves
    const leaving = collect();
    if (!leaving.length) return;
    event.preventDefault();
    busy = true;
    set("sending");
    progress.scrollIntoView({ block: "nearest" });
    for (const one of leaving) {
      try {
        const id = await deliver(one);
        if (id) form.append(hidden(`received-${one.purpose}`, id));
      } catch (refusal) {
        one.failed();
        set("failed");
        part("message").textContent = refusal instanceof Refused ? refusal.message : "";
        busy = chosen = false;
        return;
      }
    }
    set("done");
    for (const input of form.querySelectorAll("input[type=file]")) input.disabled = true;
    if (chosen) form.append(hidden("add", "1")); // stay on the page, to hear it or add another
    form.submit();
  });

  for (const input of form.querySelectorAll("input[type=file][data-purpose]")) {
    input.addEventListener("change", () => {
      if (!input.files.length) return;
      chosen = true;
      form.requestSubmit();
    });
  }
  // Coming back by the browser's own button finds a page that can send again.
  addEventListener("pageshow", () => (busy = false));
}
