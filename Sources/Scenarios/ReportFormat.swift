/// The reports that a run can write, by their names on the command line and in a profile. The one list of them: helps, schema and messages are made
/// from it.
package enum ReportFormat: String, CaseIterable, Sendable {
  case html, markdown, json, junit, tap, github

  /// In the folder of reports.
  package var fileName: String {
    switch self {
    case .html: "report.html"
    case .markdown: "report.md"
    case .json: "report.json"
    case .junit: "junit.xml"
    case .tap: "report.tap"
    case .github: "github.md"
    }
  }

  /// What is written where nobody says what.
  package static let usual: [ReportFormat] = [.html, .markdown]

  package static let names = allCases.map(\.rawValue)
}
