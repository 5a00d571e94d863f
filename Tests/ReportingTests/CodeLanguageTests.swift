import Testing
import Timeline

@testable import Reporting

/// Remedies stand in the language of the relay, where the command that starts it tells which that is.
struct CodeLanguageTests {
  private func language(_ command: String) -> CodeLanguage? {
    let run = RunInfo(
      id: "r", startedAt: "", startedAtUnixNanoseconds: 0, toolVersion: "test", relay: "", serviceHop: .simulated, command: command)
    return CodeLanguage(startedBy: run)
  }

  @Test(arguments: [
    ("sttcheck run --start 'node server.js' --profile twilio", CodeLanguage.javaScript),
    ("sttcheck run --start 'PORT=3001 npm start' ws://localhost:3001", .javaScript), ("sttcheck run --start './relay.mjs'", .javaScript),
    ("sttcheck run --start '.venv/bin/uvicorn main:app --port 8000'", .python), ("sttcheck run --start 'python3 relay.py'", .python),
    ("sttcheck run --start 'cargo run'", nil), ("sttcheck run --relay ws://node.example.com", nil), ("sttcheck diagnose node.js", nil),
  ])
  func theCommandTells(_ command: String, _ expected: CodeLanguage?) { #expect(language(command) == expected) }

  private static let remedy = "Do:\n\n```python\na = 1\n```\n\n```js\nlet a = 1;\n```\n\nand\n\n```python\nb = 2\n```"

  @Test(arguments: [("js", ["js", "python"]), ("python", ["python", "python"]), (nil, ["python", "python"])])
  func oneOfThemIsShown(_ wished: String?, _ languages: [String]) {
    let shown = Prose.inOneLanguage(Prose.blocks(Self.remedy), preferring: wished).compactMap { block in
      if case .code(let language, _) = block { language } else { nil }
    }
    #expect(shown == languages)
  }
}
