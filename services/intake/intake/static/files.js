"use strict";
// Sends files straight to the storage, with their progress; without this file, a plain form does.
const scripted = document.getElementById("upload-script");
const plain = document.getElementById("upload-plain");
const progress = document.getElementById("upload-progress");

function told(text) {
  const words = document.createElement("p");
  words.textContent = text;
  progress.append(words);
  return words;
}

async function announced(file) {
  const answer = await fetch("/report/uploads", {
    method: "POST",
    body: new URLSearchParams({
      csrf_token: scripted.dataset.csrf,
      filename: file.name,
      content_type: file.type || guess(file.name),
      size: String(file.size),
    }),
  });
  if (answer.redirected) throw new Error(scripted.dataset.failed);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.fault || scripted.dataset.failed);
  return told;
}

function guess(name) {
  const kinds = { heic: "image/heic", heif: "image/heic", pdf: "application/pdf", webp: "image/webp", docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" };
  return kinds[name.split(".").pop().toLowerCase()] || "application/octet-stream";
}

function sent(file, upload, bar) {
  return new Promise((done, failed) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append("file", file);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded;
      bar.max = event.total;
    });
    request.addEventListener("load", () => (request.status < 300 ? done() : failed(new Error(scripted.dataset.failed))));
    request.addEventListener("error", () => failed(new Error(scripted.dataset.failed)));
    request.open("POST", upload.url);
    request.send(form);
  });
}

async function add(file) {
  const words = told(`${scripted.dataset.sending} ${file.name}`);
  const bar = document.createElement("progress");
  bar.className = "intake-progress";
  bar.setAttribute("aria-label", words.textContent);
  words.append(bar);
  try {
    await sent(file, await announced(file), bar);
    return true;
  } catch (error) {
    bar.remove();
    words.textContent = `${file.name}\u00a0: ${error.message}`;
    words.className = "fr-message fr-message--error";
    return false;
  }
}

if (scripted) {
  scripted.hidden = false;
  plain.hidden = true;
  document.getElementById("upload").addEventListener("change", async (event) => {
    progress.replaceChildren();
    let all = true;
    for (const file of event.target.files) all = (await add(file)) && all;
    if (all) window.location.assign("/report/files");
  });
}
