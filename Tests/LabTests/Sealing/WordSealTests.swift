import Lab
import Speech
import Testing
import Timeline
import Wire

/// Other words in place of those that were said: no word comes back, and all that tells what became of them.
@Suite struct WordSealTests {
  private static func said(_ text: String, _ hop: Hop = .client, opcode: Opcode = .text, fin: Bool = true) -> Event {
    Event(
      session: 1, hop: hop, connection: hop == .client ? 1 : 2, at: 5,
      .frame(FrameEvent(sender: hop.acceptor, frame: Frame(sending: opcode, payload: Array(text.utf8), fin: fin, maskKey: nil))))
  }

  private static func sealed(_ events: [Event], transcript: String? = nil, messages: MessagesSetting = .auto, key: UInt64 = 1) -> Recording
  {
    var session = SessionInfo(number: 1, scenario: "baseline", messages: messages)
    if let transcript {
      session.audio = AudioInfo(name: "clip", encoding: "linear16", sampleRate: 16000, channels: 1, seconds: 1, transcript: transcript)
    }
    let run = RunInfo(
      id: "r", startedAt: "2026-01-01T00:00:00Z", startedAtUnixNanoseconds: 0, toolVersion: "test", relay: "ws://relay.test",
      serviceHop: .tapped)
    return WordSeal.recording(Recording(run: run, sessions: [session], events: events), key: (key, 2)).sealed
  }

  private static func texts(_ recording: Recording) -> [String] {
    recording.events.compactMap {
      if case .frame(let frame) = $0.kind { String(decoding: frame.frame.payload, as: UTF8.self) } else { nil }
    }
  }

  private static func result(_ text: String) -> String {
    #"{"type":"Results","is_final":true,"channel":{"alternatives":[{"transcript":"\#(text)"}]}}"#
  }

  @Test func wordsAreOthersOfTheSameLengthEverywhere() throws {
    let sealed = Self.sealed(
      [
        Self.said(Self.result("Send type four to Zoë."), .service), Self.said(#"{"type":"final","text":"send type four to zo\u00eb"}"#),
        Self.said(Self.result("type"), .service),
      ], transcript: "send type four to zoë")
    let texts = Self.texts(sealed)
    for word in ["end", "four", "Zo", "zo"] { #expect(!texts.contains { $0.contains(word) }, "\(texts)") }
    let first = try #require(texts[0].firstRange(of: #"transcript":""#)).upperBound
    let words = texts[0][first...].prefix { $0 != "\"" }
    #expect(words.utf8.count == "Send type four to Zoë.".utf8.count && words.last == "." && words.first?.isUppercase == true)
    #expect(texts[0].hasPrefix(#"{"type":"Results","is_final":true,"#))
    // On the other hop, in another case and with an escape, they are the same; so they are in what was to be said.
    let lower = words.lowercased().dropLast()
    #expect(
      texts[1].hasPrefix(#"{"type":"final","text":"\#(lower.prefix(lower.count - 1))\u04"#)
        && texts[1].utf8.count == #"{"type":"final","text":"send type four to zo\u00eb"}"#.utf8.count)
    #expect(sealed.sessions[0].audio?.transcript == String(lower))
    #expect(texts[2].contains(#""transcript":"\#(lower.split(separator: " ")[1])""#))
  }

  @Test func withoutTheKeyNothingIsTheSame() {
    let events = [Self.said(Self.result("tell the master our ferry leaves at noon"), .service)]
    #expect(Self.texts(Self.sealed(events)) != Self.texts(Self.sealed(events, key: 7)))
    #expect(Self.texts(Self.sealed(events)) == Self.texts(Self.sealed(events)))
  }

  @Test func whatIsNoSpeechStays() {
    let texts = [
      #"{"type":"Metadata","request_id":"a1"}"#, #"{"type":"error","text":"the upstream refused: 401"}"#, #"{"type":"ready"}"#, "{broken",
      #"{"status":"tell","transcript":""}"#,
    ]
    #expect(Self.texts(Self.sealed(texts.map { Self.said($0) }, transcript: "tell me")) == texts)
    // Nor does what a client says to a relay.
    let client = Event(
      session: 1, hop: .client, connection: 1, at: 1,
      .frame(FrameEvent(sender: .client, frame: Frame(sending: .text, payload: Array("stop".utf8), maskKey: 1))))
    #expect(Self.texts(Self.sealed([client], transcript: "stop")) == ["stop"])
  }

  @Test func whateverFormItComesIn() {
    let forms = [
      Self.said("tell me"), Self.said(#"42["words","tell me"]"#), Self.said(#"{"t":"tell me","n":4}"#), Self.said(#"["tell","me"]"#),
      Self.said(#"{"a":"te"#, fin: false), Self.said(#"ll me"}"#, opcode: .continuation),
    ]
    let sealed = Self.texts(Self.sealed(forms, transcript: "tell me"))
    #expect(sealed.allSatisfy { !$0.contains("tell") && !$0.contains("me\"") && !$0.contains("ll me") }, "\(sealed)")
    #expect(sealed.map(\.utf8.count) == Self.texts(Self.sealed(forms)).map(\.utf8.count))
  }

  @Test func whatTheRelayPrintedAndWhatWasDoneIsTold() throws {
    let line = Event(session: 1, hop: nil, connection: 0, at: 6, .note(Note(.relayOutput, "got: tell me (200 OK)")))
    let sealed = Self.sealed([Self.said(Self.result("tell me"), .service), line])
    let notes = sealed.events.compactMap { if case .note(let note) = $0.kind { note } else { nil } }
    #expect(notes[0].text.hasPrefix("got: ") && notes[0].text.hasSuffix(" (200 OK)") && !notes[0].text.contains("tell"))
    #expect(notes[1].code == .remark && notes[1].text.contains("2 spoken ones in 1 messages"))
  }
}
