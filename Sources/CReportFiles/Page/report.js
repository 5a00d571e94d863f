(function () {
  "use strict";
  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  // The frame tables: every frame, drawn only where it is seen. See HTMLFrameList for how frames are written.
  var tables = [];
  function make(name, style, text) {
    var node = document.createElement(name);
    if (style) { node.className = style; }
    if (text) { node.textContent = text; }
    return node;
  }
  function count(number, noun) { return number.toLocaleString("en") + " " + noun + (number === 1 ? "" : "s"); }
  function hex(bytes) {
    return bytes.map(function (byte) { return (byte > 15 ? "" : "0") + byte.toString(16); }).join(" ");
  }

  function Table(island) {
    var self = this;
    var data = JSON.parse(island.textContent);
    this.box = island.closest("details");
    this.still = document.getElementById(data.table);
    this.form = this.box.querySelector("form.filter");
    this.classes = data.classes;
    this.peer = data.peer;
    this.headBytes = data.head;
    this.heads = data.heads;
    this.ids = []; this.times = []; this.kinds = []; this.lengths = []; this.audio = [];
    this.read(data.frames);
    this.rows = {};
    each("#" + data.table + " tbody tr[id]", function (row) { self.rows[row.id.slice(4)] = row; });
    this.texts = {};
    this.runs = this.findRuns();
    this.built = false;
    this.selected = null;
    this.box.addEventListener("toggle", function () { if (self.box.open) { self.build(); } });
    if (this.box.open) { this.build(); }
  }

  Table.prototype.read = function (text) {
    var raw = atob(text);
    var at = 0;
    // Seven bits a byte, the lowest first; the highest bit says that there are more.
    function next() {
      var value = 0;
      var factor = 1;
      var byte = 128;
      while (byte >= 128) {
        byte = raw.charCodeAt(at);
        at += 1;
        value += (byte % 128) * factor;
        factor *= 128;
      }
      return value;
    }
    var last = this.classes.map(function () { return 0; });
    var id = 0;
    var time = 0;
    var audio = 0;
    while (raw.length > at) {
      var head = next();
      var kind = Math.floor(head / 4);
      if (head % 2 === 1) { last[kind] = next(); }
      id += Math.floor(head / 2) % 2 === 1 ? next() : 1;
      var later = next();
      time += later % 2 === 1 ? -(later + 1) / 2 : later / 2;
      this.ids.push(id);
      this.times.push(time);
      this.kinds.push(kind);
      this.lengths.push(last[kind]);
      this.audio.push(audio);
      if (this.classes[kind][2] === "audio") { audio += 1; }
    }
  };

  // Of each frame the row of the run that it is part of, for its way to the ladder.
  Table.prototype.findRuns = function () {
    var open = {};
    var self = this;
    return this.ids.map(function (id, index) {
      var kind = self.classes[self.kinds[index]];
      var own = self.rows[id];
      if (kind[2] !== "audio") { return own || null; }
      if (own) { open[kind[4]] = own; }
      return own || open[kind[4]] || null;
    });
  };

  Table.prototype.build = function () {
    if (this.built) { return; }
    this.built = true;
    var self = this;
    var still = this.still.parentNode;
    this.list = make("div", "list scroll");
    this.list.setAttribute("role", "region");
    this.list.setAttribute("aria-label", still.getAttribute("aria-label") + ", every frame");
    this.list.tabIndex = 0;
    var table = make("table", "virtual");
    var head = make("thead");
    head.appendChild(make("tr"));
    ["#", "seconds", "direction", "what"].forEach(function (title) {
      var cell = make("th", null, title);
      cell.scope = "col";
      head.firstChild.appendChild(cell);
    });
    table.appendChild(head);
    this.body = make("tbody");
    table.appendChild(this.body);
    this.list.appendChild(table);
    this.detail = make("div", "detail");
    this.detail.hidden = true;
    still.hidden = true;
    still.parentNode.insertBefore(this.list, still);
    still.parentNode.insertBefore(this.detail, still);
    this.form.hidden = false;
    this.form.elements.audio.parentNode.hidden = !this.classes.some(function (kind) { return kind[2] === "audio"; });
    this.form.addEventListener("input", function () { self.apply(); });
    this.form.addEventListener("submit", function (event) { event.preventDefault(); });
    var waiting = false;
    this.list.addEventListener("scroll", function () {
      if (waiting) { return; }
      waiting = true;
      requestAnimationFrame(function () { waiting = false; self.draw(); });
    });
    this.list.addEventListener("keydown", function (event) {
      var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step === 0) { return; }
      event.preventDefault();
      self.step(step);
    });
    window.addEventListener("resize", function () { self.draw(); });
    this.apply();
  };

  Table.prototype.text = function (index) {
    var row = this.form.elements.audio.checked ? this.rowOf(index) : this.rows[this.ids[index]];
    if (!row) { return this.words(index).toLowerCase(); }
    var id = this.ids[index];
    if (this.texts[id] === undefined) { this.texts[id] = row.textContent.toLowerCase(); }
    return this.texts[id];
  };

  // The row that says what this frame says: not that of a run it only belongs to.
  Table.prototype.rowOf = function (index) {
    return this.classes[this.kinds[index]][2] === "audio" ? null : this.rows[this.ids[index]] || null;
  };

  Table.prototype.words = function (index) {
    var kind = this.classes[this.kinds[index]];
    if (kind[2] === "gap") { return count(this.lengths[index], "event") + " not on this page"; }
    return kind[2] + (kind[3] ? " (" + kind[3] + ")" : "") + ", " + count(this.lengths[index], "byte");
  };

  Table.prototype.apply = function () {
    var fields = this.form.elements;
    var wanted = fields.text.value.toLowerCase();
    var single = fields.audio.checked;
    var names = ["hop", "sender", "kind"];
    var fitting = this.classes.map(function (kind) {
      return names.every(function (name, place) { return fields[name].value === "" || kind[place] === fields[name].value; });
    });
    var shown = [];
    var all = 0;
    for (var index = 0; this.ids.length > index; index += 1) {
      var kind = this.classes[this.kinds[index]];
      if (!single) { if (kind[2] === "audio") { if (!this.rows[this.ids[index]]) { continue; } } }
      all += 1;
      if (!fitting[this.kinds[index]]) { continue; }
      if (wanted !== "") { if (this.text(index).indexOf(wanted) === -1) { continue; } }
      shown.push(index);
    }
    this.shown = shown;
    this.form.querySelector("output").textContent = shown.length.toLocaleString("en") + " of " + all.toLocaleString("en") + " rows";
    this.draw();
  };

  Table.prototype.spacer = function (rows) {
    var row = make("tr", "spacer");
    row.setAttribute("aria-hidden", "true");
    row.appendChild(make("td"));
    row.firstChild.colSpan = 4;
    row.firstChild.style.height = rows * this.height + "px";
    return row;
  };

  Table.prototype.draw = function () {
    this.height = parseFloat(getComputedStyle(this.list).getPropertyValue("--row")) || 32;
    var active = document.activeElement;
    var held = active ? active.dataset.frame : undefined;
    var top = Math.max(0, Math.floor(this.list.scrollTop / this.height) - 12);
    var end = Math.min(this.shown.length, top + Math.ceil(this.list.clientHeight / this.height) + 24);
    var rows = document.createDocumentFragment();
    rows.appendChild(this.spacer(top));
    for (var place = top; end > place; place += 1) { rows.appendChild(this.row(this.shown[place], place)); }
    rows.appendChild(this.spacer(Math.max(0, this.shown.length - end)));
    this.body.replaceChildren(rows);
    this.list.firstChild.setAttribute("aria-rowcount", String(this.shown.length + 1));
    // Drawing anew must not take the keyboard's place away.
    var again = held === undefined ? null : this.body.querySelector("[data-frame='" + held + "']");
    if (again) { again.focus({ preventScroll: true }); }
  };

  Table.prototype.row = function (index, place) {
    var self = this;
    var id = this.ids[index];
    var kind = this.classes[this.kinds[index]];
    var run = this.runs[index];
    var still = this.form.elements.audio.checked ? this.rowOf(index) : this.rows[id];
    var row = make("tr");
    row.setAttribute("aria-rowindex", String(place + 2));
    if (id === this.selected) { row.setAttribute("aria-current", "true"); }
    if (run) { if (run.querySelector("td a")) { row.dataset.arrow = run.querySelector("td a").getAttribute("href"); } }
    var number = make("td", "number");
    var button = make("button", "frame", String(id));
    button.type = "button";
    button.dataset.frame = String(id);
    button.setAttribute("aria-label", "Event " + id + ": show all of it");
    number.appendChild(button);
    row.appendChild(number);
    row.appendChild(make("td", "number", still ? still.cells[1].textContent : (this.times[index] / 10000).toFixed(3)));
    row.appendChild(make("td", "who", still ? still.cells[2].textContent : this.direction(kind)));
    var what = make("td", "what");
    var code = still ? still.cells[3].querySelector("code") : null;
    what.appendChild(make(code ? "code" : "span", null, code ? code.textContent : this.words(index)));
    what.title = what.textContent;
    row.appendChild(what);
    row.addEventListener("click", function () { self.select(index); });
    return row;
  };

  Table.prototype.direction = function (kind) {
    if (!kind[1]) { return "–"; }
    var parties = kind[0] === "client" ? ["client", this.peer] : ["relay", "service"];
    return kind[1] + " → " + (parties[0] === kind[1] ? parties[1] : parties[0]);
  };

  Table.prototype.step = function (step) {
    var at = -1;
    var self = this;
    this.shown.some(function (index, place) {
      if (self.ids[index] !== self.selected) { return false; }
      at = place;
      return true;
    });
    var next = Math.min(this.shown.length - 1, Math.max(0, at + step));
    if (this.shown[next] === undefined) { return; }
    this.select(this.shown[next]);
    var top = next * this.height;
    if (this.list.scrollTop > top) { this.list.scrollTop = top; }
    if (top + this.height * 2.5 > this.list.scrollTop + this.list.clientHeight) {
      this.list.scrollTop = top + this.height * 2.5 - this.list.clientHeight;
    }
    this.draw();
  };

  // Nearest frame to an id, by halving.
  Table.prototype.find = function (id) {
    var low = 0;
    var high = this.ids.length - 1;
    while (high > low) {
      var middle = Math.floor((low + high) / 2);
      if (id > this.ids[middle]) { low = middle + 1; } else { high = middle; }
    }
    return this.ids[low] === id ? low : -1;
  };

  // What a link leads to: filters that hide it are taken off.
  Table.prototype.go = function (id) {
    var index = this.find(id);
    if (index === -1) { return false; }
    for (var node = this.box; node; node = node.parentElement) { if (node.tagName === "DETAILS") { node.open = true; } }
    this.build();
    if (this.shown.indexOf(index) === -1) {
      this.form.reset();
      if (!this.rows[id]) { this.form.elements.audio.checked = true; }
      this.apply();
    }
    this.list.scrollTop = Math.max(0, this.shown.indexOf(index) * this.height - this.list.clientHeight / 3);
    this.select(index);
    this.list.scrollIntoView({ block: "center" });
    var button = this.body.querySelector("[data-frame='" + id + "']");
    if (button) { button.focus({ preventScroll: true }); }
    return true;
  };

  Table.prototype.select = function (index) {
    this.selected = this.ids[index];
    this.show(index);
    this.draw();
  };

  // A row's payload, or that of the row it is the same as.
  Table.prototype.payload = function (row) {
    var text = row ? row.querySelector("pre.payload") : null;
    if (text) { return text; }
    var same = row ? row.querySelector("td.what a[href^='#row-']") : null;
    return same ? this.payload(this.rows[same.getAttribute("href").slice(5)]) : null;
  };

  Table.prototype.show = function (index) {
    var self = this;
    var id = this.ids[index];
    var kind = this.classes[this.kinds[index]];
    var single = this.form.elements.audio.checked;
    var row = single ? this.rowOf(index) : this.rows[id];
    var title = make("p", "title");
    title.appendChild(make("strong", null, "Event " + id));
    var time = row ? row.cells[1].textContent : (this.times[index] / 10000).toFixed(4);
    title.appendChild(document.createTextNode(" at " + time + " s, " + this.direction(kind) + ": "));
    var code = row ? row.cells[3].querySelector("code") : null;
    title.appendChild(make(code ? "code" : "span", null, code ? code.textContent : this.words(index)));
    var bar = make("p", "choices");
    var arrow = this.runs[index] ? this.runs[index].querySelector("td a") : null;
    if (arrow) {
      var way = make("a", null, "Show it in the ladder");
      way.setAttribute("href", arrow.getAttribute("href"));
      bar.appendChild(way);
    }
    this.detail.replaceChildren(title, bar);
    this.detail.hidden = false;
    var source = this.payload(row);
    var views = [];
    if (source) {
      var text = source.textContent;
      if (kind[2] === "audio") {
        views.push(["First bytes", text]);
      } else {
        try { views.push(["JSON", JSON.stringify(JSON.parse(text), null, 2)]); } catch (fault) { views.length = 0; }
        views.push([source.classList.contains("exact") || kind[2] === "text" ? "Text" : "Bytes", text]);
        if (source.classList.contains("exact")) { views.push(["Hex", hex(Array.from(new TextEncoder().encode(text)))]); }
      }
    } else if (kind[2] === "audio") {
      if (this.headBytes > 0) {
        var from = this.audio[index] * this.headBytes;
        var raw = atob(this.heads).slice(from, from + Math.min(this.headBytes, this.lengths[index]));
        views.push(["First bytes", hex(Array.from(raw, function (byte) { return byte.charCodeAt(0); }))]);
      }
    } else if (code) {
      views.push(["Text", code.textContent]);
    }
    if (views.length === 0) { this.detail.appendChild(make("p", "dim", "Its payload is not on this page: sttcheck frames has it.")); return; }
    var shown = make("pre", "payload");
    shown.tabIndex = 0;
    shown.dir = "ltr";
    var buttons = views.map(function (view) {
      var button = make("button", null, view[0]);
      button.type = "button";
      button.addEventListener("click", function () { pick(view, button); });
      if (views.length > 1) { bar.appendChild(button); }
      return button;
    });
    function pick(view, button) {
      buttons.forEach(function (other) { other.setAttribute("aria-pressed", other === button ? "true" : "false"); });
      shown.replaceChildren(make("code", null, view[1]));
    }
    pick(views[0], buttons[0]);
    this.detail.appendChild(shown);
  };

  each("pre.framedata", function (island) { tables.push(new Table(island)); });
  function goToFrame(anchor) {
    var id = /^row-([0-9]+)$/.exec(anchor);
    return id !== null ? tables.some(function (table) { return table.go(Number(id[1])); }) : false;
  }
  // A link may lead into something folded: open everything around it.
  function reveal() {
    var anchor = decodeURIComponent(location.hash.slice(1));
    if (goToFrame(anchor)) { return; }
    var target = anchor === "" ? null : document.getElementById(anchor);
    if (!target) { return; }
    var folded = false;
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { if (!node.open) { node.open = true; folded = true; } }
    }
    if (target.hidden) { target.hidden = false; folded = true; }
    if (folded) { target.scrollIntoView(); }
    if (/^(row|arrow)-/.test(target.id)) {
      // An arrow is a link to its row: from there Enter leads on.
      var way = /^arrow-/.test(target.id) ? target.querySelector("a") : null;
      if (!way) { target.setAttribute("tabindex", "-1"); }
      (way || target).focus({ preventScroll: true });
    }
  }
  window.addEventListener("hashchange", reveal);
  // A link that was followed before leads there again.
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (link) { if (link.getAttribute("href") === location.hash) { reveal(); } }
  });
  reveal();
  window.addEventListener("beforeprint", function () { each("details.session", function (node) { node.open = true; }); });

  // Copying: the clipboard where there is one, else a selection.
  function fallback(node) {
    var range = document.createRange();
    range.selectNodeContents(node);
    var selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  }
  each("button[data-copy]", function (button) {
    var label = button.textContent;
    var node = document.getElementById(button.dataset.copy);
    if (!node) { return; }
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    function say(done) {
      button.textContent = done ? "Copied" : "Select it and copy";
      setTimeout(function () { button.textContent = label; }, 2000);
    }
    button.addEventListener("click", function () {
      if (!navigator.clipboard) { say(fallback(node)); return; }
      navigator.clipboard.writeText(node.innerText.trim()).then(function () { say(true); }, function () { say(fallback(node)); });
    });
  });

  // JSON is set out when somebody opens it.
  document.addEventListener("toggle", function (event) {
    var text = event.target.open ? event.target.querySelector("pre.payload code") : null;
    if (!text) { return; }
    if (text.closest("details") !== event.target) { return; }
    try { text.textContent = JSON.stringify(JSON.parse(text.textContent), null, 2); } catch (fault) { return; }
  }, true);
})();
