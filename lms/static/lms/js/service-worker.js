// Serves what a person chose to keep on this device when there is no line, or one that gives no answer in time.
// It keeps nothing by itself but the page of an untimed assessment that is being answered (the server marks it).
const ATTEMPTS = "lms-attempts";
const PATIENCE = 6000;
const OFFLINE = "/offline/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (["style", "script", "font", "image"].includes(request.destination)) event.respondWith(part(request));
});

async function page(event, url) {
  const kept = await caches.match(url.pathname, { ignoreVary: true });
  try {
    const response = await inTime(fetch(event.request), kept ? PATIENCE : 0);
    if (response.status >= 500 && kept) return kept;
    event.waitUntil(remember(url, response.clone()));
    return response;
  } catch (error) {
    const fallback = kept || (await caches.match(OFFLINE, { ignoreVary: true }));
    if (fallback) return fallback;
    throw error;
  }
}

function inTime(promise, patience) {
  if (!patience) return promise;
  const late = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), patience); });
  return Promise.race([promise, late]);
}

/** The page of an assessment being answered, with what it is drawn with; forgotten once it leads elsewhere. */
async function remember(url, response) {
  if (!url.pathname.startsWith("/attempts/")) return;
  const cache = await caches.open(ATTEMPTS);
  if (response.headers.get("X-Keep") !== "attempt") {
    if (response.type === "opaqueredirect") await cache.delete(url.pathname);
    return;
  }
  if (url.search) return;
  const html = await response.clone().text();
  await cache.put(url.pathname, response);
  const parts = [...html.matchAll(/(?:href|src)="([^"#]+\.(?:css|js|svg|woff2))/g)].map((found) => found[1]);
  await keepParts(cache, parts.map((one) => new URL(one, url).href), new Set());
}

/** What a page is drawn and worked with, and the scripts that its scripts import. */
async function keepParts(cache, addresses, seen) {
  for (const address of addresses) {
    if (seen.has(address)) continue;
    seen.add(address);
    const response = (await caches.match(address)) || (await fetch(address).catch(() => undefined));
    if (!response?.ok) continue;
    await cache.put(address, response.clone());
    if (!address.endsWith(".js")) continue;
    const imports = (await response.text()).matchAll(/(?:from|import|import\()\s*"(\.[^"]+)"/g);
    await keepParts(cache, [...imports].map((found) => new URL(found[1], address).href), seen);
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
