// Pages already read stay readable without a network. Only public ones: an answer that says no-store, that belongs to
// somebody or that came from elsewhere is never kept. The network is always asked first.
const FILES = {{ files|tojson }};
const OFFLINE = {{ offline|tojson }};
const READ = {{ read|tojson }};
const KEPT = {{ kept|tojson }};
const MINE = "portal-mine"; // what somebody asked to keep of their own on this device (static/js/pocket.js)
const POCKET = {{ pocket|tojson }};
const MOST_PAGES = 40;
const PATIENCE = 6000;

addEventListener("install", (event) => {
  const kept = caches.open(KEPT).then((cache) => cache.addAll([...FILES, OFFLINE]));
  event.waitUntil(kept.then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const start = async () => {
    for (const name of await caches.keys()) if (![KEPT, MINE].includes(name)) await caches.delete(name);
    await clients.claim();
    for (const { url } of await clients.matchAll()) if (isPublic(new URL(url))) await keep(url, await fetch(url));
  };
  event.waitUntil(start());
});

const isOurs = (url) => url.origin === location.origin;
const isBuilt = (url) => url.pathname.startsWith("/static/");
// The same addresses whoever asks: the first page, the list, an offer, a tool, the pages about the portal.
const isPublic = (url) => READ.includes(url.pathname) || /^\/(offers|tools|trainings)\/[\w-]+$|^\/(help|legal|privacy|accessibility|languages|tools)$/.test(url.pathname);

const isTool = (url) => /^\/tools(\/[\w-]+)?$/.test(url.pathname);
// One’s own grid, for who keeps it here: its pages are all shown by the one that was kept.
const isMine = (url) => /^\/my\/(grid|record)(\/|$)/.test(url.pathname);

async function keep(request, response) {
  const control = response.headers.get("Cache-Control") ?? "";
  if (!response.ok || response.redirected || control.includes("no-store")) return;
  const cache = await caches.open(KEPT);
  await cache.put(request, response);
  // Somebody who erased what this phone knew reads again.
  if (!(await cache.match(OFFLINE, { ignoreVary: true }))) await cache.addAll([...FILES, OFFLINE]);
  const pages = (await cache.keys()).filter((kept) => !isBuilt(new URL(kept.url)) && !kept.url.endsWith(OFFLINE));
  for (const old of pages.slice(0, -MOST_PAGES)) await cache.delete(old);
}

// A page that is the same for everybody, as nobody in particular reads it: somebody signed in keeps it too.
function anybodys(request, response) {
  const url = new URL(request.url);
  url.searchParams.set("lang", response.headers.get("Content-Language"));
  return fetch(url, { credentials: "omit" });
}

// A network that answers nothing is worse than none: after a while the page already read is shown.
function soon(asked) {
  const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("late")));
  return Promise.race([asked, late]);
}

async function remember(request, response) {
  const url = new URL(request.url);
  if (isTool(url)) await keep(request, await anybodys(request, response));
  else if (isPublic(url)) await keep(request, response);
  // The page that says there is no network speaks the language just chosen.
  if (url.searchParams.has("lang")) await (await caches.open(KEPT)).add(OFFLINE);
}

// The page says by itself that it is a copy (.saved-copy in the style sheet).
async function copy(known) {
  const headers = new Headers(known.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response((await known.text()).replace("<html ", "<html data-saved-copy "), { headers });
}

async function page(event) {
  const asked = fetch(event.request);
  // An answer that comes too late for this time is there the next.
  const answered = (response) => remember(event.request, response.clone());
  event.waitUntil(asked.then(answered, () => null));
  const known = (await caches.match(event.request, { ignoreVary: true })) ?? (isMine(new URL(event.request.url)) ? await caches.match(POCKET, { ignoreVary: true }) : null);
  try {
    return await (known ? soon(asked) : asked);
  } catch {
    return known ? copy(known) : ((await caches.match(OFFLINE, { ignoreVary: true })) ?? Response.error());
  }
}

async function file(event) {
  const known = await caches.match(event.request, { ignoreVary: true });
  if (known) return known;
  const response = await fetch(event.request);
  event.waitUntil(keep(event.request, response.clone()));
  return response;
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !isOurs(url)) return;
  if (isBuilt(url)) event.respondWith(file(event));
  else if (event.request.mode === "navigate") event.respondWith(page(event));
});
