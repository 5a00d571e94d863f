/// What the page does where JavaScript may run. It has no `<` and no `&`: see `HTML.verbatim`.
enum HTMLScript {
  static let source = HTML.group([beginning, frames, end])

  private static let beginning = HTML.verbatim(
    """

    (function () {
      "use strict";
      function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }


    """)

  private static let end = HTML.verbatim(
    """
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

    """)
}
