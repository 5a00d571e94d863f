import Testing
import Timeline

@testable import Diagnosis

/// Whether everything that was said came back as finals, as far as a client can tell.
struct DrainTests {
  enum Answer: Sendable { case drained, cut, unknown }

  private static func answer(_ lines: String, transcript: String? = nil, utterances: Int? = nil) throws -> Answer {
    let more = (transcript.map { " transcript=\"\($0)\"" } ?? "") + (utterances.map { " utterances=\($0)" } ?? "")
    let facts = try Told.facts("\(Told.speaking)\n2.1 client → text stop\n\(lines)", Told.session + more, serviceHop: .unseen)
    return switch facts.drain {
    case .drained: .drained
    case .cut: .cut
    case .unknown: .unknown
    }
  }

  @Test(
    arguments: [
      FactCase("nothing came", "3 client ← close 1000", .unknown), FactCase("Metadata", "3 client ← metadata sha256=abc", .drained),
      FactCase("Metadata of a stream that was cut", "3 client ← metadata sha256=incomplete", .unknown),
      FactCase("a final to the end of the audio", "3 client ← results \"a b\" final start=0 duration=2", .drained),
      FactCase("a final that ends 0.6 s before it", "3 client ← results \"a b\" final start=0 duration=1.4", .drained),
      FactCase("a final that ends sooner, and nothing else is known", "3 client ← results \"a b\" final start=0 duration=1.3", .unknown),
      FactCase("interims alone", "3 client ← results a interim start=0 duration=2", .cut),
      FactCase("an empty final alone", "3 client ← results \"\" final start=0 duration=1", .unknown),
      FactCase("a message without a word for finality", "3 client ← message \"{'transcript':'a b'}\"", .unknown),
      FactCase(
        "words behind the last final", "2 client ← results a final start=0 duration=0.5\n3 client ← results b interim start=0.5 duration=1",
        .cut),
      FactCase(
        "words that the final took over",
        "2 client ← results \"a b\" interim start=0 duration=1\n3 client ← results a final start=0 duration=1.2",
        .unknown),
      FactCase(
        "a message that cannot be read behind them",
        "2 client ← results a final start=0 duration=0.5\n3 client ← results b interim start=0.5 duration=1\n3.1 client ← message \"{'type':'final','text':'b'\"",
        .unknown),
    ] as [FactCase<Answer>])
  func isSaid(_ test: FactCase<Answer>) throws {
    #expect(try Self.answer(test.lines) == test.says)
  }

  @Test func theLastWordsOfTheClipDrainIt() throws {
    let final = "3 client ← results \"tell me more\" final start=0 duration=1"
    #expect(try Self.answer(final, transcript: "Please tell me MORE.") == .drained)
    #expect(try Self.answer(final, transcript: "tell me more now") == .unknown)
    #expect(try Self.answer(final, transcript: "") == .unknown)
  }

  /// Fewer finals than utterances, and more than 1.2 s of audio behind them.
  @Test(arguments: [(2, 0.7, Answer.cut), (2, 0.8, .unknown), (1, 0.7, .unknown)])
  func anUtteranceIsMissing(utterances: Int, end: Double, says: Answer) throws {
    #expect(try Self.answer("3 client ← results a final start=0 duration=\(end)", utterances: utterances) == says)
  }

  /// Speech that was heard to its end, and of which nobody has a word.
  @Test func deaf() throws {
    let lines = "\(Told.speaking)\n2.1 client → text stop\n3 client ← results \"\" final start=0 duration=2"
    let speech = Told.session + " transcript=\"tell me more\" utterances=1"
    #expect(try Told.facts(lines, speech).isDeaf)
    #expect(try !Told.facts(lines, Told.session + " transcript=\"\" utterances=0").isDeaf)
    #expect(try !Told.facts(lines.replacing("results \"\"", with: "results tell"), speech).isDeaf)
    #expect(try !Told.facts(lines.replacing("2.1 client → text stop\n", with: ""), speech).isDeaf)
    #expect(try !Told.facts(lines, speech + " provokes=early-break").isDeaf)
    // The service has the words: the relay lost them.
    let heard = "\n\(Told.passedOn)\n2.9 service ← results \"tell me more\" final start=0 duration=2"
    #expect(try !Told.facts(lines + heard, speech).isDeaf)
    #expect(try !Told.facts(lines.replacing("audio 2.0s", with: "audio 2.0s blank"), speech).isDeaf)
  }
}
