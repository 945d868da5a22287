// data-portal-share: printing, and the phone's own sharing sheet where there is one and it is wanted.
export default function share(element) {
  const paper = element.querySelector("[data-share=print]");
  paper.hidden = false;
  paper.firstElementChild.addEventListener("click", () => window.print());
  const button = element.querySelector("[data-share=native]");
  if (!navigator.share || !button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: element.dataset.title, url: element.dataset.url });
    } catch (refusal) {
      if (refusal.name !== "AbortError") throw refusal; // the person changed their mind
    }
  });
}
