// The script of the pages where somebody answers an offer or follows an answer: all they may need in one file, because each more
// request costs a second on a slow network. Nothing here is needed: every page works without JavaScript.
import { binder } from "./binding.js";
import copy from "./copy.js";
import focus from "./focus.js";
import forget from "./forget.js";
import jot from "./jot.js";
import keep from "./keep.js";
import leave from "./leave.js";
import offline from "./offline.js";
import player from "./player.js";
import popup from "./popup.js";
import recorder from "./recorder.js";
import refresh from "./refresh.js";
import sending from "./sending.js";
import share from "./share.js";
import speak from "./speak.js";
import unsent from "./unsent.js";

binder({ copy, focus, forget, jot, keep, leave, offline, player, popup, recorder, refresh, sending, share, speak, unsent });
