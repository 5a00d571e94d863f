// A Node relay on `ws` with the service's address in its code; `ws` heeds no proxy.
//
// FAULT=no-close-stream never says that the audio is over. PORT is where it takes clients.
"use strict";

const WebSocket = require("ws");

const url = "wss://api.deepgram.com/v1/listen?encoding=linear16&sample_rate=44100&channels=1&interim_results=true";
const server = new WebSocket.Server({ host: "127.0.0.1", port: Number(process.env.PORT) });

server.on("connection", (client) => {
  const service = new WebSocket(url, { headers: { Authorization: `Token ${process.env.DEEPGRAM_API_KEY}` } });
  const early = [];
  const send = (message) => (service.readyState === WebSocket.OPEN ? service.send(message) : early.push(message));
  service.on("open", () => early.splice(0).forEach((message) => service.send(message)));
  service.on("message", (message) => client.send(message.toString()));
  service.on("close", () => client.close(1000));
  service.on("error", (error) => {
    console.error(error);
    client.close(1011, "the service could not be reached");
  });
  client.on("message", (message, isBinary) => {
    if (isBinary) send(message);
    else if (message.toString() === "stop" && process.env.FAULT !== "no-close-stream") send('{"type":"CloseStream"}');
  });
});
