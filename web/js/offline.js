// Keeps the site for use without a network, and says when a newer version is there. Nothing here is needed for the page
// to work: where there are no service workers (a sandboxed frame, a site without https) it does nothing.
const script = document.documentElement.dataset.serviceWorker; // written by xtask/node/seal.mjs
const box = document.getElementById("newer");

/** The new worker that waits until this page is loaded again. */
let waiting;

box.querySelector("button").addEventListener("click", () => {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take over");
});

if (script) {
  // The page first: what is kept here is what it has just loaded.
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}

function whenIdle() {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(() => void keep(), { timeout: 5_000 });
  else setTimeout(keep, 500);
}

async function keep() {
  try {
    const registration = await navigator.serviceWorker.register(script, { updateViaCache: "none" });
    if (!registration) return;
    tell(registration.waiting);
    follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration.installing));
    // A tab that stays open for days looks again when somebody comes back to it.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") registration.update().catch(() => {});
    });
  } catch {
    // No service worker, no storage, no network: the page works as long as it is open.
  }
}

function follow(worker) {
  worker?.addEventListener("statechange", () => worker.state === "installed" && tell(worker));
}

function tell(worker) {
  // The first worker of all replaces nothing.
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  box.hidden = false;
}
