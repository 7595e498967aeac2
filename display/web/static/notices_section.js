// Draws the stage of notices: one text, picture or video at a time, each loaded when its turn comes.

import { beginStage, breakItem, endVideo, turnStage } from "./notices.js";
import { fitted, made, setData, setText } from "./page.js";

const stages = new WeakMap();

/** Draw the item whose turn it is; a video is silent while a loudspeaker speaks, and waits while a call stands large. */
export function drawNotices(section, view) {
  const before = stages.get(section) || beginStage();
  const stage = turnStage(before, view.notices, view.now, view.time, view.quiet);
  stages.set(section, stage);
  if (stage.nth !== before.nth || !section.firstElementChild) put(section, stage, view);
  setData(section, { kind: stage.item ? stage.item.kind : "none", turn: stage.nth });
  if (!stage.item) setText(section.firstElementChild.firstElementChild, view.words.calm);
  const video = section.querySelector("video");
  if (video) keepSounding(video, view);
}

function put(section, stage, view) {
  const old = section.querySelector("video");
  if (old) letGo(old);
  while (section.firstChild) section.removeChild(section.firstChild);
  const change = (how, ...more) => stages.set(section, how(stages.get(section), stage.nth, ...more));
  const item = stage.item;
  if (!item || item.kind === "text") section.appendChild(textOf(section.ownerDocument, item ? item.text : view.words.calm));
  else if (item.kind === "image") section.appendChild(pictureOf(section.ownerDocument, item, change, view.now));
  else section.appendChild(videoOf(section.ownerDocument, item, change, view.now));
}

// The first line of several is a heading.
function textOf(page, text) {
  const box = fitted(page, "p", "notice-text");
  const lines = text.split("\n");
  if (lines.length === 1) box.firstElementChild.textContent = text;
  else {
    box.firstElementChild.appendChild(made(page, "strong")).textContent = lines[0];
    box.firstElementChild.appendChild(made(page, "em")).textContent = lines.slice(1).join("\n");
  }
  return box;
}

function pictureOf(page, item, change, now) {
  const picture = made(page, "img");
  picture.alt = item.text || "";
  picture.onerror = () => change(breakItem, now);
  picture.src = item.url;
  return picture;
}

function videoOf(page, item, change, now) {
  const video = made(page, "video");
  video.setAttribute("playsinline", "");
  video.autoplay = true;
  video.onended = () => change(endVideo);
  video.onerror = () => change(breakItem, now);
  video.src = item.url;
  return video;
}

function keepSounding(video, view) {
  const silent = view.quiet || view.speaking;
  // A browser that lets no page make noise by itself plays without.
  if (video.dataset.forbidden !== "true" && video.muted !== silent) video.muted = silent;
  if (view.quiet && !video.paused) video.pause();
  if (!view.quiet && video.paused && !video.ended) play(video);
}

function play(video) {
  const started = video.play();
  if (!started || !started.catch) return;
  started.catch((fault) => {
    if (fault.name !== "NotAllowedError" || video.muted) return;
    video.dataset.forbidden = "true";
    video.muted = true;
    video.play();
  });
}

// A video that is only taken off the page may keep its decoder, of which a TV has one.
function letGo(video) {
  video.onended = video.onerror = null;
  video.pause();
  video.removeAttribute("src");
  video.load();
}
