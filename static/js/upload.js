// Sends a file in pieces and goes on where it stopped: after a cut, a reload, or a worker that was away.
//   POST <url>                 Upload-Length, Upload-Purpose, Upload-Name   →  201 with Location
//   HEAD <location>                                                         →  Upload-Offset
//   PATCH <location>           Upload-Offset, a piece                       →  204 with Upload-Offset; 409 when we disagree
// The last piece is answered once the file was looked at: 422 with what is wrong and how to mend it.
const PIECE = 256 * 1024;
const PATIENCE = 60_000; // a piece on a very slow network
const PAUSES = [1, 2, 4, 8, 15, 30];

export class Refused extends Error {}

// The network is back, the person asks for it, or the pause is over: whichever comes first.
function pause(seconds, wake) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, seconds * 1000);
    addEventListener("online", go);
    wake(go);
  });
}

async function ask(url, method, headers, body) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    return await fetch(url, { method, headers, body, signal: controller.signal, redirect: "error" });
  } finally {
    clearTimeout(timer);
  }
}

// Anything that may go better later is tried again; what the server refuses is final.
async function stubborn(request, { cut, sending, wake }) {
  for (let tries = 0; ; tries += 1) {
    let wanted = PAUSES[Math.min(tries, PAUSES.length - 1)];
    try {
      const answer = await request();
      if (answer.status < 500 && answer.status !== 429) return answer;
      wanted = Math.max(wanted, Math.min(60, Number(answer.headers.get("Retry-After")) || 0));
    } catch {
      // No network, or too slow: not an answer.
    }
    cut();
    await pause(wanted, wake);
    sending();
  }
}

const offsetOf = (answer) => Number(answer.headers.get("Upload-Offset"));

async function refuse(answer) {
  let message = "";
  try {
    message = (await answer.json()).message;
  } catch {
    // A proxy's page rather than ours.
  }
  throw new Refused(message ?? "");
}

// options: {url, purpose, name, csrf, location?}; watch: {began(location), progress(sent, total), cut(), sending(), wake(go)}
export async function send(blob, options, watch) {
  const headers = { "X-CSRFToken": options.csrf };
  const create = () =>
    ask(options.url, "POST", {
      ...headers,
      "Upload-Length": String(blob.size),
      "Upload-Purpose": options.purpose,
      "Upload-Name": encodeURIComponent(options.name),
    });
  let { location } = options;
  let offset = 0;
  if (location) {
    const known = await stubborn(() => ask(location, "HEAD", headers), watch);
    if (known.ok && Number(known.headers.get("Upload-Length")) === blob.size) offset = offsetOf(known);
    else location = null;
  }
  if (!location) {
    const created = await stubborn(create, watch);
    if (!created.ok) await refuse(created);
    location = created.headers.get("Location");
    await watch.began(location);
  }
  watch.progress(offset, blob.size);
  // A last piece whose answer was lost is asked for again, empty: the file is whole, only the word is missing.
  for (let whole = false; !whole; ) {
    const piece = blob.slice(offset, offset + PIECE);
    const answer = await stubborn(
      () => ask(location, "PATCH", { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }, piece),
      watch,
    );
    if (!answer.ok && answer.status !== 409) await refuse(answer);
    offset = offsetOf(answer);
    whole = answer.ok && offset >= blob.size;
    watch.progress(offset, blob.size);
  }
  return location.split("/").pop();
}
