// data-portal-recorder (templates/_components/recorder.html says the states and the hooks): records, pauses, plays back, starts
// again, comes back to the take before. What is said is kept in the phone second by second (draft-store.js) and leaves with the
// form (sending.js).
import * as store from "./draft-store.js";
import { canRecord, record, trouble } from "./microphone.js";
import { clock, inWords, shape } from "./telling.js";

const QUIET = 0.012;
const LOUD = 0.35;

export default async function recorder(element) {
  if (!canRecord()) return; // the page's own file field stays
  const { key } = element.dataset;
  const form = element.closest("form");
  const part = (name) => element.querySelector(`[data-recorder=${name}]`);
  const say = (words) => (part("said").textContent = words);
  let microphone, kept, chunks, url;
  let heard = QUIET;
  let writing = Promise.resolve(); // the chunks on their way to the store
  let over = Promise.resolve(); // the recording in course, until it stops

  const set = (state) => {
    element.dataset.state = state;
    part("undo").hidden = !kept?.before;
    form.toggleAttribute("data-recorded", ["recording", "paused", "recorded", "sending"].includes(state)); // there is something to send
  };

  // The page remembers what the phone cannot keep: it must stay open.
  async function write() {
    if (!(await store.write(kept))) part("unkept").hidden = false;
  }

  function level(loudness, seconds) {
    heard += (loudness - heard) * 0.15; // words change slower than the ring
    element.style.setProperty("--level", Math.min(1, loudness * 4).toFixed(2));
    part("time").textContent = clock(seconds);
    const words = part("level").dataset;
    part("level").textContent = heard < QUIET ? words.quiet : heard > LOUD ? words.loud : words.good;
    kept.peaks.push(Math.round(loudness * 1000));
    if (Math.floor(seconds / 60) > Math.floor(kept.seconds / 60)) say(inWords(seconds));
    kept.seconds = seconds;
    if (seconds >= Number(element.dataset.maxSeconds)) microphone.stop();
  }

  // One after the other: a chunk, then the record that counts it.
  function chunk(blob) {
    const rank = chunks++;
    const { take } = kept;
    writing = writing.then(async () => {
      if (!(await store.add(key, take, rank, blob))) part("unkept").hidden = false;
      await write();
    });
  }

  // What was said before stays until the microphone listens, and can be come back to afterwards.
  async function begin() {
    set("asking");
    part("trouble").hidden = true;
    let stopped;
    const ended = new Promise((resolve) => (stopped = resolve));
    try {
      microphone = await record({ chunk, level, stopped: () => writing.then(show).then(stopped) });
    } catch (error) {
      const why = trouble(error);
      if (!kept) return set(why);
      part("trouble").textContent = `${element.querySelector(`[data-recorder=status] [data-when=${why}]`).textContent} ${part("trouble").dataset.kept}`;
      part("trouble").hidden = false;
      return set("recorded");
    }
    over = ended;
    part("sent")?.remove();
    const old = kept?.before?.take;
    const before = kept && { take: kept.take, type: kept.type, seconds: kept.seconds, peaks: kept.peaks };
    kept = { key, take: (kept?.take ?? 0) + 1, seconds: 0, peaks: [], type: microphone.type, before };
    chunks = 0;
    set("recording");
    if (old !== undefined) await store.drop(key, old);
  }

  async function undo() {
    if (["recording", "paused"].includes(element.dataset.state)) microphone.stop();
    await over;
    if (!kept.before) return; // nothing was said: it is back already
    await store.drop(key, kept.take);
    part("sent")?.remove();
    kept = { key, ...kept.before };
    await write();
    await show();
    part("main").focus();
  }

  async function show() {
    const blob = await store.sound(key, kept.take, kept.type);
    if (!blob.size && kept.before) return undo();
    if (!blob.size) return set("idle");
    URL.revokeObjectURL(url);
    const audio = part("preview").querySelector("audio");
    audio.src = url = URL.createObjectURL(blob);
    part("preview").querySelector("path").setAttribute("d", shape(kept.peaks));
    part("preview").querySelector("[data-player=seek]").max = Math.ceil(kept.seconds);
    part("time").textContent = clock(kept.seconds);
    say(inWords(kept.seconds));
    set("recorded");
  }

  const actions = {
    main: () => ({ recording: () => microphone.stop(), paused: () => microphone.stop(), idle: begin, refused: begin, absent: begin, busy: begin })[element.dataset.state]?.(),
    pause: () => (microphone.pause(), set("paused")),
    resume: () => (microphone.resume(), set("recording")),
    again: () => begin(),
    undo: () => undo(),
  };
  for (const [name, action] of Object.entries(actions)) part(name).addEventListener("click", action);

  // sending.js asks the page what must leave with the form.
  form.addEventListener("portal:collect", (event) => {
    if (["recording", "paused"].includes(element.dataset.state)) microphone.stop();
    if (!kept) return;
    const { purpose, field } = element.dataset;
    event.detail.push({
      blob: () => over.then(() => store.sound(key, kept.take, kept.type)),
      purpose,
      field,
      name: "voice",
      location: () => kept.upload,
      began: (location) => ((kept.upload = location), write()),
      leaving: () => ((kept.left = element.dataset.known), write()),
      sending: () => set("sending"),
      failed: () => set("recorded"),
      arrived(id) {
        const sent = part("sent") ?? element.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: `received-${purpose}` }));
        sent.dataset.recorder = "sent";
        sent.value = id;
      },
    });
  });

  // Coming back by the browser's own button finds what can be heard and sent again.
  addEventListener("pageshow", (event) => event.persisted && kept && show());

  await store.removeOld();
  kept = (await store.read(key)) ?? null;
  const { known } = element.dataset;
  // The page already has it, or knows more than when it left: this phone can forget it.
  if (kept && (known.split(" ").includes(kept.upload?.split("/").pop()) || (kept.left ?? known) !== known)) {
    await store.remove(key);
    kept = null;
  }
  if (!kept) return set("idle");
  const folded = element.closest("details");
  if (folded) folded.open = true; // what waits is not hidden
  return show();
}
