// Sends a file in pieces and goes on where it stopped: after a cut, a reload, or a worker that was away.
//   POST <url>                 Upload-Length, Upload-Purpose, Upload-Name   →  201 with Location
//   HEAD <location>                                                         →  Upload-Offset
//   PATCH <location>           Upload-Offset, a piece                       →  204 with Upload-Offset; 409 when we disagree
// The last piece is answered once the file was looked at: 422 with what is wrong and how to mend it.
const PIECE = 256 * 1024;
const PATIENCE = 60_000; // a piece on a very slow network
const PAUSES = [1, 2, 4, 8, 15, 30];

// The server's last word; `message` is empty where it did not speak to a person (a proxy's page, an error page).
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

// The person does not want it any more.
export class Stopped extends Error {}

// The network is back, the person asks for it or gives up, or the pause is over: whichever comes first.
function pause(seconds, { wake, signal }) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      signal.removeEventListener("abort", go);
      resolve();
    };
    const timer = setTimeout(go, seconds * 1000);
    addEventListener("online", go);
    signal.addEventListener("abort", go);
    wake(go);
  });
}

async function ask(url, method, headers, signal, body) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, PATIENCE);
  signal.addEventListener("abort", abort);
  try {
    return await fetch(url, { method, headers, body, signal: controller.signal, redirect: "error" });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

// Anything that may go better later is tried again, until the person gives up; what the server refuses is final.
async function stubborn(request, watch) {
  for (let tries = 0; ; tries += 1) {
    let wanted = PAUSES[Math.min(tries, PAUSES.length - 1)];
    try {
      const answer = await request();
      if (answer.status < 500 && answer.status !== 429) return answer;
      wanted = Math.max(wanted, Math.min(60, Number(answer.headers.get("Retry-After")) || 0));
    } catch {
      // No network, or too slow: not an answer.
    }
    if (!watch.signal.aborted) {
      watch.cut();
      await pause(wanted, watch);
    }
    if (watch.signal.aborted) throw new Stopped();
    watch.sending();
  }
}

const offsetOf = (answer) => Number(answer.headers.get("Upload-Offset"));

async function refuse(answer) {
  let message = "";
  try {
    message = (await answer.json()).message ?? "";
  } catch {
    // A page rather than our words: the caller says what the status means.
  }
  throw new Refused(message, answer.status);
}

// options: {url, purpose, name, csrf(), location?, also? (more headers)}; watch: {began(location), progress(sent, total), cut(), sending(), wake(go), signal}
export async function send(blob, options, watch) {
  const named = (headers = {}) => ({ "X-CSRFToken": options.csrf(), ...headers });
  const about = { "Upload-Length": String(blob.size), "Upload-Purpose": options.purpose, "Upload-Name": encodeURIComponent(options.name), ...options.also };
  let { location } = options;
  let offset = 0;
  if (location) {
    const known = await stubborn(() => ask(location, "HEAD", named(), watch.signal), watch);
    if (known.ok && Number(known.headers.get("Upload-Length")) === blob.size) offset = offsetOf(known);
    else location = null;
  }
  if (!location) {
    const created = await stubborn(() => ask(options.url, "POST", named(about), watch.signal), watch);
    if (!created.ok) await refuse(created);
    location = created.headers.get("Location");
    await watch.began(location);
  }
  watch.progress(offset, blob.size);
  // A last piece whose answer was lost is asked for again, empty: the file is whole, only the word is missing.
  for (let whole = false; !whole; ) {
    const piece = blob.slice(offset, offset + PIECE);
    const headers = () => named({ "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" });
    const answer = await stubborn(() => ask(location, "PATCH", headers(), watch.signal, piece), watch);
    if (!answer.ok && !(answer.status === 409 && answer.headers.has("Upload-Offset"))) await refuse(answer);
    offset = offsetOf(answer);
    whole = answer.ok && offset >= blob.size;
    watch.progress(offset, blob.size);
  }
  return location.split("/").pop();
}
