(() => {
  "use strict";
  const holder = document.getElementById("data");
  if (!holder) return;
  const data = JSON.parse(holder.textContent);
  const byId = id => document.getElementById(id);
  const [body, head] = [document.querySelector("#lines tbody"), document.querySelector("#lines thead tr")];
  const [find, metric, target, show, sort] = ["find", "metric", "target", "show", "sort"].map(byId);
  const size = 50;
  const several = data.targets.length > 1;
  let page = 0;

  const make = (tag, text, name) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (name) e.className = name;
    return e;
  };
  const fill = (select, options) => options.forEach(([value, text]) => {
    const option = make("option", text);
    option.value = value;
    select.append(option);
  });
  const digits = v => v === null ? "–" : String(Number(v.toPrecision(3)));

  // Texts are made once for each line, when they are first looked for.
  const textOf = line => line.text ??= [line.n, ...Object.values(line.in), ...line.t.flatMap(t => [t.a ?? "", t.e ?? "", ...t.r.map(r => r ?? "")])].join("\n").toLowerCase();
  const passes = (t, m) => t.p[m] !== null && t.p[m] !== undefined ? t.p[m] === 1 : null;
  const gain = (line, m, t) => {
    const [a, b] = [line.t[data.baseline].s[m], line.t[t].s[m]];
    return a === null || b === null ? null : (data.metrics[m].lower ? a - b : b - a);
  };
  const flipped = (line, m, t, won) => {
    const [a, b] = [passes(line.t[data.baseline], m), passes(line.t[t], m)];
    return a !== null && b !== null && a !== b && b === won;
  };
  const shows = {
    all: () => true,
    lost: (l, m, t) => flipped(l, m, t, false),
    won: (l, m, t) => flipped(l, m, t, true),
    fails: (l, m, t) => passes(l.t[t], m) === false,
    none: (l, m, t) => l.t[t].s[m] === null,
    failed: l => l.t.some(t => t.e),
  };
  const orders = {
    line: null,
    worst: (l, m, t) => l.t[t].s[m] === null ? Infinity : (data.metrics[m].lower ? -1 : 1) * l.t[t].s[m],
    loss: (l, m, t) => gain(l, m, t) ?? Infinity,
    gain: (l, m, t) => -(gain(l, m, t) ?? -Infinity),
  };

  fill(metric, data.metrics.map((m, i) => [i, m.name]));
  fill(target, data.targets.map((t, i) => [i, t]));
  fill(show, [["all", "all lines"], ...(several ? [["lost", "flips: lost"], ["won", "flips: won"]] : []), ["fails", "fails"], ["none", "no score"], ["failed", "no answer"]]);
  fill(sort, [["line", "by line"], ["worst", "worst score first"], ...(several ? [["loss", "largest loss first"], ["gain", "largest gain first"]] : [])]);
  target.value = String(data.targets.findIndex((_, i) => !several || i !== data.baseline));
  if (!several) target.closest("label").remove();

  const chosen = () => {
    const wanted = find.value.trim().toLowerCase();
    const [m, t] = [Number(metric.value), Number(target.value)];
    const kept = data.lines.filter(l => shows[show.value](l, m, t) && (!wanted || textOf(l).includes(wanted)));
    const order = orders[sort.value];
    return order ? kept.map(l => [order(l, m, t), l]).sort((a, b) => a[0] - b[0] || 0).map(p => p[1]) : kept;
  };

  const chips = t => {
    const box = make("div", undefined, "chips");
    data.metrics.forEach((m, i) => {
      const passed = passes(t, i);
      const chip = make("span", m.name + " " + digits(t.s[i]), "chip" + (t.s[i] === null ? " none" : passed === null ? "" : passed ? " good" : " bad"));
      chip.append(make("span", t.s[i] === null ? ", no score" : passed === null ? "" : passed ? ", passes" : ", fails", "unseen"));
      if (Number(metric.value) === i) chip.classList.add("on");
      box.append(chip);
    });
    return box;
  };

  const section = (title, text, bad) => {
    const box = make("div");
    box.append(make("h3", title), make("pre", text, bad ? "failed-text" : ""));
    return box;
  };
  const detail = line => {
    const [row, cell, grid] = [make("tr", undefined, "more"), make("td"), make("div", undefined, "detail")];
    cell.colSpan = data.targets.length + 3;
    Object.entries(line.in).forEach(([name, text]) => grid.append(section(name, text)));
    line.t.forEach((t, i) => {
      grid.append(section(data.targets[i], t.e ?? t.a ?? "", Boolean(t.e)));
      const why = data.metrics.map((m, j) => t.r[j] ? m.name + ": " + t.r[j] : "").filter(Boolean).join("\n");
      if (why) grid.append(section(data.targets[i] + ", why", why));
    });
    cell.append(grid);
    row.append(cell);
    return row;
  };

  const clip = text => make("div", text, "clip");
  const rowOf = line => {
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
    const asked = make("td", undefined, "asked");
    asked.dataset.label = "Asked";
    Object.entries(line.in).slice(0, 2).forEach(([name, text], i) => {
      const part = clip(text);
      if (i > 0) part.classList.add("quiet");
      part.title = name;
      asked.append(part);
    });
    const number = make("td", line.n, "number");
    number.dataset.label = "Line";
    row.append(open, number, asked);
    line.t.forEach((t, i) => {
      const cell = make("td");
      cell.dataset.label = data.targets[i];
      cell.append(t.e ? make("div", t.e, "clip failed-text") : clip(t.a ?? ""), chips(t));
      row.append(cell);
    });
    return row;
  };

  const draw = () => {
    const lines = chosen();
    const pages = Math.max(1, Math.ceil(lines.length / size));
    page = Math.min(page, pages - 1);
    body.replaceChildren(...lines.slice(page * size, (page + 1) * size).map(rowOf));
    byId("count").textContent = lines.length + (lines.length === 1 ? " line" : " lines");
    byId("page").textContent = "Page " + (page + 1) + " of " + pages;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page >= pages - 1;
  };

  const title = (text, name) => {
    const cell = make("th", text, name);
    cell.scope = "col";
    return cell;
  };
  const details = title("", "open");
  details.append(make("span", "Details", "unseen"));
  head.append(details, title("Line", "number"), title("Asked"), ...data.targets.map(t => title(t)));
  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { page = 0; draw(); }, 80);
  });
  [metric, target, show, sort].forEach(e => e.addEventListener("change", () => { page = 0; draw(); }));
  byId("previous").addEventListener("click", () => { page--; draw(); });
  byId("next").addEventListener("click", () => { page++; draw(); });
  byId("table").classList.remove("hidden");
  draw();
})();
