// data-portal-forget: this page was reached once everything arrived, or to leave no trace: nothing recorded stays in the phone.
import { forget } from "./draft-store.js";

export default forget;
