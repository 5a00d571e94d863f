internal import Foundation
internal import Lab
internal import Scenarios

/// The profile that a command goes by: the file named, a ready-made one by its name, `sttcheck.yaml` of the folder, or none.
struct LoadedProfile {
  var file = ProfileFile()
  /// Where it stands; nil for a ready-made one, and for none.
  var path: String?
  var notes: [String] = []

  /// - Parameters:
  ///   - given: What `--profile` says.
  ///   - login: The result of the profile's login, once it has been made.
  init(_ given: String?, login: String? = nil) throws(CommandFailure) {
    var name = given
    if name == nil, Files.exists("sttcheck.yaml") {
      name = "sttcheck.yaml"
      notes.append("profile: ./sttcheck.yaml")
    }
    guard let name else { return }
    let bytes: [UInt8]
    if let builtIn = BuiltIns.profile(name), !Files.exists(name) {
      bytes = builtIn
    } else {
      bytes = try Self.read(name)
      path = name
    }
    do {
      file = try ProfileReader.read(
        bytes, file: name, environment: ProcessInfo.processInfo.environment, login: login, faults: FaultCatalogue.spellings)
    } catch { throw CommandFailure(code: .usage, text: error.text) }
    if let login, !file.profile.secrets.contains(login) { file.profile.secrets.append(login) }
  }

  /// A path as the profile writes it, seen from here.
  func beside(_ written: String) -> String { path.map { Files.beside($0, written) } ?? written }

  private static func read(_ name: String) throws(CommandFailure) -> [UInt8] {
    guard !Files.exists(name), !name.contains("/"), !name.hasSuffix(".yaml"), !name.hasSuffix(".yml") else {
      return try Files.read(name, "profile")
    }
    let near = NearestName.find(name, among: BuiltIns.profileNames).map { "; did you mean '\($0)'?" } ?? ""
    throw CommandFailure(
      code: .usage,
      text: "there is no profile '\(name)'; allowed: the path of a YAML file, or \(BuiltIns.profileNames.joined(separator: ", "))\(near)")
  }
}
