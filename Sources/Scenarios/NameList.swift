/// Names of one list with commas between, as on the command line and in a profile: `html, json`. Each counts once.
package enum NameList {
  package enum Fault: Error, Equatable {
    case empty
    case unknown(String)
  }

  package static func read<Name: RawRepresentable & CaseIterable & Equatable>(_ list: String) throws(Fault) -> [Name]
  where Name.RawValue == String {
    try read(list.split(separator: ",").map { String($0.trimmingSpaces) })
  }

  package static func read<Name: RawRepresentable & CaseIterable & Equatable>(_ words: [String]) throws(Fault) -> [Name]
  where Name.RawValue == String {
    guard !words.isEmpty else { throw .empty }
    var names: [Name] = []
    for word in words {
      guard let name = Name(rawValue: word) else { throw .unknown(word) }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
