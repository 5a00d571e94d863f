"""A page in headless Chromium: `new WebSocket(url, ["token", KEY])`, the only way a browser can say who it is.

The path that it asks for is TARGET's; HAR names a file for what the browser records, HAR_CONTENT says how ("embed", "attach").
"""

import base64
import os

from playwright.sync_api import sync_playwright

from support import CHUNK, KEY, URL, samples, tell

PAGE = """
async ([url, protocols, audio, size, pause]) => {
  const bytes = Uint8Array.from(atob(audio), (letter) => letter.charCodeAt(0));
  const socket = protocols.length ? new WebSocket(url, protocols) : new WebSocket(url);
  socket.binaryType = "arraybuffer";
  const seen = { opened: false, protocol: null, messages: [], binary: 0, close: null };
  socket.onmessage = (event) => {
    if (typeof event.data === "string") seen.messages.push(JSON.parse(event.data)); else seen.binary += 1;
  };
  const over = new Promise((done) => {
    socket.onclose = (event) => { seen.close = [event.code, event.reason, event.wasClean]; done(); };
  });
  const open = new Promise((done) => {
    socket.onopen = () => { seen.opened = true; seen.protocol = socket.protocol; done(); };
  });
  await Promise.race([open, over]);
  if (seen.opened) {
    const start = performance.now();
    for (let at = 0, count = 0; at < bytes.length; at += size, count += 1) {
      const wait = start + count * pause - performance.now();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
      if (socket.readyState !== WebSocket.OPEN) break;
      socket.send(bytes.slice(at, at + size));
    }
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "CloseStream" }));
  }
  await over;
  return seen;
}
"""

data, rate = samples()
url = f"{URL}{os.environ.get('TARGET', '/v1/listen')}?encoding=linear16&sample_rate={rate}&interim_results=true"
protocols = ["token", KEY] if KEY else []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=os.environ["STTCHECK_CHROMIUM"], args=["--no-sandbox"])
    har = {"record_har_path": os.environ["HAR"], "record_har_content": os.environ["HAR_CONTENT"]} if "HAR" in os.environ else {}
    context = browser.new_context(**har)
    page = context.new_page()
    argument = [url, protocols, base64.b64encode(data).decode(), int(rate * CHUNK) * 2, CHUNK * 1000]
    seen = page.evaluate(PAGE, argument)
    context.close()
    browser.close()
tell(**seen)
