internal import Diagnosis
internal import Timeline

/// What became of the audio on its way.
enum AudioTraits {
  static func read(_ facts: SessionFacts) -> [Trait] {
    guard !facts.client.audio.isEmpty else { return [] }
    var traits = [
      Trait(
        .audio, hop: .client, "sent", facts.sentSeconds.map { "\(Wording.decimal($0, 1)) s" } ?? Wording.count(bytes(facts.client), "byte")),
      Trait(.audio, hop: .client, "size of a message", size(facts.client)),
    ]
    guard let service = facts.service else { return traits }
    traits.append(passed(bytes(service), of: bytes(facts.client)))
    if !service.audio.isEmpty { traits.append(Trait(.audio, hop: .service, "size of a message", size(service))) }
    return traits
  }

  private static func bytes(_ hop: HopFacts) -> Int { hop.audio.reduce(0) { $0 + $1.bytes } }

  /// In steps of 2 %: the last few frames may be cut off by chance.
  private static func passed(_ passed: Int, of sent: Int) -> Trait {
    let share = passed == sent ? 100 : Int((Double(passed) / Double(max(1, sent)) * 50).rounded()) * 2
    let text = passed == sent ? "all" : "about \(share) %"
    return Trait(.audio, hop: .service, "passed on", text, badness: abs(100 - share))
  }

  /// That of most messages: the last one of a clip is shorter.
  private static func size(_ hop: HopFacts) -> String {
    var counts: [Int: Int] = [:]
    for piece in hop.audio { counts[piece.bytes, default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let most, most.value * 2 >= hop.audio.count else { return "varies" }
    return Wording.count(most.key, "byte")
  }
}
