internal import CSigns

extension RecordedSigns {
  /// What the program carries with it: `Fixtures/signs.txt`.
  package static let builtIn: RecordedSigns = {
    let bytes = UnsafeBufferPointer(start: sttcheck_signs(), count: sttcheck_signs_size())
    return RecordedSigns(parsing: String(decoding: bytes, as: UTF8.self)) ?? RecordedSigns()
  }()

  /// Where lines begin that only people read.
  private static let remark: Character = "#"

  /// The file: the letters of the signs; sets of traits with their numbers; causes and pairs, and under each, by the number of the traits,
  /// the signs of all axes, and behind a bar what came together. Sorted: the same recording gives the same bytes.
  package var text: String {
    var lines = [
      "# What a client sees of each cause, alone and in pairs, as the lab played it. Made by `make signs`; not to be edited.",
      "# Under a cause: numbers of traits: its signs | which of answer, end and finality came together: answer, end, all finalities with it.",
    ]
    lines += Sign.allCases.map { "# \($0.letter) \($0.rawValue)" }
    for (number, traits) in traits.enumerated() {
      lines.append("traits \(number) \(traits.map(\.rawValue).sorted().joined(separator: " "))")
    }
    for (cause, showings) in alone.sorted(by: { $0.key < $1.key }) {
      lines.append(cause)
      lines += Self.lines(showings)
    }
    for (pair, showings) in pairs.sorted(by: { $0.key < $1.key }) {
      lines.append("\(pair.first) + \(pair.second)")
      lines += Self.lines(showings)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Numbers of traits that show the same share a line.
  private static func lines(_ showings: [Int: Showing]) -> [String] {
    let written = showings.mapValues { "\(letters($0.signs))|\(joined($0.together))" }
    return Dictionary(grouping: written.keys) { written[$0] ?? "" }
      .map { text, places in (places: places.sorted(), text: text) }
      .sorted { $0.places[0] < $1.places[0] }
      .map { " \($0.places.map(String.init).joined(separator: ",")):\($0.text)" }
  }

  private static func letters(_ signs: SignSet) -> String { String(signs.signs.map(\.letter)) }

  /// `wp012`: words, ending promptly, with no final, one or several; a dash stands for an axis that was not told.
  private static func joined(_ together: Set<SignSet>) -> String {
    func part(_ signs: SignSet, _ axis: Sign.Axis) -> String { signs.on(axis).isEmpty ? "-" : letters(signs.on(axis)) }
    let heads = Dictionary(grouping: together) { part($0, .answer) + part($0, .ending) }
    return heads.sorted { $0.key < $1.key }.map { head, sets in head + sets.map { part($0, .finality) }.sorted().joined() }
      .joined(separator: " ")
  }

  /// - Returns: Nil where a line is none that `text` writes.
  package init?(parsing text: String) {
    var traits: [Set<Trait>] = []
    var alone: [String: [Int: Showing]] = [:]
    var pairs: [CausePair: [Int: Showing]] = [:]
    var cause = ""
    var pair: CausePair?
    for line in text.split(separator: "\n") where line.first != Self.remark {
      if line.first == " " {
        guard let (places, showing) = Self.read(line) else { return nil }
        for place in places {
          if let pair { pairs[pair]?[place] = showing } else { alone[cause]?[place] = showing }
        }
        continue
      }
      let words = line.split(separator: " ")
      switch words.count {
      case 3 where words[1] == "+":
        let next = CausePair(String(words[0]), String(words[2]))
        pair = next
        pairs[next] = [:]
      case 1:
        cause = String(words[0])
        alone[cause] = [:]
      default:
        guard words.first == "traits", words.count > 2 else { return nil }
        let named = words.dropFirst(2).map { Trait(rawValue: String($0)) }
        guard named.allSatisfy({ $0 != nil }) else { return nil }
        traits.append(Set(named.compactMap(\.self)))
      }
    }
    self.init(traits: traits, alone: alone, pairs: pairs)
  }

  /// ` 0,3:wWpC|wp1`
  private static func read(_ line: Substring) -> (places: [Int], showing: Showing)? {
    guard let colon = line.firstIndex(of: ":"), let bar = line.firstIndex(of: "|") else { return nil }
    let places = line[..<colon].dropFirst().split(separator: ",").map { Int($0) }
    let signs = line[line.index(after: colon)..<bar].map(Sign.lettered)
    guard places.allSatisfy({ $0 != nil }), signs.allSatisfy({ $0 != nil }) else { return nil }
    var together: Set<SignSet> = []
    for word in line[line.index(after: bar)...].split(separator: " ") {
      for finality in word.dropFirst(2) {
        let letters = (word.prefix(2) + [finality]).filter { $0 != "-" }
        let read = letters.map(Sign.lettered)
        guard read.allSatisfy({ $0 != nil }) else { return nil }
        together.insert(SignSet(read.compactMap(\.self)))
      }
    }
    return (places.compactMap(\.self), Showing(signs: SignSet(signs.compactMap(\.self)), together: together))
  }
}
