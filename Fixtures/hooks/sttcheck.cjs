// Leads connections for the service's hosts to sttcheck, in Node programs that sttcheck has started.
//
// Node loads this file first, where NODE_OPTIONS names it. It is for libraries that heed no proxy, as `ws`. It does nothing unless
// STTCHECK_SERVICE_URL and STTCHECK_SERVICE_HOSTS are set, and changes no name but those: not what is asked for, not what a certificate must say.
"use strict";

const net = require("net");

const hosts = (process.env.STTCHECK_SERVICE_HOSTS || "").split(/\s+/).filter(Boolean);
const patterns = hosts.map((host) => new RegExp(`^${host.replace(/[.]/g, "\\.").replace(/[*]/g, "[^/]+")}[.]?$`, "i"));

if (process.env.STTCHECK_SERVICE_URL && patterns.length > 0) {
  const place = new URL(process.env.STTCHECK_SERVICE_URL);
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...words) {
    // Node's own callers hand over [[options, callback]].
    const inner = Array.isArray(words[0]) ? words[0] : words;
    const options = inner[0];
    if (options && typeof options === "object" && patterns.some((pattern) => pattern.test(options.host))) {
      inner[0] = { ...options, host: place.hostname, port: Number(place.port) };
    }
    return connect.apply(this, words);
  };
}
