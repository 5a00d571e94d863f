/// Word error rate: the least number of words to change, drop and add, over the words expected.
package enum WordErrorRate {
  /// Compares two texts after normalisation (`WordNormalizer`) and aligns them.
  ///
  /// Time grows with the product of their lengths, memory only with their sum (Hirschberg 1975), above a fixed table.
  package static func measure(expected: String, received: String) -> WERResult {
    measure(expected: WordNormalizer.words(expected), received: WordNormalizer.words(received))
  }

  /// The same for words that are normalised already.
  package static func measure(expected: [String], received: [String]) -> WERResult {
    var numbers: [String: Int32] = [:]
    func number(_ word: String) -> Int32 {
      if let known = numbers[word] { return known }
      let new = Int32(truncatingIfNeeded: numbers.count)
      numbers[word] = new
      return new
    }
    var aligner = WordAligner(expected: expected.map(number), received: received.map(number))
    var alignment: [AlignedWord] = []
    alignment.reserveCapacity(max(expected.count, received.count))
    for step in aligner.steps() {
      switch step {
      case .both(let i, let j) where expected[i] == received[j]: alignment.append(.match(expected[i]))
      case .both(let i, let j): alignment.append(.substitution(expected: expected[i], received: received[j]))
      case .expectedOnly(let i): alignment.append(.deletion(expected[i]))
      case .receivedOnly(let j): alignment.append(.insertion(received[j]))
      }
    }
    return WERResult(alignment: alignment)
  }
}
