// data-portal-unfold: a <details> that is folded to spare a phone's screen opens where there is room beside the page.
export default function unfold(details) {
  const wide = matchMedia("(min-width: 60rem)");
  const follow = () => (details.open = details.open || wide.matches);
  wide.addEventListener("change", follow);
  follow();
}
