"""A page in headless Chromium that records its microphone (the WAV file in its place) with MediaRecorder, and sends each blob as it comes.

What it sends is what browsers send to relays: one WebM stream, cut every 250 ms, the header in the first blob only; then the text "stop".
"""

import os
import tempfile
import threading
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import sync_playwright

from support import URL, tell

PAGE = """
async ([url, length]) => {
  const exact = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: exact });
  const recorder = new MediaRecorder(stream, { mimeType: "audio/webm;codecs=opus" });
  const socket = new WebSocket(url);
  const seen = { messages: [], blobs: [], close: null };
  socket.onmessage = (event) => { if (typeof event.data === "string") seen.messages.push(JSON.parse(event.data)); };
  const over = new Promise((done) => {
    socket.onclose = (event) => { seen.close = [event.code, event.reason, event.wasClean]; done(); };
  });
  await Promise.race([over, new Promise((done) => { socket.onopen = done; })]);
  if (seen.close) return seen;
  recorder.ondataavailable = (event) => { seen.blobs.push(event.data.size); socket.send(event.data); };
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start(250);
  await new Promise((done) => setTimeout(done, length));
  recorder.stop();
  await stopped;
  socket.send("stop");
  await Promise.race([over, new Promise((done) => setTimeout(done, 15000))]);
  return seen;
}
"""



class Page(BaseHTTPRequestHandler):
    """An empty page: a microphone, and sockets on this machine, are for pages that come from it."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
# The microphone plays from the moment the page gets it; until its socket stands, on a busy machine, it plays silence to nobody.
LEAD = 2
with wave.open(os.environ["AUDIO"]) as file:
    length = LEAD + file.getnframes() / file.getframerate()
    folder = tempfile.TemporaryDirectory()
    microphone = os.path.join(folder.name, "microphone.wav")
    with wave.open(microphone, "wb") as led:
        led.setparams(file.getparams())
        led.writeframes(bytes(LEAD * file.getframerate() * file.getsampwidth() * file.getnchannels()))
        led.writeframes(file.readframes(file.getnframes()))
args = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
args.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=os.environ["STTCHECK_CHROMIUM"], args=args)
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    seen = page.evaluate(PAGE, [f"{URL}{os.environ.get('TARGET', '/speech/page')}", length * 1000 + 1000])
    browser.close()
tell(**seen)
