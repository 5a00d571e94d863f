import Lab
import Machines
import Testing
import Timeline
import Wire

@Suite struct PeerTests {
  @Test func recordsWhatItSendsWithRawHeaderAndPlainPayload() throws {
    var pair = PeerPair()
    let bytes = pair.client.send(.binary([1, 2, 3]), scheduled: 40, at: 50)
    #expect(bytes == [0x82, 0x83, 1, 2, 3, 4, 0, 0, 0])
    let event = try #require(pair.sink.events.first)
    #expect(event.session == 3 && event.hop == .client && event.connection == 5 && event.at == 50)
    guard case .frame(let frame) = event.kind else {
      Issue.record("no frame")
      return
    }
    #expect(frame.sender == .client && frame.scheduled == 40)
    #expect(frame.frame.header == [0x82, 0x83, 1, 2, 3, 4])
    #expect(frame.frame.payload == [1, 2, 3])
    #expect(pair.server.receive(bytes, at: 60) == [.binary([1, 2, 3])])
    #expect(pair.sink.events.count == 1)
  }

  @Test func recordsEachFrameOfAMessageAndHandsItOnWhole() {
    var pair = PeerPair()
    let first = Frame(sending: .text, payload: Array("he".utf8), fin: false, maskKey: nil).wireBytes
    let last = Frame(sending: .continuation, payload: Array("llo".utf8), maskKey: nil).wireBytes
    let ping = Frame(sending: .ping, payload: [], maskKey: nil).wireBytes
    #expect(pair.client.receive(first + ping + last.dropLast(), at: 1) == [.ping([])])
    #expect(pair.client.receive(Array(last.suffix(1)), at: 2) == [.text("hello")])
    let senders = pair.sink.events.map { event -> Party? in
      guard case .frame(let frame) = event.kind else { return nil }
      return frame.sender
    }
    #expect(senders == [.relay, .relay, .relay])
    #expect(pair.sink.events.map(\.at) == [1, 1, 2])
  }

  @Test func aViolationIsRecordedAfterItsFrameAndReadingGoesOn() {
    var pair = PeerPair()
    let masked = Frame(sending: .text, payload: [0x68], maskKey: 7).wireBytes
    let good = Frame(sending: .text, payload: [0x69], maskKey: nil).wireBytes
    #expect(pair.client.receive(masked + good, at: 1) == [.text("h"), .text("i")])
    let violations = pair.sink.events.compactMap { event -> ViolationEvent? in
      guard case .violation(let violation) = event.kind else { return nil }
      return violation
    }
    #expect(violations.map(\.section) == ["5.1"])
    #expect(violations.map(\.sender) == [.relay])
    guard case .violation? = pair.sink.events.dropFirst().first?.kind else {
      Issue.record("the violation does not follow its frame")
      return
    }
  }

  @Test func rawBytesAreRecordedAsTheFramesThatTheyMake() {
    var pair = PeerPair()
    let good = Frame(sending: .text, payload: [0x68], maskKey: 7).wireBytes
    let unmasked = Frame(sending: .binary, payload: [1, 2, 3], maskKey: nil).wireBytes
    pair.client.sendRaw(good + unmasked.dropLast(), at: 1)
    #expect(pair.sink.events.count == 1)
    pair.client.sendRaw(Array(unmasked.suffix(1)), at: 2)
    let kinds = pair.sink.events.map(\.kind)
    guard kinds.count == 3, case .frame(let first) = kinds[0], case .frame(let second) = kinds[1], case .violation(let broken) = kinds[2]
    else {
      Issue.record("not two frames and what is wrong with the second: \(kinds)")
      return
    }
    #expect(first.sender == .client && first.frame.payload == [0x68])
    #expect(second.sender == .client && second.frame.payload == [1, 2, 3])
    #expect(broken.sender == .client && broken.section == "5.1")
  }

  @Test func theEndIsRecordedOnceWithTheFrameItCutShort() {
    var pair = PeerPair()
    #expect(pair.client.receive([0x82, 0x05, 1, 2], at: 1).isEmpty)
    let end = ConnectionEnd(.reset, by: .relay, text: "ECONNRESET")
    pair.client.ended(end, at: 2)
    pair.client.ended(end, at: 3)
    #expect(pair.client.receive([0x82, 0x00], at: 4).isEmpty)
    let kinds = pair.sink.events.map(\.kind)
    #expect(kinds.count == 3)
    guard case .frame(let cut)? = kinds.first, case .violation(let violation) = kinds[1] else {
      Issue.record("the cut frame is not recorded")
      return
    }
    #expect(cut.frame.length == 5 && cut.frame.payload == [1, 2])
    #expect(violation.section == "5.2")
    #expect(kinds.last == .ended(end))
  }

  // MARK: Compression

  /// The recording has what was said, in the frames that went, and their headers as they crossed the wire.
  @Test func compressedMessagesAreRecordedAsTheyWereSaid() {
    var pair = PeerPair(compression: DeflateAgreement())
    let plain = [UInt8](repeating: 7, count: 4000)
    let sent = pair.client.send(.binary(plain), scheduled: nil, at: 1)
    #expect(sent.count < 100)
    #expect(pair.server.receive(sent, at: 2) == [.binary(plain)])
    let answer = pair.server.sendFragmented(.text("hello hello"), frames: 3, scheduled: nil, at: 3)
    #expect(pair.client.receive(answer + pair.server.send(.ping([1]), scheduled: nil, at: 3), at: 4) == [.text("hello hello"), .ping([1])])
    let frames = pair.sink.events.compactMap { if case .frame(let frame) = $0.kind { frame.frame } else { nil } }
    #expect(frames.map(\.payload.count) == [4000, 3, 4, 4, 1] && frames.map(\.rsv) == [4, 4, 0, 0, 0])
    #expect(frames[0].wireLength == UInt64(sent.count - frames[0].header.count) && frames[0].isWhole)
    #expect(frames[4].wireLength == 1 && pair.sink.events.count == 5)
  }

  @Test func aMessageThatDoesNotInflateIsWithheldAndNamed() {
    var pair = PeerPair(compression: DeflateAgreement())
    let bad = Frame(sending: .text, payload: [0xFF, 0xFF], rsv: 4, maskKey: nil).wireBytes
    let plain = Frame(sending: .text, payload: [0x69], maskKey: nil).wireBytes
    #expect(pair.client.receive(bad + plain, at: 1) == [.text("i")])
    let violations = pair.sink.events.compactMap { if case .violation(let value) = $0.kind { value } else { nil } }
    #expect(violations.map(\.rule) == ["RFC 7692 §7.2.2"])
  }

  @Test func aBombIsAFlood() {
    var limits = Limits()
    limits.messageBytes = 1 << 20
    var pair = PeerPair(compression: DeflateAgreement(), limits: limits)
    let bomb = Deflater.deflate([[UInt8](repeating: 0, count: 5_000_000)])[0]
    #expect(pair.client.receive(Frame(sending: .binary, payload: bomb, rsv: 4, maskKey: nil).wireBytes, at: 1).isEmpty)
    #expect(pair.client.flood?.kind == .inflated && pair.client.flood?.received == bomb.count && pair.client.flood?.limit == 1 << 20)
    let frames = pair.sink.events.compactMap { if case .frame(let frame) = $0.kind { frame.frame } else { nil } }
    #expect(frames.map(\.payload.count) == [4096])
  }

  /// Many messages of which each stays below its limit are bounded too.
  @Test func whatManyMessagesInflateToIsCounted() {
    var limits = Limits()
    limits.bytes = 3_000_000
    var pair = PeerPair(compression: DeflateAgreement(), limits: limits)
    for round in 1...4 where pair.client.flood == nil {
      let bytes = pair.server.send(.binary([UInt8](repeating: 0, count: 1_000_000)), scheduled: nil, at: 1)
      #expect(pair.client.receive(bytes, at: 1).count == (round < 4 ? 1 : 0))
    }
    #expect(pair.client.flood?.kind == .bytes)
  }

  /// Where rules are insisted on, what came before the breach is handed on, and nothing after it.
  @Test func oneThatInsistsStopsAtTheFirstBreach() {
    var limits = Limits()
    limits.takesViolations = false
    var pair = PeerPair(limits: limits)
    let good = Frame(sending: .text, payload: [0x69], maskKey: nil).wireBytes
    let reserved = Frame(sending: .text, payload: [0x68], rsv: 2, maskKey: nil).wireBytes
    #expect(pair.client.receive(good + reserved + good, at: 1) == [.text("i")])
    #expect(pair.client.broken == Violation(.reservedBits(2)) && pair.client.broken?.closeCode == 1002)
    #expect(pair.client.receive(good, at: 2).isEmpty)
  }
}
