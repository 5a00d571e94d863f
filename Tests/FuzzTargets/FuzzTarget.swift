/// One part of the program that reads what others wrote: bytes in, and what must hold whatever they are.
///
/// The tests feed it seeded mutations, libFuzzer whatever its coverage leads it to (`make fuzz`). It must not trap, and it says what it found broken.
package struct FuzzTarget: Sendable {
  package let name: String
  /// Good inputs, from which others are made.
  package let seeds: [[UInt8]]
  /// Words that its inputs are made of.
  package let words: [String]
  /// Returns what does not hold; nil where all is well.
  package let run: @Sendable ([UInt8]) -> String?

  package init(_ name: String, seeds: [[UInt8]], words: [String] = [], run: @escaping @Sendable ([UInt8]) -> String?) {
    self.name = name
    self.seeds = seeds
    self.words = words
    self.run = run
  }

  package init(_ name: String, texts: [String], words: [String] = [], run: @escaping @Sendable ([UInt8]) -> String?) {
    self.init(name, seeds: texts.map { Array($0.utf8) }, words: words, run: run)
  }

  /// Those that need nothing but the program's own sources, and so can be built for libFuzzer without any package.
  package static let pure: [FuzzTarget] = [
    .frames, .compressedMessages, .compressionOffers, .wav, .containers, .serviceMessages, .relayShapes, .selectors, .queries, .timelines,
    .har, .ndjson, .serverSentEvents, .polledAnswers,
  ]
}
