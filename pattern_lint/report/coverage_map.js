/* The map of the code base: folders and files as areas, coloured by how many of their sites conform. */

function folderOf(name, path) {
  return { name, path, lines: 0, sites: 0, conforming: 0, children: new Map(), file: null };
}

/* The folders of all files; a folder with nothing but one folder in it is joined with it. */
function treeOf(files) {
  const root = folderOf("all", "");
  files.forEach(([path, lines, sites, conforming], number) => {
    let place = root;
    const parts = path.split("/");
    parts.forEach((part, depth) => {
      place.lines += lines;
      place.sites += sites;
      place.conforming += conforming;
      if (!place.children.has(part)) place.children.set(part, folderOf(part, parts.slice(0, depth + 1).join("/")));
      place = place.children.get(part);
    });
    Object.assign(place, { lines, sites, conforming, file: number });
  });
  return joined(root);
}

function joined(folder) {
  folder.children = [...folder.children.values()].map(joined);
  const [only] = folder.children;
  if (folder.children.length === 1 && only.file === null) {
    return { ...only, name: folder.path ? `${folder.name}/${only.name}` : only.name };
  }
  return folder;
}

/* Areas as near to squares as they come: rows along the shorter side, each closed when one more would worsen it. */
function squarified(items, x, y, width, height) {
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  const scale = total ? (width * height) / total : 0;
  const places = [];
  let rest = [...items].sort((one, other) => weight(other) - weight(one));
  while (rest.length) {
    const side = Math.min(width, height);
    let length = 1;
    while (length < rest.length && worst(rest, length + 1, side, scale) <= worst(rest, length, side, scale)) length += 1;
    const row = rest.slice(0, length);
    rest = rest.slice(length);
    const thickness = (row.reduce((sum, item) => sum + weight(item), 0) * scale) / (side || 1);
    let along = 0;
    for (const item of row) {
      const extent = (weight(item) * scale) / (thickness || 1);
      const place = width >= height ? [x, y + along, thickness, extent] : [x + along, y, extent, thickness];
      places.push([item, ...place]);
      along += extent;
    }
    if (width >= height) [x, width] = [x + thickness, width - thickness];
    else [y, height] = [y + thickness, height - thickness];
  }
  return places;
}

const weight = (item) => Math.max(item.lines, 1);

function worst(items, length, side, scale) {
  const areas = items.slice(0, length).map((item) => weight(item) * scale);
  const sum = areas.reduce((total, area) => total + area, 0);
  const largest = areas[0];
  const smallest = areas[length - 1];
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}

function setUpMap(section) {
  const map = find(".treemap", section);
  const crumbs = find(".crumbs", section);
  const entries = find(".entries", section);
  let way = [];
  let drawnFor = "";

  const words = (item) => `${several(item.lines, "line")}, ${conformOf(item.conforming, item.sites)}`;
  const go = (item, { focus = true } = {}) => {
    if (item.file !== null) {
      location.hash = `file/${item.file}`;
      return;
    }
    const at = way.indexOf(item);
    way = at >= 0 ? way.slice(0, at + 1) : [...way, item];
    draw();
    if (focus) find("[aria-current]", crumbs).focus();
  };

  function tile([item, x, y, width, height], bounds) {
    const label = `${item.file === null ? "folder " : ""}${item.name}: ${words(item)}`;
    const position = `left:${(100 * x) / bounds.width}%;top:${(100 * y) / bounds.height}%;width:${(100 * width) / bounds.width}%;height:${(100 * height) / bounds.height}%`;
    const named = width > 48 && height > 24;
    const button = make(
      "button",
      { type: "button", class: `tile ${step(item.conforming, item.sites)}`, style: position, title: label, "aria-label": label, tabindex: "-1", onclick: () => go(item) },
      named ? make("b", { "aria-hidden": "true" }, item.file === null ? `${item.name}/` : item.name) : null,
      named && height > 42 ? make("span", { "aria-hidden": "true" }, percentOf(item.conforming, item.sites)) : null,
    );
    if (item.file === null && width > 90 && height > 80) button.append(...inside(item, width - 8, height - 48));
    return button;
  }

  /* What a folder holds, as far as it can be made out from above. */
  function inside(folder, width, height) {
    return squarified(folder.children, 4, 44, width, height)
      .filter(([, , , wide, high]) => wide > 4 && high > 4)
      .map(([item, x, y, wide, high]) =>
        make("i", { "aria-hidden": "true", class: step(item.conforming, item.sites), style: `left:${x}px;top:${y}px;width:${wide}px;height:${high}px` }, wide > 60 && high > 22 ? item.name : ""),
      );
  }

  function entryRow(item) {
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, make("button", { type: "button", onclick: () => go(item) }, item.file === null ? `${item.name}/` : item.name)),
      make("td", { class: "number" }, counted(item.lines)),
      make("td", { class: "number" }, counted(item.sites)),
      make("td", { class: "number" }, percentOf(item.conforming, item.sites)),
    );
  }

  /* The same again as a table: the lowest first, for those who read rather than look. */
  function drawEntries(folder) {
    const share = (item) => (item.sites ? item.conforming / item.sites : 2);
    const ordered = [...folder.children].sort((one, other) => share(one) - share(other) || one.name.localeCompare(other.name));
    const most = 12;
    const body = make("tbody", {}, ...ordered.slice(0, most).map(entryRow));
    const head = ["Name", "Lines", "Sites", "Conform"].map((name, index) => make("th", { scope: "col", class: index ? "number" : "" }, name));
    const rest = ordered.slice(most);
    const more = make("button", { type: "button", class: "reveal", onclick: () => { body.append(...rest.map(entryRow)); more.remove(); onPaper.remove(); } }, `Show ${counted(rest.length)} more`);
    const onPaper = make("p", { class: "on-paper" }, leftOut(rest.length));
    entries.replaceChildren(make("div", { class: "wide" }, make("table", {}, make("thead", {}, make("tr", {}, ...head)), body)), ...(rest.length ? [more, onPaper] : []));
  }

  function drawTiles(folder) {
    const bounds = map.getBoundingClientRect();
    const tiles = squarified(folder.children, 0, 0, bounds.width, bounds.height).map((place) => tile(place, bounds));
    if (tiles.length) tiles[0].tabIndex = 0;
    map.replaceChildren(...tiles);
    drawnFor = `${bounds.width} ${bounds.height}`;
  }

  /* Another size of the window is no reason to lose one's place. */
  function redraw() {
    const bounds = map.getBoundingClientRect();
    if (drawnFor === `${bounds.width} ${bounds.height}`) return;
    const focused = document.activeElement.closest(".tile")?.title;
    drawTiles(way[way.length - 1]);
    findAll(".tile", map).find((each) => each.title === focused)?.focus();
  }

  function draw() {
    const folder = way[way.length - 1];
    crumbs.replaceChildren(
      ...way.flatMap((each, index) => {
        const last = index === way.length - 1;
        const button = make("button", { type: "button", "aria-current": last ? "location" : null, onclick: () => go(each) }, each.name);
        return index ? [make("span", { "aria-hidden": "true" }, "/"), button] : [button];
      }),
    );
    drawTiles(folder);
    drawEntries(folder);
  }

  /* One stop for the tabulator; the arrows go from tile to tile. */
  map.addEventListener("keydown", (event) => {
    const forward = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const tiles = findAll(".tile", map);
    const next = tiles[tiles.indexOf(document.activeElement) + forward];
    if (!forward || !next) return;
    event.preventDefault();
    document.activeElement.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  whenLoaded(() => {
    go(treeOf(data().files), { focus: false });
    new ResizeObserver(settled(redraw)).observe(map);
  });
}

if (find("#map")) setUpMap(find("#map"));
