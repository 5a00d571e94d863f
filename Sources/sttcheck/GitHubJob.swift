internal import Foundation
internal import Reporting

/// A job of GitHub Actions: annotations go to its log, the summary to its page.
enum GitHubJob {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  static var isHere: Bool { environment["GITHUB_ACTIONS"] == "true" }

  static func annotate(_ report: Report) throws(CommandFailure) {
    let lines = GitHubRenderer.annotations(report)
    if !lines.isEmpty { Console.print(lines) }
    guard isHere, let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
    // Other steps write there too.
    let before = Files.contents(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    try Files.write(before + GitHubRenderer().render(report), to: path, option: "GITHUB_STEP_SUMMARY")
  }
}
