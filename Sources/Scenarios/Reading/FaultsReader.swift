/// Reads a profile's `fault`: a list as on the command line.
enum FaultsReader {
  /// The names are checked here, what stands behind them where the faults are made.
  /// - Parameter known: Their names; empty takes any.
  static func read(_ value: YAMLValue, known: [String]) throws(ConfigurationError) -> String {
    let list = try value.text()
    for piece in list.split(separator: ",", omittingEmptySubsequences: false) where !known.isEmpty {
      let parts = piece.trimmingSpaces.split(separator: ":", omittingEmptySubsequences: false)
      let name = parts.prefix { !$0.contains("=") }.joined(separator: ":")
      guard known.contains(name) else {
        throw value.fault("'\(value.name)' is '\(Quoting.short(name))'", allowed: known, nearest: NearestName.find(name, among: known))
      }
    }
    return list
  }
}

extension Substring {
  /// Without spaces around it.
  var trimmingSpaces: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
