/// What the page does where JavaScript may run. It has no `<` and no `&`: see `HTML.verbatim`.
enum HTMLScript {
  static let source = HTML.verbatim(
    """

    (function () {
      "use strict";
      function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

      // A link may lead into something folded: open everything around it.
      function reveal() {
        var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
        if (!target) { return; }
        var folded = false;
        for (var node = target; node; node = node.parentElement) {
          if (node.tagName === "DETAILS") { if (!node.open) { node.open = true; folded = true; } }
        }
        if (target.hidden) { target.hidden = false; folded = true; }
        if (folded) { target.scrollIntoView(); }
        if (/^(row|arrow)-/.test(target.id)) {
          target.setAttribute("tabindex", "-1");
          target.focus({ preventScroll: true });
        }
      }
      window.addEventListener("hashchange", reveal);
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

      // The frame tables: by hop, sender, kind, and text.
      each("form.filter", function (form) {
        var table = document.getElementById(form.dataset.copy);
        if (!table) { return; }
        var rows = Array.prototype.slice.call(table.tBodies[0].rows);
        var count = form.querySelector("output");
        form.hidden = false;
        function apply() {
          var wanted = form.elements.text.value.toLowerCase();
          var shown = 0;
          rows.forEach(function (row) {
            var fits = ["hop", "sender", "kind"].every(function (name) {
              var value = form.elements[name].value;
              return value === "" || row.dataset[name] === value;
            });
            if (fits) { fits = wanted === "" || row.textContent.toLowerCase().indexOf(wanted) !== -1; }
            row.hidden = !fits;
            if (fits) { shown += 1; }
          });
          count.textContent = shown + " of " + rows.length + " rows";
        }
        form.addEventListener("input", apply);
        form.addEventListener("submit", function (event) { event.preventDefault(); });
        apply();
      });

      // JSON is set out when somebody opens it.
      document.addEventListener("toggle", function (event) {
        var text = event.target.open ? event.target.querySelector("pre.payload code") : null;
        if (!text) { return; }
        if (text.closest("details") !== event.target) { return; }
        try { text.textContent = JSON.stringify(JSON.parse(text.textContent), null, 2); } catch (fault) { return; }
      }, true);
    })();

    """)
}
