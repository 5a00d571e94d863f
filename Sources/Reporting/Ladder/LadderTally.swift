/// The figures behind a row's label, added up when rows are folded.
struct LadderTally: Sendable, Equatable {
  /// Frames of audio, or messages of any other kind.
  var count = 1
  /// Of audio.
  var bytes = 0
  /// Of results: how many say that they are final, and that they are not.
  var finals = 0
  var interims = 0
  /// The text of the last one, safe to show.
  var text = ""
  /// `Results` as the service writes them, `transcript` in other shapes.
  var noun = ""

  mutating func add(_ other: LadderTally) {
    count += other.count
    bytes += other.bytes
    finals += other.finals
    interims += other.interims
    text = other.text
    noun = other.noun
  }
}
