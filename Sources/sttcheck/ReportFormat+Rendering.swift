internal import ArgumentParser
internal import Reporting
internal import Scenarios

extension ReportFormat {
  /// Of --format, where several reports are written.
  static let help: ArgumentHelp =
    "Reports to write, separated by commas: \(names.joined(separator: ", ")). Default: \(usual.map(\.rawValue).joined(separator: ","))."

  func render(_ report: Report) -> String {
    let renderer: any Renderer =
      switch self {
      case .html: HTMLRenderer()
      case .markdown: MarkdownRenderer()
      case .json: JSONRenderer()
      case .junit: JUnitRenderer()
      case .tap: TAPRenderer()
      case .github: GitHubRenderer()
      }
    return renderer.render(report)
  }
}
