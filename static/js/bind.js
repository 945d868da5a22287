// The script of every page but those where somebody answers (candidate.js). Small behaviours travel with this file (one request on
// a slow network is worth more than a few hundred bytes); large ones are imported only by pages that ask for them.
// Nothing here is needed: every page works without JavaScript.
import { binder, later } from "./binding.js";
import copy from "./copy.js";
import focus from "./focus.js";
import { connect } from "./htmx-config.js";
import leave from "./leave.js";
import offline from "./offline.js";
import player from "./player.js";
import popup from "./popup.js";
import refresh from "./refresh.js";
import share from "./share.js";
import speak from "./speak.js";
import unfold from "./unfold.js";

const pocket = later(() => import("./pocket.js"));
const large = {
  attend: later(() => import("./attend.js")),
  pocket,
  recorder: later(() => import("./recorder.js")),
  sending: later(() => import("./sending.js")),
};

// The same, on a page that only says what waits: nothing is fetched where nothing was kept.
large.waiting = async (element) => window.caches && (await caches.has("portal-mine")) && pocket(element);

connect(binder({ copy, focus, leave, offline, player, popup, refresh, share, speak, unfold, ...large }));
