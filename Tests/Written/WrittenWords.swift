internal import Timeline

/// The words of one line: separated by blanks, quoted words whole, `key="a b"` one word.
struct WrittenWords {
  private let words: [String]
  private var position = 0
  private let line: Int

  init(_ raw: Substring, line: Int) throws(WrittenTimelineError) {
    self.line = line
    var words: [String] = []
    var current = ""
    var inWord = false
    var inQuotes = false
    scan: for character in raw {
      switch character {
      case "\"":
        inQuotes.toggle()
        inWord = true
      case "#" where !inQuotes && !inWord: break scan
      case " ", "\t":
        guard !inQuotes else {
          current.append(character)
          continue
        }
        if inWord { words.append(current) }
        current = ""
        inWord = false
      default:
        current.append(character)
        inWord = true
      }
    }
    guard !inQuotes else { throw WrittenTimelineError(line: line, text: "a quote is not closed") }
    if inWord { words.append(current) }
    self.words = words
  }

  var peek: String? { position < words.count ? words[position] : nil }

  mutating func skip() { position += 1 }

  mutating func next() -> String? {
    defer { position += 1 }
    return peek
  }

  /// The next word as `key=value`; nil at the end of the line.
  mutating func nextOption() throws(WrittenTimelineError) -> (String, String)? {
    guard let word = next() else { return nil }
    guard let equals = word.firstIndex(of: "=") else { throw fault("'\(word)' is not key=value") }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  /// The rest of the line as options and bare words.
  /// - Parameters:
  ///   - known: Options that it may have; nil: any. What is misspelt would be passed over, and the line say something else.
  ///   - most: How many bare words it may have.
  mutating func rest(_ known: Set<String>?, bare most: Int) throws(WrittenTimelineError) -> (bare: [String], options: [String: String]) {
    var bare: [String] = []
    var options: [String: String] = [:]
    while let word = next() {
      if let equals = word.firstIndex(of: "="), equals != word.startIndex,
        word[..<equals].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" })
      {
        options[String(word[..<equals])] = String(word[word.index(after: equals)...])
      } else {
        bare.append(word)
      }
    }
    if let other = options.keys.first(where: { known?.contains($0) == false }) { throw fault("'\(other)' is no option of this line") }
    if bare.count > most { throw fault("'\(bare[most])' is not known here") }
    return (bare, options)
  }

  func fault(_ text: String) -> WrittenTimelineError { WrittenTimelineError(line: line, text: text) }
}
