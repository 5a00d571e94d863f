internal import Diagnosis

/// What else a suspicion may be: causes that one look would tell apart, together.
struct AlternativeGroup {
  /// Ids of rules.
  private(set) var rules: [String]
  /// What to do, without a full stop.
  let separateBy: String
  /// What of the service hop tells of each rule; empty where the same is looked for with all of them.
  private(set) var signs: [String] = []

  static func all(of finding: Finding) -> [AlternativeGroup] {
    let seen = finding.alternatives.filter { $0.separateBy.serviceHopShows != nil }
    let isOneLook = Set(seen.map(\.separateBy.text)).count > 1
    return finding.alternatives.reduce(into: []) { groups, alternative in
      let sign = isOneLook ? alternative.separateBy.serviceHopShows : nil
      let way = sign == nil ? alternative.separateBy.text : "\(Separation.serviceHopWay), for each of them"
      if let index = groups.firstIndex(where: { $0.separateBy == way }) {
        groups[index].add(alternative.rule, sign)
      } else {
        groups.append(AlternativeGroup(rules: [alternative.rule], separateBy: way, signs: sign.map { [$0] } ?? []))
      }
    }
  }

  private mutating func add(_ rule: String, _ sign: String?) {
    rules.append(rule)
    if let sign { signs.append(sign) }
  }
}
