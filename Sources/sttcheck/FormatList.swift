internal import Scenarios

/// The option --format: names of one list, separated by commas.
enum FormatList {
  static func read<Format: RawRepresentable & CaseIterable & Equatable>(
    _ list: String, _ type: Format.Type
  ) throws(CommandFailure) -> [Format] where Format.RawValue == String {
    let known = Format.allCases.map(\.rawValue)
    let allowed = "allowed: \(known.joined(separator: ", "))"
    do { return try NameList.read(list) } catch {
      switch error {
      case .empty: throw CommandFailure(code: .usage, text: "--format: names no format; \(allowed)")
      case .unknown(let name):
        let near = NearestName.find(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandFailure(code: .usage, text: "--format: '\(name)' is not known; \(allowed)\(near)")
      }
    }
  }

  /// Several forms need a folder.
  static func check(_ count: Int, output: String?) throws(CommandFailure) {
    guard count > 1, output == nil else { return }
    throw CommandFailure(code: .usage, text: "several formats need a folder: --output DIR")
  }

  static func write(_ text: String, _ path: String) throws(CommandFailure) {
    try Files.write(text, to: path, option: "--output")
    Console.note("written: \(path)")
  }
}
