import Diagnosis
import Reporting
import Testing
import Timeline
import Wire

/// What a relay may send to make a report lie, in every field that it controls.
enum HostileSamples {
  static let texts: [(name: String, bytes: [UInt8])] = [
    (
      "markup",
      Array(
        #""'></script><script>window.owned=1</script><img src=x onerror=window.owned=1><svg onload=window.owned=1>]]>--><a href="javascript:1">&lt;"#
          .utf8)
    ),
    ("terminal", [0x1B] + Array("[2J".utf8) + [0x1B] + Array("]0;owned".utf8) + [7, 0, 1, 0x0B, 0x0C, 0x7F, 0xC2, 0x9B, 0x08]),
    ("bidi", Array("\u{202E}desrever\u{2066}\u{200F}\u{200B}\u{FEFF}\u{2028}\u{2029}\u{85}\u{FFFE}\u{FFFF}".utf8)),
    ("notUTF8", [0x61, 0xFF, 0xFE, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0xF8, 0x88, 0xC0, 0xAF]),
    ("pipes", Array("| a | b |\n|---|---|\n| c |\\| `|` ".utf8)),
    (
      "markdown",
      Array("```\n~~~\n</details>\n# h\n- [ ] @everyone #1 [x](https://evil.test) ![y](//e) <https://z> www.evil.test $x$ *b*".utf8)
    ),
    ("commands", Array("\n::error file=x::owned\n##[error]owned\n::stop-commands::x\n::set-output name=a::b\r::add-mask::c".utf8)),
    ("tap", Array("x # SKIP\nnot ok 9 - owned # TODO\nok 1\n1..0 # skip\nBail out! owned\n  ...\n  ---\nTAP version 13".utf8)),
    ("xml", Array("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x><![CDATA[]]]]><![CDATA[>".utf8)),
    ("megabyte", Array("<b>|".utf8) + [UInt8](repeating: UInt8(ascii: "<"), count: 1 << 20)),
  ]

  /// All that is made of one text.
  struct Made: Sendable {
    var name: String
    /// A run against a relay that puts the text wherever it has a word to say, judged as any other.
    var report: Report
    /// What changed since a healthy run.
    var diff: RunDiff
    var history: History
  }

  /// Of each text; made once for all tests.
  static let all = Result { () throws -> [Made] in
    try texts.map { name, bytes in
      let report = try report(bytes)
      return Made(name: name, report: report, diff: try diff(report, bytes), history: try history(report, bytes))
    }
  }

  static func made(_ name: String) throws -> Made { try #require(try all.get().first { $0.name == name }) }

  private static func report(_ bytes: [UInt8]) throws -> Report {
    let text = String(decoding: bytes, as: UTF8.self)
    let short = String(text.unicodeScalars.prefix(2000).map(Character.init))
    return try Samples.report(Samples.healthy) { recording in
      recording.run.relay = "ws://relay.test/" + short
      for index in recording.events.indices { fill(&recording.events[index], bytes, short) }
      let info = recording.sessions[0]
      // A second session that the relay refuses, and a third of which nothing can be read.
      recording.sessions += [2, 3].map { number in
        var other = info
        other.number = number
        other.scenario = "other-\(number)"
        return other
      }
      for (session, hop, kind) in more(bytes, short) {
        let last = recording.events.last
        recording.events.append(
          Event(
            id: (last?.id ?? 0) + 1, session: session, hop: hop, connection: hop == nil ? 0 : session * 2 + (hop == .client ? 0 : 1),
            at: (last?.at ?? 0) + 1_000_000, kind))
      }
    }
  }

  private static func fill(_ event: inout Event, _ bytes: [UInt8], _ text: String) {
    switch event.kind {
    case .request(var head) where event.hop == .service:
      head.target += "&tag=" + text
      head.headers += [HeaderField("user-agent", text), HeaderField(text, text), HeaderField("sec-websocket-protocol", text)]
      head.raw = renderHead("GET \(head.target) HTTP/1.1", head.headers)
      event.kind = .request(head)
    case .response(var head) where event.hop == .client:
      head.reason = text
      head.headers += [
        HeaderField("sec-websocket-protocol", text), HeaderField("dg-request-id", text), HeaderField(text, text),
        HeaderField("server", text),
      ]
      head.raw = renderHead("HTTP/1.1 101 \(text)", head.headers)
      event.kind = .response(head)
    case .frame(var frame) where frame.frame.opcode == .text && frame.sender != .client:
      let spoken = String(decoding: frame.frame.payload, as: UTF8.self)
      let quoted = text.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : $1 < " " ? " " : "\($1)" }
      frame.frame.payload = Array(
        spoken.replacing("tell me", with: "tell me \(quoted)").replacing("{\"type\"", with: "{\"request_id\":\"\(quoted)\",\"type\"").utf8)
      event.kind = .frame(frame)
    case .frame(var frame) where frame.frame.opcode == .close:
      frame.frame.payload = [3, 243] + bytes.prefix(121)
      event.kind = .frame(frame)
    default: break
    }
  }

  private static func more(_ bytes: [UInt8], _ text: String) -> [(Int, Hop?, Event.Kind)] {
    func frame(_ sender: Party, _ opcode: Opcode, _ payload: [UInt8], fin: Bool = true) -> Event.Kind {
      .frame(FrameEvent(sender: sender, frame: Frame(fin: fin, opcode: opcode, payload: payload)))
    }
    return [
      (2, .client, .request(RequestHead(target: "/listen", headers: [HeaderField("host", "relay.test")]))),
      (
        2, .client,
        .response(ResponseHead(status: 401, reason: text, headers: [HeaderField("dg-error", text), HeaderField(text, text)], body: bytes))
      ),
      (2, .client, .ended(ConnectionEnd(.reset, by: .relay, text: text))),
      (3, .client, .failed(ConnectionFailure(stage: .tls, address: text, code: "CERTIFICATE_UNTRUSTED", text: text))),
      (3, .client, .request(RequestHead(target: "/listen", headers: []))),
      (3, .client, .response(ResponseHead(status: 101, reason: text, headers: [HeaderField("sec-websocket-accept", text)]))),
      (3, .client, frame(.relay, .text, bytes)), (3, .client, frame(.relay, .binary, bytes)),
      (3, .client, frame(.relay, .ping, Array(bytes.prefix(125)))), (3, .client, frame(.relay, Opcode(rawValue: 0xB), bytes)),
      (3, .client, frame(.relay, .text, bytes, fin: false)), (3, .client, frame(.relay, .continuation, bytes, fin: false)),
      (3, .client, .violation(ViolationEvent(sender: .relay, section: "5.5", text: text))),
      (3, .client, frame(.relay, .close, [3, 243] + bytes.prefix(123))), (3, nil, .note(Note(.waitExpired, text))),
      (3, .client, .ended(ConnectionEnd(.finished, by: .relay, text: text))),
    ]
  }
}

extension HostileSamples {
  private static func diff(_ report: Report, _ bytes: [UInt8]) throws -> RunDiff {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    var after = RunBehaviour(report, source: text)
    for index in after.causes.indices { after.causes[index].cause = text }
    return RunDiff(before: RunBehaviour(try Samples.report(Samples.healthy), source: "before.sqlite"), after: after)
  }

  private static func history(_ report: Report, _ bytes: [UInt8]) throws -> History {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let runs = [HistoryRun(report, source: text), HistoryRun(try Samples.filled { text }, source: text)]
    return History(source: text, runs: runs, remarks: [text])
  }
}
