// A page left open overnight: its forms carry a word the server no longer takes. The page is asked for again, only to read the
// new word; what was typed and recorded stays where it is.
export async function renew() {
  const fields = document.querySelectorAll("[name=csrf_token]");
  let fresh;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    fresh = page.querySelector("[name=csrf_token]")?.value;
  } catch {
    return false; // no network: the caller says what remains to be done
  }
  if (!fresh) return false;
  for (const field of fields) field.value = fresh;
  return true;
}
