import Diagnosis
import Foundation
import Testing
import Timeline
import Written

/// What a remedy offers to be pasted can be pasted: Python and Node both parse it.
@Suite(.timeLimit(.minutes(5))) struct SnippetTests {
  struct Snippet: Codable, Sendable {
    var rule: String
    var language: String
    var code: String
  }

  /// Of every rule, and of the remedies that its findings have instead.
  static let all: [Snippet] = Catalogue.rules.flatMap { rule -> [Snippet] in
    let findings = rule.examples.filter(\.fires).flatMap { example -> [Finding] in
      guard let recording = try? WrittenTimeline(example.timeline).recording, case .findings(let found) = rule.check(RunFacts(recording))
      else { return [] }
      return found
    }
    var remedies = [rule.remedy] + rule.otherRemedies.values.sorted()
    for remedy in findings.map(\.remedy) where !remedies.contains(remedy) { remedies.append(remedy) }
    return remedies.flatMap { snippets(rule.id, $0) }
  }

  private static func snippets(_ rule: String, _ remedy: String) -> [Snippet] {
    let parts = remedy.components(separatedBy: "```")
    return stride(from: 1, to: parts.count, by: 2).map { index in
      let lines = parts[index].split(separator: "\n", omittingEmptySubsequences: false)
      return Snippet(rule: rule, language: String(lines.first ?? ""), code: lines.dropFirst().joined(separator: "\n"))
    }
  }

  private static func of(_ language: String) -> [Snippet] { all.filter { $0.language == language } }

  @Test func everyRemedyIsWhole() {
    for rule in Catalogue.rules {
      #expect(rule.remedy.components(separatedBy: "```").count % 2 == 1, "\(rule.id): a fence is open")
      #expect(!rule.why.isEmpty && !rule.clientView.isEmpty && !rule.serviceView.isEmpty && !rule.citation.isEmpty, "\(rule.id)")
    }
    #expect(Set(Self.all.map(\.language)) == ["python", "js", "sh", "yaml", "nginx"])
  }

  /// Python first, and right behind it the same for Node; only what Python has no part in stands alone.
  @Test func whatPythonDoesNodeDoesToo() {
    for rule in Catalogue.rules {
      for remedy in [rule.remedy] + rule.otherRemedies.values {
        let languages = Self.snippets(rule.id, remedy).map(\.language)
        guard languages.contains("python") else { continue }
        #expect(languages.first == "python", "\(rule.id): \(languages)")
        #expect(languages.contains("js"), "\(rule.id) has nothing for Node")
      }
    }
    #expect(Self.of("python").count > 45 && Self.of("js").count > 45)
  }

  /// A terminal of 80 columns breaks what is longer, and Python does not bear that everywhere. A comment behind a statement goes before it there.
  @Test func statementsFitATerminal() {
    for snippet in Self.of("python") + Self.of("js") {
      for line in snippet.code.split(separator: "\n") {
        let statement = ["  # ", "  // "].reduce(String(line)) { rest, mark in rest.components(separatedBy: mark).first ?? rest }
        #expect(statement.count <= 80, "\(snippet.rule): \(statement)")
      }
    }
  }

  @Test(.enabled(if: Interpreter.python.isThere, "no python3 (set STTCHECK_PYTHON)"))
  func pythonParses() throws {
    let faults = try Interpreter.python.faults(
      of: Self.of("python"),
      script: """
        import json, sys, textwrap
        for s in json.load(open(sys.argv[1])):
            try: compile("async def pasted():\\n" + textwrap.indent(s["code"], "    ") + "\\n    pass\\n", s["rule"], "exec")
            except SyntaxError as e: print(s["rule"], e)
        """)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(.enabled(if: Interpreter.node.isThere, "no node"))
  func nodeParses() throws {
    let faults = try Interpreter.node.faults(
      of: Self.of("js"),
      script: """
        const Pasted = Object.getPrototypeOf(async function () {}).constructor;
        for (const s of JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))) {
          try { new Pasted('"use strict";' + s.code); } catch (e) { console.log(s.rule, String(e)); }
        }
        """)
    #expect(faults.isEmpty, "\(faults)")
  }

  /// The check itself can fail.
  @Test(.enabled(if: Interpreter.python.isThere, "no python3 (set STTCHECK_PYTHON)"))
  func aBrokenSnippetIsFound() throws {
    let faults = try Interpreter.python.faults(
      of: [Snippet(rule: "broken", language: "python", code: "await (")],
      script: "import json, sys\ntry: compile(json.load(open(sys.argv[1]))[0]['code'], 'x', 'exec')\nexcept SyntaxError: print('found')")
    #expect(faults == "found\n")
  }
}

/// A program that parses snippets.
struct Interpreter {
  let name: String
  let flag: String

  static let python = Interpreter(name: ProcessInfo.processInfo.environment["STTCHECK_PYTHON"] ?? "python3", flag: "-c")
  static let node = Interpreter(name: "node", flag: "-e")

  struct Failure: Error {}

  var isThere: Bool { (try? run("1", [])) != nil }

  /// What the script says of the snippets: nothing, where each can be parsed.
  func faults(of snippets: [SnippetTests.Snippet], script: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-snippets-\(UUID().uuidString).json")
    try JSONEncoder().encode(snippets).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try run(script, [file.path])
  }

  private func run(_ script: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name, flag, script] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure() }
    return String(decoding: data, as: UTF8.self)
  }
}
