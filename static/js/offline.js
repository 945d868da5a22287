// data-portal-offline="/sw.js": once the page is there, lets the service worker keep the public pages that were read.
export default function offline(element) {
  if (!("serviceWorker" in navigator)) return;
  const start = () => navigator.serviceWorker.register(element.dataset.portalOffline);
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}
