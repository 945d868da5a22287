// data-portal-recorder (templates/_components/recorder.html says the states and the hooks): records, pauses, plays back, starts
// again, comes back to the take before. What is said is kept in the phone second by second (takes.js) and leaves with the form
// (sending.js).
import { canRecord, record, trouble } from "./microphone.js";
import { takesOf } from "./takes.js";
import { clock, inWords, shape } from "./telling.js";

const QUIET = 0.012;
const LOUD = 0.35;

export default async function recorder(element) {
  if (!canRecord()) return; // the page's own file field stays
  const form = element.closest("form");
  const { key, known, purpose, field } = element.dataset;
  const part = (name) => element.querySelector(`[data-recorder=${name}]`);
  const say = (words) => (part("said").textContent = words);
  const takes = await takesOf(key, known, () => (part("unkept").hidden = false));
  let microphone, url;
  let heard = QUIET;
  let over = Promise.resolve(); // the recording in course, until it stops

  const isOn = () => ["recording", "paused"].includes(element.dataset.state);

  function set(state) {
    element.dataset.state = state;
    part("undo").hidden = !takes.kept?.before;
    form.toggleAttribute("data-recorded", isOn() || ["recorded", "sending"].includes(state)); // there is something to send
  }

  function level(loudness, seconds) {
    heard += (loudness - heard) * 0.15; // words change slower than the ring
    element.style.setProperty("--level", Math.min(1, loudness * 4).toFixed(2));
    part("time").textContent = clock(seconds);
    const words = part("level").dataset;
    part("level").textContent = heard < QUIET ? words.quiet : heard > LOUD ? words.loud : words.good;
    const { kept } = takes;
    kept.peaks.push(Math.round(loudness * 1000));
    if (Math.floor(seconds / 60) > Math.floor(kept.seconds / 60)) say(inWords(seconds));
    kept.seconds = seconds;
    if (seconds >= Number(element.dataset.maxSeconds)) microphone.stop();
  }

  async function begin() {
    set("asking");
    part("trouble").hidden = true;
    let stopped;
    const ended = new Promise((resolve) => (stopped = resolve));
    try {
      microphone = await record({ chunk: takes.add, level, stopped: () => takes.written().then(show).then(stopped) });
    } catch (error) {
      const why = trouble(error);
      if (!takes.kept) return set(why);
      part("trouble").textContent = `${element.querySelector(`[data-recorder=status] [data-when=${why}]`).textContent} ${part("trouble").dataset.kept}`;
      part("trouble").hidden = false;
      return set("recorded");
    }
    over = ended;
    part("sent")?.remove();
    const begun = takes.begin(microphone.type);
    set("recording");
    await begun;
  }

  async function undo() {
    if (isOn()) microphone.stop();
    await over;
    if (takes.kept.before) await takes.undo(); // else nothing was said, and it is back already
    part("sent")?.remove();
    await show();
    part("main").focus();
  }

  async function show() {
    const blob = await takes.sound();
    if (!blob.size && takes.kept.before) {
      await takes.undo();
      return show();
    }
    if (!blob.size) return set("idle");
    const { peaks, seconds } = takes.kept;
    URL.revokeObjectURL(url);
    part("preview").querySelector("audio").src = url = URL.createObjectURL(blob);
    part("preview").querySelector("path").setAttribute("d", shape(peaks));
    part("preview").querySelector("[data-player=seek]").max = Math.ceil(seconds);
    part("time").textContent = clock(seconds);
    say(inWords(seconds));
    set("recorded");
  }

  // sending.js asks the page what must leave with the form.
  function parcel() {
    return {
      blob: () => over.then(takes.sound),
      purpose,
      field,
      name: "voice",
      location: () => takes.kept.upload,
      began: (upload) => takes.note({ upload }),
      leaving: () => takes.note({ left: known }),
      sending: () => set("sending"),
      failed: () => set("recorded"),
      forget: () => takes.forget().then(() => set("idle")), // it is kept elsewhere
      arrived(id) {
        const sent = part("sent") ?? element.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: `received-${purpose}` }));
        sent.dataset.recorder = "sent";
        sent.value = id;
      },
    };
  }

  const actions = {
    main: () => (isOn() ? microphone.stop() : ["recorded", "sending", "asking"].includes(element.dataset.state) || begin()),
    pause: () => (microphone.pause(), set("paused")),
    resume: () => (microphone.resume(), set("recording")),
    again: begin,
    undo,
  };
  for (const [name, action] of Object.entries(actions)) part(name).addEventListener("click", action);
  form.addEventListener("portal:collect", (event) => {
    if (isOn()) microphone.stop();
    if (takes.kept) event.detail.push(parcel());
  });
  // Coming back by the browser's own button finds what can be heard and sent again.
  addEventListener("pageshow", (event) => event.persisted && takes.kept && show());

  if (!takes.kept) return set("idle");
  const folded = element.closest("details");
  if (folded) folded.open = true; // what waits is not hidden
  return show();
}
