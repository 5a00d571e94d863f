/// What was seen in all sessions that one cause was played in under the same traits: signs on each axis, and which of some axes came together.
///
/// It speaks of sessions that were never played: on most axes each sign may come with each other one. Answer, end and finality hang
/// together, and of these only what was seen at once may be seen again.
package struct Showing: Sendable, Equatable {
  package static let joined: [Sign.Axis] = [.answer, .ending, .finality]
  private static let joinedSigns = SignSet.all(of: joined)

  package private(set) var signs = SignSet()
  /// What was seen together of the axes that hang together.
  package private(set) var together: Set<SignSet> = []

  package init() {}

  package init(signs: SignSet, together: Set<SignSet>) {
    self.signs = signs
    self.together = together
  }

  /// Adds a session, and what a healthy relay's own ways make of its signs: it may end without a Close frame, and keep Metadata, interims or
  /// empty results back.
  package mutating func add(_ seen: SignSet) {
    signs.formUnion(seen)
    for (sign, instead) in Self.habits where seen.contains(sign) { signs.insert(instead) }
    insert(seen)
    if seen.contains(.wordless) { insert(seen.replacing(SignSet([.wordless]), by: .silence)) }
  }

  /// Adds a session that was played on few habits, and what the others would have made of it.
  package mutating func addWidely(_ seen: SignSet) {
    var forms = [seen]
    // Kept back: interims, of which no final came; whatever else has no word in it, or the other way round.
    if seen.contains(.words), seen.contains(.noFinal) {
      forms.append(seen.intersection(Self.withoutWords).union(SignSet([.silence])))
    }
    forms += forms.compactMap { form in
      form.contains(.silence)
        ? form.replacing(SignSet([.silence]), by: .wordless)
        : form.contains(.wordless) ? form.replacing(SignSet([.wordless]), by: .silence) : nil
    }
    // A relay may wait a while after the stop, and leave then.
    let patient = SignSet([.endsLate, .neverEnds, .failureClose])
    forms += forms.filter { !$0.intersection(SignSet([.endsLate, .neverEnds])).isEmpty }.map {
      $0.replacing(patient, by: .endsPromptly, .normalClose, .afterAWhile)
    }
    for form in forms { add(form.contains(.spread) ? form.union(SignSet([.afterwards])) : form) }
  }

  private mutating func insert(_ seen: SignSet) { together.insert(seen.intersection(Self.joinedSigns)) }

  private static let habits: [(Sign, Sign)] = [
    (.normalClose, .noCloseFrame), (.metadata, .noMetadata), (.interims, .noInterims), (.wordless, .silence),
  ]
  /// Axes that are told of sessions without a word too.
  private static let withoutWords = SignSet.all(of: [.metadata, .duration, .ratio, .digest, .ending, .haste, .farewell, .complaint])

  package mutating func formUnion(_ other: Showing) {
    signs.formUnion(other.signs)
    together.formUnion(other.together)
  }

  /// The signs of a session that were never seen so; empty where it may be one of these.
  package func surprises(_ seen: SignSet) -> SignSet {
    var strange = SignSet()
    for axis in Sign.Axis.allCases {
      let own = seen.on(axis)
      // An axis that could never be told: there it is not known what would have been seen.
      guard !own.isEmpty, !signs.on(axis).isEmpty || Self.joined.contains(axis), !own.isSubset(of: signs) else { continue }
      strange.formUnion(own)
    }
    guard strange.isEmpty else { return strange }
    let hung = seen.intersection(Self.joinedSigns)
    return together.contains { Self.agree($0, hung) } ? SignSet() : hung
  }

  /// True where no axis that both tell differs.
  private static func agree(_ one: SignSet, _ other: SignSet) -> Bool {
    joined.allSatisfy { axis in
      let (left, right) = (one.on(axis), other.on(axis))
      return left.isEmpty || right.isEmpty || left == right
    }
  }
}
