// data-portal-copy="text": a press copies the text and says so, once, in the link's own words (data-done).
export default function copy(link) {
  if (!navigator.clipboard) return;
  // Hidden until now: without this script, the address to copy stands beside it as text.
  const hidden = link.closest("[hidden]");
  if (hidden) hidden.hidden = false;
  const words = link.querySelector("span");
  const before = words.textContent;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard.writeText(link.dataset.portalCopy);
    words.textContent = link.dataset.done;
    setTimeout(() => (words.textContent = before), 4000);
  });
}
