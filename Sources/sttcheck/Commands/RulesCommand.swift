internal import ArgumentParser
internal import Diagnosis
internal import Reporting
internal import Scenarios

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the root causes that can be told apart, or explain one.")

  @Argument(help: "The rule to explain.") var id: String?
  @Option(help: "text or markdown.") var format = "text"

  func run() throws {
    guard ["text", "markdown"].contains(format) else {
      throw CommandFailure(code: .usage, text: "--format: '\(format)' is not known; allowed: text, markdown")
    }
    let renderer = RulesRenderer(width: Console.width, colour: Console.colour)
    guard let id else { return Console.print(format == "markdown" ? renderer.document() : renderer.list()) }
    guard let rule = Catalogue.rule(id) else {
      let ids = Catalogue.rules.map(\.id)
      let near = NearestName.find(id, among: ids).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(code: .usage, text: "there is no rule '\(id)'; allowed: \(ids.joined(separator: ", "))\(near)")
    }
    Console.print(format == "markdown" ? renderer.markdown([rule]) : renderer.explain(rule))
  }
}
