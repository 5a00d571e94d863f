internal import Timeline

/// The languages that remedies are written in.
enum CodeLanguage: String {
  case python
  case javaScript = "js"

  /// What the relay is written in, as far as the command that starts it tells; nil where it does not.
  init?(startedBy run: RunInfo) {
    let words = run.command.split { " '\"=;&/".contains($0) }
    guard let start = words.firstIndex(of: "--start") else { return nil }
    let command = words[words.index(after: start)...].prefix { !$0.hasPrefix("--") || $0 == "--" }
    if command.contains(where: { Self.ofNode.contains($0) || [".js", ".mjs", ".cjs", ".ts"].contains(where: $0.hasSuffix) }) {
      self = .javaScript
    } else if command.contains(where: { $0.hasPrefix("python") || $0.hasSuffix(".py") || Self.ofPython.contains($0) }) {
      self = .python
    } else {
      return nil
    }
  }

  private static let ofNode: Set<Substring> = ["node", "npm", "npx", "pnpm", "yarn", "bun", "deno", "tsx", "ts-node"]
  private static let ofPython: Set<Substring> = ["uvicorn", "gunicorn", "hypercorn", "flask", "fastapi", "uv", "poetry"]

  /// The other one, by the name that people know it by.
  var other: String { self == .python ? "Node" : "Python" }
}
