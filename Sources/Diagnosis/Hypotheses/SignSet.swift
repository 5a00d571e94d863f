/// Some signs, as bits: one of them for each case of `Sign`.
package struct SignSet: Sendable, Hashable {
  package private(set) var bits: UInt64 = 0

  package init() {}

  package init(_ signs: some Sequence<Sign>) { for sign in signs { insert(sign) } }

  private init(bits: UInt64) { self.bits = bits }

  /// Every sign there is of these axes.
  package static func all(of axes: some Sequence<Sign.Axis>) -> SignSet {
    axes.reduce(into: SignSet()) { $0.formUnion(Self.ofAxis[$1] ?? SignSet()) }
  }

  package var isEmpty: Bool { bits == 0 }
  /// In the order of `Sign`.
  package var signs: [Sign] { Sign.allCases.filter(contains) }

  package func contains(_ sign: Sign) -> Bool { bits & Self.bit(sign) != 0 }
  package func isSubset(of other: SignSet) -> Bool { bits & ~other.bits == 0 }
  package func intersection(_ other: SignSet) -> SignSet { SignSet(bits: bits & other.bits) }
  package func union(_ other: SignSet) -> SignSet { SignSet(bits: bits | other.bits) }
  package func subtracting(_ other: SignSet) -> SignSet { SignSet(bits: bits & ~other.bits) }
  package func on(_ axis: Sign.Axis) -> SignSet { intersection(Self.ofAxis[axis] ?? SignSet()) }

  /// The same with some signs gone and others in their place.
  package func replacing(_ gone: SignSet, by signs: Sign...) -> SignSet { subtracting(gone).union(SignSet(signs)) }

  package mutating func insert(_ sign: Sign) { bits |= Self.bit(sign) }
  package mutating func formUnion(_ other: SignSet) { bits |= other.bits }

  private static func bit(_ sign: Sign) -> UInt64 { 1 << UInt64(sign.number) }

  private static let ofAxis: [Sign.Axis: SignSet] = Dictionary(grouping: Sign.allCases, by: \.axis).mapValues { SignSet($0) }
}

extension Sign {
  private static let numbers = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))

  /// Its place among the cases.
  fileprivate var number: Int { Self.numbers[self] ?? 0 }
}
