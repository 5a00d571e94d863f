internal import Foundation
internal import Scenarios
internal import Watching

/// Where the rounds of a watch are kept, each in a folder of its own; the oldest go.
struct WatchFolder {
  let path: String
  let keep: Int

  private static let prefix = "round-"

  /// A folder that is not there yet, for a round that begins now.
  func fresh(_ unixNanoseconds: Int64) throws(CommandFailure) -> String {
    let stamp = path + "/" + Self.prefix + WatchRound.stamp(unixNanoseconds)
    var folder = stamp
    var number = 1
    while Files.exists(folder) {
      number += 1
      folder = stamp + "-\(number)"
    }
    try Files.makeReportFolder(folder, option: "--folder")
    return folder
  }

  static func recording(_ folder: String) -> String { folder + "/sttcheck.sqlite" }

  /// Removes what rounds wrote, the oldest first, until so many are left. A folder with anything else in it stays, with that.
  func rotate() {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter(Self.isRound)
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    for name in names.dropLast(keep) {
      let folder = path + "/" + name
      Files.removeRecording(Self.recording(folder))
      for format in ReportFormat.allCases { unlink(folder + "/" + format.fileName) }
      rmdir(folder)
    }
  }

  /// `round-20261123T090034Z`, `round-20261123T090034Z-2`.
  private static func isRound(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard let stamp = parts.first, stamp.count == 16, stamp.allSatisfy({ $0.isNumber || "TZ".contains($0) }) else { return false }
    return parts.count == 1 || parts.count == 2 && Int(parts[1]) != nil
  }
}
