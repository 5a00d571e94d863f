internal import Foundation

/// Prints one line for each figure, as a ratio against a peer measured in the same run; takes about a minute.
@main
struct Main {
  static func main() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var load = [0.0]
    let cores = ProcessInfo.processInfo.activeProcessorCount
    if getloadavg(&load, 1) == 1, load[0] > Double(cores) / 2 {
      Line.print(
        "the machine is busy", "load \(Int(load[0].rounded())) on \(cores) cores",
        "trust the medians of ratios, not what stands in brackets")
    }
    Line.print("figure", "median ratio (least–greatest)", "medians behind it")
    try WireBenchmarks.run()
    try StoreBenchmarks.run(in: folder)
    try ReadingBenchmarks.run(in: folder)
    try await PacingBenchmarks.run()
  }
}
