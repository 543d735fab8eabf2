"use strict";
// Keeps on the server what is being written: a reload or a lost network takes nothing away.
const PAUSE = 1500;
const form = document.getElementById("typing");
const told = document.getElementById("typing-kept");
let timer = 0;
let sending = null;

async function keep() {
  clearTimeout(timer);
  timer = 0;
  sending = new AbortController();
  try {
    const answer = await fetch(`${form.action}/typing`, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      keepalive: true,
      redirect: "error",
      signal: sending.signal,
    });
    if (answer.ok) told.textContent = form.dataset.kept;
  } catch {
    told.textContent = "";
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    told.textContent = "";
    timer = setTimeout(keep, PAUSE);
  });
  // The form itself brings everything: what was kept late must not overtake it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    if (sending) sending.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keep();
  });
}
