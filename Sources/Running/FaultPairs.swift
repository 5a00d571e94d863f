package import Lab

/// Faults that can be put in two at a time, neither hiding the other.
package enum FaultPairs {
  /// Each pair once, one fault for each root cause and party.
  package static var independent: [FaultSet] {
    var chosen: [any Fault] = []
    for fault in FaultCatalogue.all where fault.effect != nil {
      if !chosen.contains(where: { $0.rule == fault.rule && $0.party == fault.party }) { chosen.append(fault) }
    }
    return chosen.indices.flatMap { first in
      chosen.indices.dropFirst(first + 1).filter { areIndependent(chosen[first], chosen[$0]) }.map {
        FaultSet([chosen[first], chosen[$0]])
      }
    }
  }

  static func areIndependent(_ one: any Fault, _ other: any Fault) -> Bool {
    guard one.rule != other.rule, let a = one.effect, let b = other.effect else { return false }
    return a.spoils.isDisjoint(with: b.spoils.union(b.needs)) && b.spoils.isDisjoint(with: a.needs)
  }
}
