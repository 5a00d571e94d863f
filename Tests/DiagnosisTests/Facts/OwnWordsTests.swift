import Speech
import Testing
import Timeline

@testable import Diagnosis

/// What of a session's messages may be the service's, and what is the relay's or the client's own.
struct OwnWordsTests {
  /// The times of what may be an answer to the audio.
  @Test(
    arguments: [
      FactCase("a greeting", "0.05 client ← message welcome", []),
      FactCase("a result", "1 client ← results a final start=0 duration=1", [1.0]),
      FactCase("a result 99 ms behind the first audio", "0.199 client ← results a final start=0 duration=1", []),
      FactCase("a result 100 ms behind it", "0.2 client ← results a final start=0 duration=1", [0.2]),
      FactCase("Metadata before it", "0.05 client ← metadata", [0.05]),
    ] as [FactCase<[Double]>])
  func answers(_ test: FactCase<[Double]>) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(test.lines)").answers.map(\.at) == test.says.map(Nanoseconds.seconds))
  }

  @Test func withoutAudioThereIsNoAnswer() throws {
    #expect(try Told.facts("0 client → GET /\n0 client ← 101\n3 client ← metadata").answers.isEmpty)
  }

  /// Messages of a request that none of this session's connections named.
  @Test(
    arguments: [
      FactCase("its own", "1 service ← results a request=r1\n1.1 client ← results a request=r1", 0),
      FactCase("another's", "1 service ← results a request=r1\n1.1 client ← results a request=r2", 1),
      FactCase("without one", "1 service ← results a request=r1\n1.1 client ← results a", 0),
      FactCase("of a service that names none", "1 service ← results a\n1.1 client ← results a request=r2", 0),
    ] as [FactCase<Int>])
  func foreignMessages(_ test: FactCase<Int>) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)").foreignMessages.count == test.says)
  }

  @Test func aSecondConnectionsRequestIsItsOwn() throws {
    let lines = "1 service ← results a request=r1\n1.5 service → GET /v1/listen\n1.6 service ← 101\n1.7 service ← results b request=r2\n"
    #expect(try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(lines)1.8 client ← results b request=r2").foreignMessages.isEmpty)
  }

  /// "Ready", said when the client is speaking already.
  @Test(
    arguments: [
      FactCase("before the audio", "0.05 client ← message \"{'type':'ready'}\"", nil),
      FactCase("behind its beginning", "0.15 client ← message \"{'type':'ready'}\"", 0.15),
      FactCase("another word", "0.15 client ← message \"{'type':'info'}\"", nil),
    ] as [FactCase<Double?>])
  func readyAfterAudio(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(test.lines)").readyAfterAudio?.at == test.says.map(Nanoseconds.seconds))
  }

  @Test func whereAWordWasAgreedItIsNoMatterWhen() throws {
    let facts = try Told.facts("\(Told.speaking)\n0.15 client ← message \"{'type':'ready'}\"") {
      $0.sessions[0].ready = #"{"type":"ready"}"#
    }
    #expect(facts.readyAfterAudio == nil)
    #expect(facts.client.messages.map(\.value.kind) == [.ready])
  }

  /// A text of the client's own, right before the end.
  @Test(
    arguments: [
      FactCase("passed on", "2.1 client → text hello\n2.15 service → text hello\n2.2 service ← close 1011", "hello"),
      FactCase("not passed on", "2.1 client → text hello\n2.2 service ← close 1011", nil),
      FactCase("two seconds before", "2.1 client → text hello\n2.15 service → text hello\n4.15 service ← close 1011", nil),
      FactCase("the stop is none", "2.1 client → text stop\n2.15 service → text stop\n2.2 service ← close 1011", nil),
      FactCase("the protocol's own is none", "2.1 client → KeepAlive\n2.15 service → KeepAlive\n2.2 service ← close 1011", nil),
    ] as [FactCase<String?>])
  func aTextThatNobodyKnows(_ test: FactCase<String?>) throws {
    let facts = try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)\n5 client ← close 1011")
    #expect(facts.strangeText(before: facts.relayEnded).map { String(decoding: $0.value, as: UTF8.self) } == test.says)
  }

  @Test(
    arguments: [
      FactCase("of its own", "2.15 service → text hello\n2.2 service ← close 1011", "hello"),
      FactCase("its client's", "2.1 client → text hello\n2.15 service → text hello\n2.2 service ← close 1011", nil),
      FactCase("and a normal end", "2.15 service → text hello\n2.2 service ← close 1000", nil),
      FactCase("two seconds before", "2.15 service → text hello\n4.15 service ← close 1011", nil),
      FactCase("behind the end", "2.2 service ← close 1011\n2.25 service → text hello", nil),
    ] as [FactCase<String?>])
  func aTextOfTheRelays(_ test: FactCase<String?>) throws {
    let service = try #require(try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)").service)
    let facts = try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)")
    let goodbye = try #require(service.serviceGoodbye)
    #expect(facts.relaysOwnText(before: goodbye, on: service).map { String(decoding: $0.value, as: UTF8.self) } == test.says)
  }

  /// A handler that dies at its client's word for the end.
  @Test(
    arguments: [
      FactCase("1011, and gone", "2.1 client → text stop\n2.2 client ← close 1011\n2.2 service → close 1000", true),
      FactCase("a plan", "2.1 client → text stop\n2.2 client ← close 1000\n2.2 service → close 1000", false),
      FactCase("with a reason", "2.1 client → text stop\n2.2 client ← close 1011 \"service lost\"\n2.2 service → close 1000", false),
      FactCase(
        "behind CloseStream", "2.1 client → text stop\n2.15 service → CloseStream\n2.2 client ← close 1011\n2.2 service → close 1000", false
      ),
      FactCase("later", "2.1 client → text stop\n2.42 client ← close 1011\n2.42 service → close 1000", false),
      FactCase("before the stop", "2.05 client ← close 1011\n2.1 client → text stop\n2.2 service → close 1000", false),
      FactCase("the service left first", "2.1 client → text stop\n2.15 service ← close 1011\n2.2 client ← close 1011", false),
      FactCase(
        "by TCP, and it printed why",
        "2.1 client → text stop\n2.15 note relay-output \"KeyError: stop\"\n2.2 client end fin by=relay\n2.2 service end fin by=relay", true
      ),
      FactCase("by TCP, and nobody says why", "2.1 client → text stop\n2.2 client end fin by=relay\n2.2 service end fin by=relay", false),
    ] as [FactCase<Bool>])
  func itDiedAtTheStop(_ test: FactCase<Bool>) throws {
    #expect((try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)").deathAtStop != nil) == test.says)
  }

  /// µ-law at 8 kHz on a connection that outlives it: a telephone call.
  @Test(arguments: [
    ("mulaw/8000/1", true, true), ("mulaw/8000/1", false, false), ("mulaw/16000/1", true, false), ("linear16/8000/1", true, false),
  ])
  func aCall(format: String, isOpenEnded: Bool, isCall: Bool) throws {
    let facts = try Told.facts(Told.speaking, "session call audio=\(format) seconds=2 stop=stop") {
      $0.sessions[0].isOpenEnded = isOpenEnded
    }
    #expect(facts.isCall == isCall)
  }
}
