// data-portal-focus: brings what must be read first (an error summary) under the eyes and the screen reader.
export default function focus(element) {
  element.focus();
}
