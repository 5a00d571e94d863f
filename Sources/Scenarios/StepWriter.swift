/// Steps as the lines of a YAML list, each as its kind says.
enum StepWriter {
  static func lines(_ step: Step, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let kind = step.kind
    let name = type(of: kind).name
    switch kind.written {
    case .word: return [margin + "- \(name)"]
    case .argument(let text): return [margin + "- \(name): \(text)"]
    case .block(let lines, let steps):
      let own = lines.map { margin + "    " + $0 }
      return [margin + "- \(name):"] + own + [margin + "    steps:"] + steps.flatMap { Self.lines($0, indent: indent + 6) }
    }
  }
}
