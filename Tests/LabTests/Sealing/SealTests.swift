import Audio
import Digest
import Lab
import TestSupport
import Testing
import Timeline
import Wire

/// Digests in place of audio: no voice, and all that tells what became of it.
@Suite struct SealTests {
  private static let voice: [UInt8] = {
    var random = SeededRandom(seed: 7)
    return (0..<6400).map { _ in UInt8(truncatingIfNeeded: random.next() >> 8) }
  }()

  private static func frame(_ payload: [UInt8], _ opcode: Opcode = .binary, _ hop: Hop = .client, connection: Int = 1) -> Event {
    Event(
      session: 1, hop: hop, connection: connection, at: 5,
      .frame(FrameEvent(sender: hop.dialler, frame: Frame(sending: opcode, payload: payload, maskKey: 1))))
  }

  private static func end(_ hop: Hop = .client, connection: Int = 1) -> Event {
    Event(session: 1, hop: hop, connection: connection, at: 9, .ended(ConnectionEnd(.finished, by: .relay)))
  }

  private static func payloads(_ events: [Event]) -> [[UInt8]] {
    events.compactMap { if case .frame(let frame) = $0.kind { frame.frame.payload } else { nil } }
  }

  private func seal(_ second: UInt64 = 2, format: AudioFormat? = AudioFormat(sampleRate: 16000)) -> Seal {
    Seal(key: (1, second), format: format)
  }

  /// https://github.com/veorq/SipHash/blob/master/vectors.h: the key 00…0f, the message 00…0f.
  @Test func theKeyedHashIsSipHash() {
    let hash = SipHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
    #expect(hash.hash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908) == 0x3f2a_cc7f_57c2_9bdb)
  }

  @Test func whatIsEqualStaysEqualHoweverItIsCut() {
    var seal = seal()
    let whole = Self.payloads(seal.events(Self.frame(Self.voice)))[0]
    var pieces: [UInt8] = []
    for start in stride(from: 0, to: Self.voice.count, by: 777) {
      let piece = Array(Self.voice[start..<min(Self.voice.count, start + 777)])
      let sealed = Self.payloads(seal.events(Self.frame(piece, .binary, .service, connection: 2)))[0]
      #expect(sealed.count == piece.count)
      pieces += sealed
    }
    #expect(pieces == whole)
    // What begins in the middle is equal from the window's end on.
    let late = Self.payloads(seal.events(Self.frame(Array(Self.voice[1000...]), .binary, .service, connection: 3)))[0]
    #expect(Array(late[(SoundDigest.window - 1)...]) == Array(whole[(1000 + SoundDigest.window - 1)...]))
  }

  @Test func noVoiceIsLeftAndWithoutTheKeyNoneComesBack() {
    var (one, other) = (seal(), seal(3))
    let sealed = Self.payloads(one.events(Self.frame(Self.voice)))[0]
    #expect(sealed != Self.payloads(other.events(Self.frame(Self.voice)))[0])
    let same = zip(sealed, Self.voice).count { $0 == $1 }
    #expect(same < Self.voice.count / 100)
    // Every value comes from many: no table of bytes leads back.
    let images = Dictionary(grouping: zip(Self.voice, sealed), by: \.0).mapValues { Set($0.map(\.1)).count }
    #expect(images.values.allSatisfy { $0 > 5 })
    // Whatever a message begins with.
    let brace = [UInt8(ascii: "{")] + Self.voice.prefix(500)
    #expect(Self.payloads(one.events(Self.frame(brace, .binary, .client, connection: 4)))[0] != brace)
  }

  @Test func silenceAndAHeaderStayAsTheyAre() {
    var seal = seal()
    let silence = [UInt8](repeating: 0xFF, count: 3200)
    let sealed = Self.payloads(seal.events(Self.frame(silence)))[0]
    #expect(Array(sealed.dropFirst(16)) == Array(silence.dropFirst(16)))
    let header = WAVHeader.bytes(format: AudioFormat(sampleRate: 16000), dataLength: Self.voice.count)
    let wav = Self.payloads(seal.events(Self.frame(header + Self.voice, .binary, .client, connection: 2)))[0]
    #expect(Array(wav[..<header.count]) == header)
    let bare = Self.payloads(seal.events(Self.frame(Self.voice, .binary, .service, connection: 3)))[0]
    #expect(Array(wav[header.count...]) == bare)
  }

  @Test func base64InTextIsSealedToo() throws {
    var seal = seal()
    let text = #"{"event":"media","media":{"payload":"\#(Base64.encode(Self.voice))"},"id":"MZ18ad3ab5a668481ce02b83e7395059f0"}"#
    let sealed = String(decoding: Self.payloads(seal.events(Self.frame(Array(text.utf8), .text)))[0], as: UTF8.self)
    #expect(
      sealed.utf8.count == text.utf8.count && sealed.hasPrefix(#"{"event":"media","media":{"payload":""#)
        && sealed.hasSuffix(text.suffix(45)))
    let raw = Self.payloads(seal.events(Self.frame(Self.voice, .binary, .service, connection: 2)))[0]
    #expect(sealed.contains(Base64.encode(raw)))
    for control in [#"{"type":"CloseStream"}"#, "stop"] {
      #expect(Self.payloads(seal.events(Self.frame(Array(control.utf8), .text))) == [Array(control.utf8)])
      #expect(Self.payloads(seal.events(Self.frame(Array(control.utf8), .text, .service))) == [Array(control.utf8)])
    }
    #expect(Self.payloads(seal.events(Self.frame(Array(#"{"type":"KeepAlive"}"#.utf8)))) == [Array(#"{"type":"KeepAlive"}"#.utf8)])
  }

  @Test func whatIsKnownOfItIsNotedBeforeTheEnd() throws {
    var seal = seal()
    _ = seal.events(Self.frame(Array(Self.voice.prefix(3000))))
    _ = seal.events(Self.frame(Array(Self.voice.dropFirst(3000))))
    let last = seal.events(Self.end())
    guard last.count == 2, case .note(let note) = last[0].kind, let sound = note.sound else {
      Issue.record("no digest: \(last)")
      return
    }
    #expect(sound.sha256 == SHA256Digest.hex(SHA256Digest.digest(Self.voice)) && sound.bytes == Self.voice.count)
    // Noise is loud: two tenths of a second.
    #expect(sound.levels.count == 2 && sound.levelBytes == 3200 && sound.levels.allSatisfy { (-10)...0 ~= $0 })
    #expect(last[1] == Self.end() && last[0].hop == .client && last[0].connection == 1)
    // A connection without audio has none.
    #expect(seal.events(Self.end(connection: 9)) == [Self.end(connection: 9)])
  }
}
