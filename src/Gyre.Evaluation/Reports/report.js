(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const body = document.querySelector("#lines tbody");
  const head = document.querySelector("#lines thead tr");
  const find = document.getElementById("find");
  const show = document.getElementById("show");
  const state = { page: 0, size: 50, sort: -1, down: false };
  const several = data.runs.length > 1;

  const columns = [{ name: "Line", number: true, of: l => l.n }];
  data.inputs.forEach((name, i) => columns.push({ name, of: l => l.in[i] }));
  data.runs.forEach((run, r) => {
    const before = several ? run + ": " : "";
    columns.push({ name: before + "status", status: true, of: l => l.runs[r] ? l.runs[r].s : "" });
    data.outputs[r].forEach((name, i) => columns.push({ name: before + name, of: l => l.runs[r] && l.runs[r].out ? l.runs[r].out[i] : l.runs[r] ? "(Failed)" : "" }));
  });

  const make = (tag, text, name) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (name) e.className = name;
    return e;
  };
  // The details have every digit.
  const short = text => /^-?\d+\.\d{5,}$/.test(text) ? String(Number(Number(text).toPrecision(4))) : text;
  const tone = s => s === "Completed" ? "good" : s === "Failed" ? "bad" : "skip";
  const textOf = line => columns.map(c => c.of(line)).concat(line.runs.map(r => r ? r.err || "" : "")).join("\n").toLowerCase();
  const differs = line => several && new Set(line.runs.map(r => r ? r.s + JSON.stringify(r.out || null) : "")).size > 1;

  const chosen = () => {
    const wanted = find.value.trim().toLowerCase();
    const kept = data.lines.filter(l =>
      (show.value === "all" || (show.value === "failed" && l.runs.some(r => r && r.s === "Failed")) ||
        (show.value === "completed" && l.runs.every(r => r && r.s === "Completed")) || (show.value === "different" && differs(l))) &&
      (!wanted || textOf(l).includes(wanted)));
    if (state.sort >= 0) {
      const of = columns[state.sort].of;
      kept.sort((a, b) => {
        const [x, y] = [of(a) ?? "", of(b) ?? ""];
        const [p, q] = [Number(x), Number(y)];
        const order = x !== "" && y !== "" && !Number.isNaN(p) && !Number.isNaN(q) ? p - q : String(x).localeCompare(String(y));
        return state.down ? -order : order;
      });
    }
    return kept;
  };

  const section = (title, text, bad) => {
    const box = make("div");
    box.append(make("h3", title), make("pre", text, bad ? "failed-text" : ""));
    return box;
  };

  const detail = line => {
    const row = make("tr", undefined, "more");
    const cell = make("td");
    cell.colSpan = columns.length + 1;
    const grid = make("div", undefined, "detail");
    data.inputs.forEach((name, i) => grid.append(section("input " + name, line.in[i] ?? "")));
    line.runs.forEach((r, i) => {
      if (!r) return;
      const before = several ? data.runs[i] + ": " : "";
      if (r.out) data.outputs[i].forEach((name, o) => grid.append(section(before + "output " + name, r.out[o] ?? "")));
      if (r.err) grid.append(section(before + "error", r.err, true));
      (r.nodes || []).forEach(n => grid.append(section(
        before + n[0] + " · " + n[1] + (n[2] === null ? "" : " · " + n[2] + " s"), n[4] || n[3], Boolean(n[4]))));
    });
    cell.append(grid);
    row.append(cell);
    return row;
  };

  const draw = () => {
    const lines = chosen();
    const pages = Math.max(1, Math.ceil(lines.length / state.size));
    state.page = Math.min(state.page, pages - 1);
    body.replaceChildren();
    lines.slice(state.page * state.size, (state.page + 1) * state.size).forEach(line => {
      const row = make("tr");
      const open = make("td", undefined, "open");
      const button = make("button", "+");
      button.type = "button";
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-label", "Details of line " + line.n);
      let more = null;
      button.addEventListener("click", () => {
        if (more) { more.remove(); more = null; } else { more = detail(line); row.after(more); }
        button.textContent = more ? "−" : "+";
        button.setAttribute("aria-expanded", String(Boolean(more)));
      });
      open.append(button);
      row.append(open);
      columns.forEach(c => {
        const value = c.of(line);
        const shown = short(String(value ?? ""));
        const cell = make("td", undefined, c.number ? "number" : shown.length > 20 ? "wide" : "");
        cell.dataset.label = c.name;
        cell.append(c.status ? (value ? make("span", value, "badge " + tone(value)) : "") : make("span", shown, value === "(Failed)" ? "failed-text" : "clip"));
        row.append(cell);
      });
      body.append(row);
    });
    document.getElementById("count").textContent = lines.length + (lines.length === 1 ? " line" : " lines");
    document.getElementById("page").textContent = "Page " + (state.page + 1) + " of " + pages;
    document.getElementById("previous").disabled = state.page === 0;
    document.getElementById("next").disabled = state.page >= pages - 1;
  };

  const first = make("th");
  first.append(make("span", "Details", "hidden"));
  head.append(first);
  columns.forEach((c, i) => {
    const cell = make("th", undefined, c.number ? "number" : "");
    cell.scope = "col";
    const button = make("button", c.name);
    button.type = "button";
    button.addEventListener("click", () => {
      state.down = state.sort === i && !state.down;
      state.sort = i;
      head.querySelectorAll("th").forEach(t => t.removeAttribute("aria-sort"));
      cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      draw();
    });
    cell.append(button);
    head.append(cell);
  });
  if (!several) show.querySelector("[value=different]").remove();
  find.addEventListener("input", () => { state.page = 0; draw(); });
  show.addEventListener("change", () => { state.page = 0; draw(); });
  document.getElementById("previous").addEventListener("click", () => { state.page--; draw(); });
  document.getElementById("next").addEventListener("click", () => { state.page++; draw(); });
  document.getElementById("table").classList.remove("hidden");
  draw();
})();
