// data-portal-forget="<beginning of the keys>": this page is reached once everything arrived, or to leave no trace (no value):
// what was recorded does not stay in the phone.
import { forget } from "./draft-store.js";

export default (element) => forget(element.dataset.portalForget);
