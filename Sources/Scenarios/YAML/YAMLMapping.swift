internal import Yams

/// The pairs of a YAML mapping, in the order written, each key a text.
struct YAMLMapping {
  struct Pair {
    /// The key as a value: where an unknown one is reported.
    let key: YAMLValue
    let word: String
    let value: YAMLValue
  }

  let owner: YAMLValue
  let pairs: [Pair]

  init(_ mapping: Node.Mapping, of owner: YAMLValue) throws(ConfigurationError) {
    self.owner = owner
    var pairs: [Pair] = []
    for (key, value) in mapping {
      let keyValue = YAMLValue(node: key, file: owner.file, name: owner.name)
      guard let word = key.scalar?.string, !key.isNothing else {
        throw keyValue.fault("a key of \(owner.label) must be a text, found \(key.kind)")
      }
      pairs.append(Pair(key: keyValue, word: word, value: YAMLValue(node: value, file: owner.file, name: word)))
    }
    self.pairs = pairs
  }

  subscript(word: String) -> YAMLValue? { pairs.first { $0.word == word }?.value }

  /// Throws at the first key that is none of `allowed`.
  func check(allowed: [String]) throws(ConfigurationError) {
    for pair in pairs where !allowed.contains(pair.word) {
      throw pair.key.fault(
        "unknown key '\(Quoting.short(pair.word))' in \(owner.label)", allowed: allowed,
        nearest: NearestName.find(pair.word, among: allowed))
    }
  }

  func required(_ word: String) throws(ConfigurationError) -> YAMLValue {
    guard let value = self[word] else { throw owner.fault("\(owner.label) lacks the key '\(word)'") }
    return value
  }
}
