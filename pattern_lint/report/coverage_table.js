/* The table of patterns: sorting by its headings, and filters. */

function setUpTable(table, form) {
  const body = find("tbody", table);
  const rows = [...body.rows];
  const numeric = new Set(["tier", "sites", "violating", "waived", "coverage", "trend"]);
  const downFirst = new Set(["sites", "violating", "waived", "trend"]);

  /* Rows without a figure stay at the end, whatever the direction. */
  function compare(one, other, key, sign) {
    const left = one.dataset[key];
    const right = other.dataset[key];
    if (left === "" || right === "") return (left === "") - (right === "");
    const order = numeric.has(key) ? Number(left) - Number(right) : left.localeCompare(right);
    return sign * order || one.dataset.code.localeCompare(other.dataset.code);
  }

  function sort(heading) {
    const key = heading.dataset.key;
    const before = heading.getAttribute("aria-sort");
    const first = downFirst.has(key) ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const direction = before === first ? other : first;
    for (const each of findAll("th[aria-sort]", table)) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", direction);
    rows.sort((one, two) => compare(one, two, key, direction === "ascending" ? 1 : -1));
    body.append(...rows);
  }

  function filter() {
    const { text, status, topic, violated } = form.elements;
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const content = row.textContent.toLowerCase();
      const fits =
        words.every((word) => content.includes(word)) &&
        (!status.value || row.dataset.status === status.value) &&
        (!topic.value || row.dataset.topic === topic.value) &&
        (!violated.checked || row.dataset.violating !== "0");
      row.hidden = !fits;
      shown += fits;
    }
    find("output", form).textContent =
      shown === rows.length ? "" : shown ? `${counted(shown)} of ${counted(rows.length)}` : "No pattern fits; search for less";
  }

  for (const heading of findAll("th[data-key]", table)) {
    find("button", heading).addEventListener("click", () => sort(heading));
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}

setUpTable(find("#table"), find("#patterns form"));
