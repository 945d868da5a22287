// data-portal-leave: leaves the page and takes it out of the history, for somebody who is being watched.
export default function leave(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href);
  });
}
