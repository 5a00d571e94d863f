import Lab
import Machines
import Testing
import Timeline
import Wire

/// What passes between two others is recorded as it is, legal or not, and compressed only where they agreed on it.
@Suite struct TapRecorderTests {
  private let sink = MemorySink()

  private func recorder(_ extensions: String? = nil) -> TapRecorder {
    let headers = extensions.map { [HeaderField("Sec-WebSocket-Extensions", $0)] } ?? []
    return TapRecorder(
      Observation(session: 2, hop: .client, connection: 7, observer: .relay, sink: sink),
      response: ResponseHead(status: 101, reason: "", headers: headers))
  }

  private func feed(_ recorder: inout TapRecorder, _ bytes: [UInt8], _ sender: Party, at: Nanoseconds = 1) {
    bytes.withUnsafeBytes { recorder.take($0, from: sender, at: at) }
  }

  private var frames: [FrameEvent] { sink.events.compactMap { if case .frame(let frame) = $0.kind { frame } else { nil } } }
  private var violations: [ViolationEvent] { sink.events.compactMap { if case .violation(let value) = $0.kind { value } else { nil } } }

  @Test func bothSidesInTheOrderOfPassing() {
    var recorder = recorder()
    let audio = Frame(sending: .binary, payload: [1, 2, 3], maskKey: 0x0102_0304)
    let result = Frame(sending: .text, payload: Array("{}".utf8), maskKey: nil)
    for byte in audio.wireBytes { feed(&recorder, [byte], .client) }
    feed(&recorder, result.wireBytes + Frame(sending: .ping, payload: [], maskKey: nil).wireBytes, .relay, at: 2)
    #expect(frames.map(\.sender) == [.client, .relay, .relay] && frames.map(\.frame.opcode) == [.binary, .text, .ping])
    #expect(frames[0].frame == audio && frames[1].frame == result)
    #expect(sink.events.allSatisfy { $0.session == 2 && $0.hop == .client && $0.connection == 7 })
    #expect(violations.isEmpty)
  }

  /// An unmasked client, a masked server, reserved bits that nobody agreed on, text that is none.
  @Test func whatIsIllegalIsNamedWithItsSender() {
    var recorder = recorder()
    feed(&recorder, Frame(sending: .text, payload: [0xFF], maskKey: nil).wireBytes, .client)
    feed(&recorder, Frame(sending: .text, payload: [0x61], rsv: 4, maskKey: 5).wireBytes, .relay)
    #expect(violations.map(\.sender) == [.client, .client, .relay, .relay])
    #expect(violations.map(\.section).sorted() == ["5.1", "5.1", "5.2", "8.1"])
  }

  @Test func compressedMessagesAreRecordedAsTheyWere() {
    var recorder = recorder("permessage-deflate; server_no_context_takeover")
    // "stop", by zlib.
    let stop: [UInt8] = [0x2A, 0x2E, 0xC9, 0x2F, 0x00, 0x00]
    feed(&recorder, Frame(sending: .text, payload: stop, rsv: 4, maskKey: 9).wireBytes, .client)
    #expect(frames.map(\.frame.payload) == [Array("stop".utf8)] && frames[0].frame.rsv == 4)
    #expect(violations.isEmpty)
    // What can't be read stays as it came, and is no fault of the peer's text.
    feed(&recorder, Frame(sending: .text, payload: [0xFF, 0xFF], rsv: 4, maskKey: nil).wireBytes, .relay)
    #expect(frames[1].frame.payload == [0xFF, 0xFF] && violations.map(\.rule) == ["RFC 7692 §7.2.2"])
    // Its messages rest on nothing that came before; the client's do, and that is told once.
    #expect(!sink.events.contains { if case .note = $0.kind { true } else { false } })
    for _ in 0..<2 { feed(&recorder, Frame(sending: .text, payload: [0xFF, 0xFF], rsv: 4, maskKey: 9).wireBytes, .client) }
    #expect(sink.events.count { if case .note = $0.kind { true } else { false } } == 1 && violations.count == 2)
  }

  /// An answer that no client may take is the acceptor's breach, told once; what passes is read all the same.
  @Test func anAnswerThatTurnsCompressionOnWrongly() {
    var recorder = recorder("permessage-deflate; client_max_window_bits")
    for _ in 0..<2 {
      feed(&recorder, Frame(sending: .text, payload: [0x2A, 0x2E, 0xC9, 0x2F, 0, 0], rsv: 4, maskKey: nil).wireBytes, .relay)
    }
    #expect(violations.map(\.rule) == ["RFC 7692 §7.1.2.2"] && violations.map(\.sender) == [.relay])
    #expect(frames.map(\.frame.payload) == [Array("stop".utf8), Array("stop".utf8)])
  }

  @Test func theFirstEndCountsAndWhatComesAfterItIsRecorded() {
    var recorder = recorder()
    recorder.ended(ConnectionEnd(.finished, by: .client), at: 3)
    feed(&recorder, Frame(sending: .text, payload: [0x61], maskKey: nil).wireBytes, .relay, at: 4)
    feed(&recorder, [0x81, 5, 0x61], .relay, at: 5)
    recorder.ended(ConnectionEnd(.reset, by: .relay), at: 6)
    recorder.finish(at: 7)
    let ends = sink.events.compactMap { if case .ended(let end) = $0.kind { end } else { nil } }
    #expect(ends == [ConnectionEnd(.finished, by: .client)])
    #expect(frames.count == 2 && violations.map(\.kind) == [.frameCutOff])
  }
}
