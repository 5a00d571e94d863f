"""Reports in headless Chromium, opened from disk with the network off: what a reader does, and what must never happen.

Environment: STTCHECK_CHROMIUM, JOB (a JSON file: a list of pages, each {"name", "path", "acts"}), OUT (a file that gets one JSON object:
name: {act: facts}). An act is the name of a function below whose first parameter is the page; `all` opens everything that can be opened.
"""

import json
import os
import sys

from playwright.sync_api import sync_playwright

try:
    from axe_playwright_python.sync_playwright import Axe
except ImportError:
    Axe = None

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


class Reader:
    """One browser; each visit is a context of its own, offline, that notes whatever a report must not do."""

    def __init__(self, browser, url):
        self.browser = browser
        self.url = url

    def visit(self, act, size=WIDE, scheme="light", scripts=True):
        context = self.browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=scripts)
        context.set_offline(True)
        context.set_default_timeout(15000)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        seen = {"requests": [], "errors": [], "dialogs": 0}
        page.on("request", lambda request: seen["requests"].append(request.url) if request.url != self.url else None)
        page.on("console", lambda message: seen["errors"].append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: seen["errors"].append(str(error)))

        def dismiss(dialog):
            seen["dialogs"] += 1
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.goto(self.url)
        facts = act(page)
        context.close()
        return {**facts, **seen}


def opened(page):
    """Everything that can be unfolded, unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    page.wait_for_function("requestAnimationFrame.call(window, () => {}) > 0")


def story(reader):
    """From the evidence to its arrow, to its row, and back; the filter; the fix on the clipboard."""

    def act(page):
        facts = {}
        ways = page.locator("#cause-1 .evidence .ways").first
        arrow = ways.get_by_text("arrow", exact=True)
        facts["arrow"] = arrow.get_attribute("href")
        arrow.click()
        target = page.locator(facts["arrow"])
        facts["arrowInView"] = target.evaluate(IN_VIEW)
        facts["arrowFocused"] = page.evaluate("document.activeElement.closest('.row')?.id") == facts["arrow"][1:]
        facts["arrowMarked"] = "evidence" in (target.get_attribute("class") or "")

        row = ways.get_by_text("row", exact=True)
        facts["row"] = row.get_attribute("href")
        row.click()
        current = page.locator(".virtual tr[aria-current]")
        facts["rowNumber"] = current.locator("button.frame").inner_text()
        facts["rowInView"] = current.evaluate(IN_VIEW)
        facts["rowFocused"] = page.evaluate("document.activeElement.dataset.frame") == facts["rowNumber"]
        detail = page.locator(".detail:visible")
        facts["detail"] = detail.inner_text()
        back = detail.get_by_text("Show it in the ladder")
        facts["back"] = back.get_attribute("href")
        back.click()
        facts["backInView"] = page.locator(facts["back"]).evaluate(IN_VIEW)

        form = page.locator("form.filter:visible").first
        output = form.locator("output")
        form.locator("[name=audio]").uncheck()
        facts["all"] = output.inner_text()
        box = page.locator(".frames[open]").first
        facts["filters"] = {}
        for name in ("hop", "sender", "kind"):
            choices = form.locator(f"[name={name}] option").evaluate_all("all => all.map((one) => one.value)")
            for choice in choices[1:]:
                form.locator(f"[name={name}]").select_option(choice)
                rows = box.locator(".virtual tbody tr:not(.spacer)").all_inner_texts()
                facts["filters"][f"{name}={choice}"] = {"said": output.inner_text(), "rows": rows}
            form.locator(f"[name={name}]").select_option("")
        form.locator("[name=text]").fill("STOP")
        facts["filters"]["text"] = {"said": output.inner_text(), "rows": box.locator(".virtual tbody tr:not(.spacer)").all_inner_texts()}
        form.locator("[name=text]").fill("")
        form.locator("[name=audio]").check()
        facts["filters"]["audio"] = {"said": output.inner_text(), "rows": []}

        page.locator("button[data-copy=fix-1-text]").click()
        page.wait_for_function("document.querySelector('button[data-copy=fix-1-text]').textContent === 'Copied'")
        facts["clipboard"] = page.evaluate("navigator.clipboard.readText()")
        facts["fix"] = page.locator("#fix-1-text").inner_text()
        return facts

    return reader.visit(act)


def keyboard(reader):
    """All that can be worked is reached by Tab, shows where one is, and answers to Enter."""

    def act(page):
        visited = []
        for _ in range(400):
            page.keyboard.press("Tab")
            here = page.evaluate(
                """() => { const at = document.activeElement;
                const style = getComputedStyle(at);
                const band = at.querySelector ? at.querySelector('.band') : null;
                return [at.tagName.toLowerCase(), at.className.baseVal ?? at.className, at.getAttribute('href') ?? at.dataset.copy ?? at.name ?? '',
                    style.outlineStyle !== 'none' || (band !== null && getComputedStyle(band).stroke !== 'none')]; }"""
            )
            if here[0] == "body":
                break
            visited.append(here)
        facts = {
            "skip": visited[0][2],
            "invisible": [one[:3] for one in visited if not one[3]],
            "kinds": sorted({one[0] for one in visited}),
            "links": [one[2] for one in visited if one[0] == "a"],
            "buttons": [one[2] for one in visited if one[0] == "button"],
        }
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.locator("#cause-1 .evidence .ways a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.closest('.row') !== null")
        facts["followed"] = page.evaluate("document.activeElement.closest('.row').id")
        # Enter on an arrow leads to its row; in the table the arrow keys go from frame to frame.
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.dataset.frame !== undefined")
        facts["row"] = page.evaluate("document.activeElement.dataset.frame")
        page.keyboard.press("ArrowDown")
        facts["next"] = page.locator(".virtual tr[aria-current] button.frame").inner_text()
        return facts

    return reader.visit(act)


def still(reader):
    """Without JavaScript: all but filters and copying."""

    def act(page):
        ways = page.locator("#cause-1 .evidence .ways").first
        facts = {"fix": page.locator("#fix-1-text").is_visible(), "buttons": page.locator("button:visible").count()}
        ways.get_by_text("arrow", exact=True).click()
        facts["arrow"] = page.locator(page.url[page.url.index("#"):]).is_visible()
        ways.get_by_text("row", exact=True).click()
        facts["row"] = page.locator("tr", has=page.locator(page.url[page.url.index("#"):])).or_(
            page.locator("tr" + page.url[page.url.index("#"):])).first.is_visible()
        facts["forms"] = page.locator("form:visible").count()
        facts["rows"] = page.locator(".frametable tbody tr:visible").count()
        return facts

    return reader.visit(act, scripts=False)


def narrow(reader):
    """On a phone nothing reaches beyond the page, folded or unfolded."""

    def act(page):
        widths = [page.evaluate("document.documentElement.scrollWidth")]
        opened(page)
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
        return {"widths": widths, "width": NARROW["width"]}

    return reader.visit(act, size=NARROW)


def axe(reader, looks=((WIDE, "light"), (NARROW, "dark"))):
    """What axe finds, everything unfolded."""
    facts = {"there": Axe is not None, "violations": [], "incomplete": [], "requests": [], "errors": [], "dialogs": 0, "passes": 0}
    if Axe is None:
        return facts

    def act(page):
        opened(page)
        return Axe().run(page).response

    for size, scheme in looks:
        found = reader.visit(act, size=size, scheme=scheme)
        place = f"{size['width']} {scheme}"
        facts["passes"] += len(found["passes"])
        for kind in ("violations", "incomplete"):
            for one in found[kind]:
                nodes = [f"{node['target']}: {node.get('failureSummary', '')[:200]}" for node in one["nodes"][:5]]
                facts[kind].append(f"{place}: {one['id']} ({one['impact']}), {len(one['nodes'])} times: {'; '.join(nodes)}")
    return facts


def axe_everywhere(reader):
    """The same, wide and narrow, light and dark."""
    return axe(reader, [(size, scheme) for size in (WIDE, NARROW) for scheme in ("light", "dark")])


def hostile(reader):
    """Whatever a relay has sent stays text: nothing is run, loaded or asked, and the page keeps its shape."""

    def act(page):
        opened(page)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        for button in page.locator(".choices button:visible").all():
            button.click()
        for row in page.locator(".virtual button.frame:visible").all()[:12]:
            row.click()
        return {
            "owned": page.evaluate("typeof window.owned"),
            "title": page.title(),
            "scripts": page.locator("script").count(),
            "foreign": page.locator("img, iframe, object, embed, base, audio, video, link, body form:not(.filter)").count(),
            "outside": page.evaluate(
                "Array.from(document.querySelectorAll('[href], [src], [action]'), (one) => one.getAttribute('href') ?? '?')"
                ".filter((one) => !one.startsWith('#'))"
            ),
            "handlers": page.evaluate(
                "Array.from(document.querySelectorAll('*')).filter((one) => one.getAttributeNames()"
                ".some((name) => name.startsWith('on'))).length"
            ),
            "children": page.evaluate("Array.from(document.body.children, (one) => one.tagName.toLowerCase())"),
            "width": page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        }

    return reader.visit(act)


def long(reader):
    """A long table draws only what is seen, wherever it is scrolled to."""

    def act(page):
        page.locator(".frames > summary").first.evaluate("node => { node.closest('details.session').open = true; node.click(); }")
        page.locator("[name=audio]").first.check()
        facts = {"said": page.locator("output").first.inner_text()}
        facts.update(
            page.evaluate(
                """async () => {
            const list = document.querySelector(".list");
            const rows = () => list.querySelectorAll("tbody tr:not(.spacer)").length;
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            let most = 0;
            const gaps = [];
            const places = [];
            const total = list.scrollHeight;
            // A fling through all of it, then a steady scroll.
            for (let step = 0; step <= 60; step += 1) {
              list.scrollTop = total * step / 60;
              await frame(); await frame();
              most = Math.max(most, rows());
              const box = list.getBoundingClientRect();
              const at = document.elementFromPoint(box.left + 200, box.top + box.height / 2);
              places.push(Boolean(at) ? Boolean(at.closest("tr:not(.spacer)")) : false);
            }
            list.scrollTop = total / 2;
            await frame();
            let last = await frame();
            for (let step = 0; step !== 120; step += 1) {
              list.scrollTop += 90;
              const now = await frame();
              gaps.push(now - last);
              last = now;
            }
            gaps.sort((a, b) => a - b);
            return { most, blank: places.filter((one) => !one).length, median: gaps[60], p95: gaps[114], worst: gaps[119] };
          }"""
            )
        )
        return facts

    return reader.visit(act)


IN_VIEW = """async (node) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const box = node.getBoundingClientRect();
  return box.bottom > 0 && innerHeight > box.top;
}"""

ACTS = {act.__name__: act for act in (story, keyboard, still, narrow, axe, axe_everywhere, hostile, long)}


def main():
    with open(os.environ["JOB"]) as file:
        job = json.load(file)
    told = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["STTCHECK_CHROMIUM"], args=["--no-sandbox"])
        for page in job:
            reader = Reader(browser, "file://" + page["path"])
            told[page["name"]] = {act: ACTS[act](reader) for act in page["acts"]}
        browser.close()
    with open(os.environ["OUT"], "w") as file:
        json.dump(told, file)


if __name__ == "__main__":
    sys.exit(main())
