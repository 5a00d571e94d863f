import Foundation
import GRDB
import Store
import Testing
import Timeline
import Wire

@Suite struct RedactedFileTests {
  /// The bytes of the file and of its log hold none of the forms a key may take.
  @Test func noKeyReachesTheFileOrItsLog() throws {
    let key = #"k3y/"+ü secret&value?0123456789"#
    let data = Data(key.utf8)
    let base64 = (0..<3).map { Data([UInt8](repeating: 0x41, count: $0) + data + [0x42, 0x43]).base64EncodedString() }
    let percent = key.utf8.map { String(format: "%%%02X", $0) }.joined()
    let json = String(decoding: try JSONEncoder().encode([key]), as: UTF8.self).dropFirst(2).dropLast(2)
    let forms =
      [key, percent, percent.lowercased(), String(json)] + base64
      + base64.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
    let redactor = Redactor(secrets: [key])
    let folder = try TemporaryFolder()
    let run = redactor.run(
      RunInfo(
        id: "r", startedAt: "2026-11-23T10:00:00.000Z", startedAtUnixNanoseconds: 0, toolVersion: "1",
        relay: "wss://host/?token=\(percent)",
        serviceHop: .unseen, command: "sttcheck run --header 'Authorization: Token \(key)'"))
    let writer = try RecordingWriter(path: folder.file(), run: run)
    let sink = RedactingSink(redactor, to: writer)
    writer.begin(
      session: redactor.session(SessionInfo(number: 1, scenario: "s", about: key, definition: "token: \(key)", stop: .text(key))))
    for form in forms {
      func record(_ kind: Event.Kind) { sink.record(Event(session: 1, hop: .client, connection: 1, at: 0, kind)) }
      let headers = [HeaderField("Authorization", "Token \(form)"), HeaderField("X-Echo", "a \(form) b"), HeaderField("Cookie", form)]
      record(.request(RequestHead(target: "/x?q=\(form)&token=\(form)", headers: headers)))
      record(.response(ResponseHead(status: 401, reason: "no \(form)", headers: headers, body: Array("<\(form)>".utf8))))
      record(.violation(ViolationEvent(sender: .relay, section: "5", text: form)))
      record(.failed(ConnectionFailure(stage: .tls, address: form, code: "X", text: "with \(form)")))
      record(.ended(ConnectionEnd(.reset, by: nil, text: form)))
      record(.note(Note(.remark, "sent \(form)")))
      for opcode in [Opcode.text, .binary, .close, .ping] { sink.record(Samples.frame(opcode, [3, 0xE8] + Array(form.utf8) + [0])) }
    }
    try writer.flush()
    let live = try TemporaryFolder.bytes(folder.file()) + TemporaryFolder.bytes(folder.file() + "-wal")
    try writer.finish(run: run)
    let closed = try TemporaryFolder.bytes(folder.file())
    // The beginning of each form would do to guess the rest.
    let needles = forms.map { Data($0.utf8.dropFirst(4).prefix(20)) } + [Data("k3y/".utf8), Data("0123456789".utf8)]
    for needle in needles {
      #expect(Data(live).range(of: needle) == nil, "\(String(decoding: needle, as: UTF8.self))")
      #expect(Data(closed).range(of: needle) == nil, "\(String(decoding: needle, as: UTF8.self))")
    }
    #expect(Data(closed).range(of: Data("Token [redacted]".utf8)) != nil)
    // What a frame counted it still counts.
    let sums = try query(folder.file(), "SELECT count(*) AS n, sum(length) AS bytes FROM frames")[0].texts("n", "bytes")
    #expect(sums == ["\(forms.count * 4)", "\(forms.map { ($0.utf8.count + 3) * 4 }.reduce(0, +))"])
  }
}
