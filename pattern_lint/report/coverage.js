"use strict";
/* Helpers that the parts of the page share. Text reaches the page as text alone, never as markup. */

const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/* The data is parsed when the first part asks for it. */
let parsed = null;
function data() {
  parsed ??= JSON.parse(find("#data").textContent);
  return parsed;
}

const counted = (number) => number.toLocaleString("en");
const several = (number, word) => `${counted(number)} ${word}${number === 1 ? "" : "s"}`;

/* Only what is complete is called 100 %. */
function percentOf(conforming, sites) {
  if (!sites) return "–";
  const shown = (100 * conforming) / sites;
  return `${(conforming < sites ? Math.min(shown, 99.9) : 100).toFixed(1)} %`;
}

function conformOf(conforming, sites) {
  if (!sites) return "no sites";
  return `${percentOf(conforming, sites)} of ${several(sites, "site")} conform${sites === 1 ? "s" : ""}`;
}

/* The step of the colour scale: under 50, 75, 90, 100 per cent, and all. */
function step(conforming, sites) {
  if (!sites) return "s-none";
  const share = conforming / sites;
  return share === 1 ? "s4" : share >= 0.9 ? "s3" : share >= 0.75 ? "s2" : share >= 0.5 ? "s1" : "s0";
}

/* What stands on paper in the place of a button that shows the rest. */
const leftOut = (rest) => (rest ? `… and ${counted(rest)} more, which the page shows in a browser.` : "");

/* Shows a long list in portions. */
const PORTION = 50;
function portions(container, items, render) {
  let shown = 0;
  const button = make("button", { type: "button", class: "reveal" });
  const onPaper = make("p", { class: "on-paper" });
  const more = () => {
    const next = items.slice(shown, shown + PORTION);
    button.before(...next.map(render));
    shown += next.length;
    const rest = items.length - shown;
    button.hidden = rest === 0;
    button.textContent = `Show ${counted(Math.min(PORTION, rest))} more of ${counted(rest)}`;
    onPaper.textContent = leftOut(rest);
  };
  button.addEventListener("click", more);
  container.replaceChildren(button, onPaper);
  more();
}

/* Fills a part of the page once the rest of it can be read, and at the latest before it is printed. All of it is filled
   at once, so that nothing grows above the section that somebody goes to; the one in the address is gone to again. */
const unfilled = [];
function whenLoaded(fill) {
  unfilled.push(fill);
}
function fillAll() {
  if (!unfilled.length) return;
  for (const fill of unfilled.splice(0)) fill();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}
window.addEventListener("load", () => setTimeout(fillAll));
window.addEventListener("beforeprint", fillAll);

/* Calls a function when its caller has been quiet for a moment. */
function settled(call, milliseconds = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, milliseconds);
  };
}

for (const button of findAll(".changes + .reveal")) {
  button.addEventListener("click", () => {
    for (const item of findAll(".more", button.previousElementSibling)) item.hidden = false;
    button.remove();
  });
}
