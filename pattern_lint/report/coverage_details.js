/* Findings, and the sheet that shows one card or one file with all that violates in it. */

const dialog = find("#details");

function chain(related) {
  if (!related.length) return null;
  const places = related.map(([path, line, message]) => make("li", {}, make("code", {}, `${path}:${line}`), ` ${message}`));
  return make("details", {}, make("summary", {}, several(related.length, "related place")), make("ol", {}, ...places));
}

/* Findings with one cause are one row: that of the finding nearest to it, if it is among them. */
function grouped(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const lead = data().findings[finding[7]] ?? finding;
    if (groups.has(lead)) groups.get(lead).push(finding);
    else groups.set(lead, [finding]);
  }
  return [...groups].map(([lead, found]) => {
    const shown = found.includes(lead) ? lead : found[0];
    return { shown, others: found.filter((each) => each !== shown) };
  });
}

const fromCauses = (rows, findings) => (rows.length < findings.length ? ` from ${several(rows.length, "cause")}` : "");

function otherPlace([, file, line, , message, , related]) {
  const place = make("a", { href: `#file/${file}` }, `${data().files[file][0]}:${line}`);
  return make("div", {}, make("p", {}, place, ` ${message}`), related.length > 1 ? chain(related) : null);
}

function sameCause(others) {
  if (!others.length) return null;
  const list = make("div", { class: "places" });
  portions(list, others, otherPlace);
  return make("details", {}, make("summary", {}, `${several(others.length, "more place")} with this cause`), list);
}

function findingItem({ shown, others }) {
  const [card, file, line, level, message, source, related] = shown;
  const [code, name] = data().cards[card];
  return make(
    "article",
    { class: "finding" },
    make(
      "p",
      { class: "place" },
      make("a", { href: `#file/${file}` }, `${data().files[file][0]}:${line}`),
      " ",
      make("span", { class: `tag ${level}` }, level),
      " ",
      make("a", { href: `#card/${code}` }, `${code} ${name}`),
    ),
    make("p", {}, message),
    source ? make("pre", { tabindex: "0" }, make("code", {}, source)) : null,
    chain(related),
    sameCause(others),
  );
}

/* What the baseline accepts is shown too, but never among what violates. */
const isAccepted = ([, , , level]) => level === "baselined";
const isNew = (finding) => !isAccepted(finding);

function titledList(title, findings) {
  const list = make("div", { class: "list" });
  const rows = grouped(findings);
  portions(list, rows, findingItem);
  return [make("h3", {}, `${title}${fromCauses(rows, findings)}`), list];
}

function listOfFindings(findings) {
  const accepted = findings.filter(isAccepted);
  const violating = findings.filter(isNew);
  const title = several(violating.length, "violation");
  return [
    ...(violating.length ? titledList(title, violating) : [make("h3", {}, title)]),
    ...(accepted.length ? titledList(`${counted(accepted.length)} accepted by the baseline`, accepted) : []),
  ];
}

function cardSheet(code) {
  const template = document.getElementById(`card-${code}`);
  if (!template) return null;
  const index = data().cards.findIndex(([each]) => each === code);
  const findings = data().findings.filter(([card]) => card === index);
  return [`${code} ${data().cards[index][1]}`, [template.content.cloneNode(true), ...listOfFindings(findings)]];
}

function fileSheet(number) {
  const file = data().files[Number(number)];
  if (!file) return null;
  const [path, lines, sites, conforming] = file;
  const findings = data().findings.filter(([, each]) => each === Number(number));
  const facts = `${several(lines, "line")}, ${conformOf(conforming, sites)}`;
  return [path, [make("p", { class: "quiet" }, facts), ...listOfFindings(findings)]];
}

/* The address says what the sheet shows, so that the browser's own way back closes it. */
function show() {
  const [, kind, subject] = location.hash.match(/^#(card|file)\/(.+)$/) ?? [];
  const sheet = kind === "card" ? cardSheet(subject) : kind === "file" ? fileSheet(subject) : null;
  if (!sheet) {
    if (dialog.open) dialog.close();
    return;
  }
  const [title, content] = sheet;
  find("#details-title").textContent = title;
  find(".sheet-body").replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  find("#details-title").focus();
}

window.addEventListener("hashchange", show);
dialog.addEventListener("close", () => {
  if (/^#(card|file)\//.test(location.hash)) history.replaceState(null, "", location.pathname + location.search);
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
find(".close").addEventListener("click", () => dialog.close());

function setUpViolations(form, container) {
  let texts = null;
  const textOf = ([card, file, , , message]) => `${data().cards[card].join(" ")} ${data().files[file][0]} ${message}`.toLowerCase();
  const filter = () => {
    const all = data().findings;
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const level = form.elements.level.value;
    if (words.length) texts ??= all.map(textOf);
    const fits = (finding, index) =>
      (level ? finding[3] === level : isNew(finding)) && words.every((word) => texts[index].includes(word));
    const found = all.filter(fits);
    const among = level === "baselined" ? `${counted(all.filter(isAccepted).length)} baselined` : several(all.filter(isNew).length, "violation");
    const rows = grouped(found);
    const told = `${counted(found.length)} of ${among}${fromCauses(rows, found)}`;
    find("output", form).textContent = all.length && words.length && !found.length ? `${told}; nothing fits, search for less` : told;
    portions(container, rows, findingItem);
  };
  form.addEventListener("input", settled(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  whenLoaded(filter);
}

function waiverItem([code, path, line, reason, by, message, source, since, age]) {
  const aged = since ? `, since ${since} (${several(age, "day")})` : "";
  return make(
    "article",
    { class: "finding" },
    make("p", { class: "place" }, `${path}:${line} `, make("a", { href: `#card/${code}` }, code)),
    make("p", {}, make("b", {}, reason), make("span", { class: "quiet" }, ` – ${by}${aged}`)),
    make("p", { class: "quiet" }, message),
    source ? make("pre", { tabindex: "0" }, make("code", {}, source)) : null,
  );
}

if (find(".findings")) setUpViolations(find("#violations form"), find(".findings"));
if (find(".waivers")) whenLoaded(() => portions(find(".waivers"), data().waivers, waiverItem));
show();
