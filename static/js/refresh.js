// data-portal-refresh="<seconds>": something on its way (a recording being prepared): asks for the page again until it is there.
export default function refresh(element) {
  const again = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById(element.id);
    if (!fresh || fresh.hasAttribute("data-portal-refresh")) return wait();
    element.removeAttribute("data-portal-refresh");
    element.replaceChildren(...fresh.childNodes);
    element.dispatchEvent(new CustomEvent("portal:refreshed", { bubbles: true }));
  };
  let left = 20;
  const wait = () => left-- > 0 && setTimeout(() => again().catch(wait), Number(element.dataset.portalRefresh) * 1000);
  wait();
}
