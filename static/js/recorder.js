// data-portal-recorder (templates/_components/recorder.html says the states and the hooks): records, pauses, plays back, starts
// again. What is said is kept in the phone second by second (draft-store.js) and leaves with the form (sending.js).
import * as store from "./draft-store.js";
import { canRecord, record, trouble } from "./microphone.js";

const QUIET = 0.012;
const LOUD = 0.35;
const BARS = 60;
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// « 1 minute 20 secondes », in the page's language, for who listens to the page.
function inWords(seconds) {
  const tag = `${document.documentElement.lang.replace("-x-simple", "")}-u-nu-latn`;
  const say = (number, unit) => new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(number);
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  return [minutes && say(minutes, "minute"), (rest || !minutes) && say(rest, "second")].filter(Boolean).join(" ");
}

function shape(peaks) {
  const bars = Array.from({ length: BARS }, (_, bar) => {
    const some = peaks.slice(Math.floor((bar * peaks.length) / BARS), Math.max(Math.floor(((bar + 1) * peaks.length) / BARS), 1 + Math.floor((bar * peaks.length) / BARS)));
    return Math.max(0, ...some);
  });
  const highest = Math.max(...bars) || 1;
  return bars.map((bar, at) => Math.max(6, Math.round((bar / highest) * 100))).reduce((path, height, at) => `${path}M${at * 4 + 2} ${50 - height / 2}v${height}`, "");
}

export default async function recorder(element) {
  if (!canRecord()) return; // the page's own file field stays
  const { key } = element.dataset;
  const limit = Number(element.dataset.maxSeconds);
  const part = (name) => element.querySelector(`[data-recorder=${name}]`);
  const skip = element.closest("form").querySelector("[name=skip]");
  const set = (state) => {
    element.dataset.state = state;
    if (skip) skip.hidden = ["recording", "paused", "recorded", "sending"].includes(state); // there is something to send
  };
  const say = (words) => (part("said").textContent = words);
  let microphone, kept, chunks, url;
  let heard = QUIET;
  let writing = Promise.resolve(); // the chunks on their way to the store
  let over = Promise.resolve(); // the recording in course, until it stops

  function level(loudness, seconds) {
    heard += (loudness - heard) * 0.15; // words change slower than the ring
    element.style.setProperty("--level", Math.min(1, loudness * 4).toFixed(2));
    part("time").textContent = clock(seconds);
    const words = part("level").dataset;
    part("level").textContent = heard < QUIET ? words.quiet : heard > LOUD ? words.loud : words.good;
    kept.peaks.push(Math.round(loudness * 1000));
    if (Math.floor(seconds / 60) > Math.floor(kept.seconds / 60)) say(inWords(seconds));
    kept.seconds = seconds;
    if (seconds >= limit) microphone.stop();
  }

  // One after the other: a chunk, then the record that counts it.
  function chunk(blob) {
    const number = chunks++;
    writing = writing.then(() => store.add(key, number, blob)).then(() => store.write(kept));
  }

  async function begin() {
    set("asking");
    await store.remove(key);
    kept = { key, seconds: 0, peaks: [], type: "" };
    chunks = 0;
    let stopped;
    try {
      microphone = await record({ chunk, level, stopped: () => writing.then(show).then(stopped) });
      over = new Promise((resolve) => (stopped = resolve));
    } catch (error) {
      kept = null;
      return set(trouble(error));
    }
    kept.type = microphone.type;
    set("recording");
  }

  async function show() {
    const blob = await store.sound(key, kept.type);
    if (!blob.size) return set("idle");
    URL.revokeObjectURL(url);
    const audio = part("preview").querySelector("audio");
    audio.src = url = URL.createObjectURL(blob);
    part("preview").querySelector("path").setAttribute("d", shape(kept.peaks));
    const seek = part("preview").querySelector("[data-player=seek]");
    seek.max = Math.ceil(kept.seconds);
    part("time").textContent = clock(kept.seconds);
    say(inWords(kept.seconds));
    set("recorded");
  }

  const actions = {
    main: () => ({ recording: () => microphone.stop(), paused: () => microphone.stop(), idle: begin, refused: begin, absent: begin, busy: begin })[element.dataset.state]?.(),
    pause: () => (microphone.pause(), set("paused")),
    resume: () => (microphone.resume(), set("recording")),
    again: () => begin(),
  };
  for (const [name, action] of Object.entries(actions)) part(name).addEventListener("click", action);

  // sending.js asks the page what must leave with the form.
  element.closest("form").addEventListener("portal:collect", (event) => {
    if (["recording", "paused"].includes(element.dataset.state)) microphone.stop();
    if (!kept) return;
    event.detail.push({
      blob: () => over.then(() => store.sound(key, kept.type)),
      purpose: element.dataset.purpose,
      name: "voice",
      location: kept.upload,
      began: (location) => store.write(Object.assign(kept, { upload: location })),
      sending: () => set("sending"),
      failed: () => set("recorded"),
    });
  });

  await store.removeOld();
  kept = (await store.read(key)) ?? null;
  // The page already has it: this phone can forget it.
  if (kept?.upload && element.dataset.known.split(" ").includes(kept.upload.split("/").pop())) {
    await store.remove(key);
    kept = null;
  }
  return kept ? show() : set("idle");
}
