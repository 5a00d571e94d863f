import Audio
import Codecs
import FuzzTargets
import Scenarios
import Timeline

@testable import Network

extension FuzzTarget {
  /// HTTP heads, of requests and of answers: what is read has the bytes that came.
  static let requestHeads = FuzzTarget(
    "http-heads",
    texts: [
      "GET /v1/listen?a=b HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nX: a\r\n b\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate; a=\"1\"\r\n\r\n",
      "HTTP/1.1 401 No\r\nContent-Length: 3\r\n\r\n",
    ], words: ["\r\n", "\n", ":", " ", "HTTP/1.1", "HTTP/9.9", "\u{0}", "Content-Length: -1", "Transfer-Encoding: chunked", "GET"]
  ) { bytes in
    if case .success(let head) = HTTPHead.request(bytes) {
      if head.raw != bytes { return "the request's bytes are others" }
      _ = HandshakeCheck.fault(in: ResponseHead(status: 101, reason: "", headers: head.headers), to: head)
    }
    if case .success(let head) = HTTPHead.response(bytes), head.raw != bytes { return "the answer's bytes are others" }
    return nil
  }

  /// Opus, the head of a stream and packets behind it: no more sound than a packet can hold.
  static let opus = FuzzTarget(
    "opus", seeds: [OpusHead(), OpusHead(channels: 2)].map { $0.bytes + (0..<120).map { UInt8($0 * 2) } },
    words: ["OpusHead", "\u{78}\u{7F}"]
  ) { bytes in
    guard let head = OpusHead(Array(bytes.prefix(19))) else { return nil }
    var stream = OpusStream(head)
    for start in stride(from: 19, to: bytes.count, by: 40) {
      let samples = stream.take(Array(bytes[start..<min(bytes.count, start + 40)]))
      if samples.count > OpusPacket.most * stream.channels { return "\(samples.count) samples out of one packet" }
    }
    return nil
  }

  /// Profiles in YAML: every error is one line that names the file.
  static let profiles = FuzzTarget(
    "profiles",
    texts: [
      "relay: wss://h/p?x=${A}\nheaders: { Authorization: \"Bearer ${A}\" }\naudio: { encoding: mulaw, sample_rate: 8000, chunk: 20ms }\n",
      "stop: { type: CloseStream }\ncompression: { server_max_window_bits: 9 }\nmessages: { transcript: $.a }\nready: { type: [x, y] }\n",
    ], words: [": ", "\n", "- ", "{", "}", "&a ", "*a", "!!binary", "${", "'", "\"", "1e99", "~", "\t", "relay", "tls", "#"]
  ) { bytes in
    do throws(ConfigurationError) { _ = try ProfileReader.read(bytes, file: "p.yaml", environment: ["A": "b"]) } catch {
      return error.text.hasPrefix("p.yaml") && !error.text.contains("\n") ? nil : "the error is '\(error.text)'"
    }
    return nil
  }

  /// The same of scenarios.
  static let scenarios = FuzzTarget(
    "scenarios",
    texts: [
      "name: a\nabout: b\naudio: { speech: two-sentences }\nsteps:\n  - connect\n  - stream: { pace: 1.0 }\n  - stop\n  - await: { closed: true, within: 10s }\n",
      "name: a\nabout: b\naudio: { tone: 440, seconds: 2 }\nsteps: [connect, { send: { text: x } }, { repeat: { times: 3, steps: [ping] } }]\nexpect: { finals: { at_least: 2 }, close: 1000 }\n",
    ],
    words: [
      ": ", "\n", "- ", "{", "}", "connect", "stream", "-1", "1e99", "99999999999999999999", "await", "repeat", "within", "ms", "~", "'",
    ]
  ) { bytes in
    do throws(ConfigurationError) { _ = try ScenarioReader.read(bytes, file: "s.yaml") } catch {
      return error.text.hasPrefix("s.yaml") && !error.text.contains("\n") ? nil : "the error is '\(error.text)'"
    }
    return nil
  }
}
